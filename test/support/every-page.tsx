import type { VNode } from 'preact';
import type { Locale } from '../../src/platform/i18n/messages.js';
import type { PublicFrame, StaffFrame } from '../../src/web/pages/frame.js';
import { publicPages } from './every-public-page.js';
import { staffPages } from './every-staff-page.js';

export type NamedPage = readonly [name: string, page: VNode];

/** Every page in every state, each typed text being `text`. */
export function everyPage(locale: Locale, text: string): NamedPage[] {
  const frame: PublicFrame = {
    locale,
    version: '1',
    trial: true,
    timeZone: 'Europe/Oslo',
    path: '/somewhere',
    organisation: text,
  };
  const staffFrame: StaffFrame = {
    ...frame,
    organisation: text,
    csrf: text,
    member: { name: text, role: 'administrator' },
    registers: [
      { id: 'r1', name: text },
      { id: 'r2', name: text },
    ],
  };
  return [...publicPages(frame, text), ...staffPages(frame, staffFrame, text)];
}
