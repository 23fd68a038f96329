import type { PublicFrame } from '../../src/web/pages/frame.js';
import { ConfirmPage } from '../../src/web/public/pages/confirm-page.js';
import { ErrorPage, type ErrorStatus } from '../../src/web/public/pages/error-page.js';
import { FrontPage } from '../../src/web/public/pages/front-page.js';
import { LeavePage } from '../../src/web/public/pages/leave-page.js';
import { MailboxMessagePage } from '../../src/web/public/pages/mailbox-message-page.js';
import { MailboxPage } from '../../src/web/public/pages/mailbox-page.js';
import { PrivacyPage } from '../../src/web/public/pages/privacy-page.js';
import { PromisesPage } from '../../src/web/public/pages/promises-page.js';
import { SignUpPage } from '../../src/web/public/pages/sign-up-page.js';
import { SignUpReceivedPage } from '../../src/web/public/pages/sign-up-received-page.js';
import type { NamedPage } from './every-page.js';

const STATUSES: ErrorStatus[] = [400, 403, 404, 405, 413, 415, 422, 429, 500, 503];

export function publicPages(frame: PublicFrame, text: string): NamedPage[] {
  const terms = { name: text, purpose: text, frequency: text, senderName: text, senderAddress: text };
  const one = { slug: 'one', ...terms };
  const two = { slug: 'two', ...terms, senderName: 'another' };
  const at = new Date('2026-10-02T12:52:00Z');
  const form = { frame, name: text, action: '/x', stamp: text };
  return [
    ['sign-up to one', <SignUpPage {...form} lists={[one]} />],
    ['sign-up to several', <SignUpPage {...form} lists={[one, two, { ...two, slug: 'three' }]} />],
    [
      'sign-up to several, refused',
      <SignUpPage
        {...form}
        lists={[one, { ...one, slug: 'two' }]}
        values={{ address: text, lists: ['two'] }}
        errors={{
          address: { key: 'address.error.domain-unknown', params: { domain: text } },
          lists: { key: 'sign-up.error.no-list' },
        }}
      />,
    ],
    ['received', <SignUpReceivedPage frame={frame} address={text} lists={[text]} formHref="/x" />],
    ['confirm one', <ConfirmPage frame={frame} state="ask" lists={[one]} action="/c" />],
    ['confirm several', <ConfirmPage frame={frame} state="ask" lists={[one, two]} action="/c" />],
    ['confirmed', <ConfirmPage frame={frame} state="confirmed" list={text} />],
    ['confirmed already', <ConfirmPage frame={frame} state="already" list={text} />],
    ['confirmation expired', <ConfirmPage frame={frame} state="expired" signUpHref="/x" />],
    ['confirmation unknown', <ConfirmPage frame={frame} state="unknown" signUpHref="/x" />],
    ['leave', <LeavePage frame={frame} state="ask" list={text} action="/u/x" />],
    [
      'left',
      <LeavePage
        frame={frame}
        state="left"
        list={text}
        undo={{ action: '/u/undo', token: text }}
        manageAction="/m"
      />,
    ],
    ['left before', <LeavePage frame={frame} state="left" list={text} />],
    ['undone', <LeavePage frame={frame} state="undone" list={text} />],
    ['undo expired', <LeavePage frame={frame} state="undo-expired" signUpHref="/x" />],
    ['leave unknown', <LeavePage frame={frame} state="unknown" />],
    [
      'front',
      <FrontPage
        frame={frame}
        registers={[{ id: 'r1', name: text, href: '/r', lists: [{ ...one, href: '/l' }] }]}
      />,
    ],
    ['front, empty', <FrontPage frame={frame} registers={[]} />],
    [
      'privacy',
      <PrivacyPage
        frame={frame}
        relay={text}
        organisation={{
          name: text,
          number: text,
          postalAddress: text,
          contactAddress: text,
          privacyContactAddress: text,
        }}
      />,
    ],
    ['promises', <PromisesPage frame={frame} />],
    [
      'mailbox',
      <MailboxPage frame={frame} messages={[{ id: '1', to: text, subject: text, at, href: '/1' }]} />,
    ],
    ['mailbox, empty', <MailboxPage frame={frame} messages={[]} />],
    [
      'message',
      <MailboxMessagePage
        frame={frame}
        subject={text}
        from={text}
        to={text}
        at={at}
        headers={[{ name: 'List-Id', value: text }]}
        text={text}
        htmlUrl="/mailbox/1/html"
        oneClickUrl="/u/x"
      />,
    ],
    ...STATUSES.map((status): NamedPage => [
      `error ${status}`,
      <ErrorPage frame={{ ...frame, path: null }} status={status} />,
    ]),
  ];
}
