import type { VNode } from 'preact';
import type { Locale } from '../../src/platform/i18n/messages.js';
import type { PublicFrame, StaffFrame } from '../../src/web/pages/frame.js';
import { accountPages } from './every-account-page.js';
import { inboxPages } from './every-inbox-page.js';
import { publicPages } from './every-public-page.js';
import { siteMessagePages } from './every-site-message-page.js';
import { staffPages } from './every-staff-page.js';
import { accountPagesForPrivacy, truthPages } from './every-truth-page.js';
import { templatePages } from './every-template-page.js';
import { themePages } from './every-theme-page.js';
import { sameWords, type Words } from './words.js';

export type NamedPage = readonly [name: string, page: VNode];

/** Every page in every state. A single text stands for each typed one. */
export function everyPage(locale: Locale, typed: string | Words, { trial = true } = {}): NamedPage[] {
  const words = typeof typed === 'string' ? sameWords(typed) : typed;
  const frame: PublicFrame = {
    locale,
    version: '1',
    trial,
    timeZone: 'Europe/Oslo',
    path: '/somewhere',
    organisation: words.organisation,
  };
  const staffFrame: StaffFrame = {
    ...frame,
    organisation: words.organisation,
    csrf: words.token,
    member: {
      name: words.person,
      grants: (['administrator', 'approver', 'privacy-officer'] as const).map((role) => ({
        role,
        registerId: null,
        listId: null,
      })),
    },
    registers: [
      { id: 'r1', name: words.register },
      { id: 'r2', name: words.otherRegister },
    ],
    restore: null,
    waits: [],
  };
  return [
    ...publicPages(frame, words),
    ...truthPages(frame, words),
    ...staffPages(frame, staffFrame, words),
    ...accountPages(frame, staffFrame, words),
    ...themePages(staffFrame, words),
    ...templatePages(staffFrame, words),
    ...siteMessagePages(staffFrame, words),
    ...inboxPages(staffFrame, words),
    ...accountPagesForPrivacy(staffFrame, words),
  ];
}
