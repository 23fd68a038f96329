import type { InboxLine } from '../../src/inbound/inbox/inbox.queries.js';
import type { ShownConversation, ShownMessage } from '../../src/inbound/inbox/shown-conversation.js';
import type { StaffFrame } from '../../src/web/pages/frame.js';
import { HeardPage } from '../../src/web/public/pages/heard-page.js';
import { ConversationPage } from '../../src/web/staff/pages/inbox/conversation-page.js';
import { EraseConversationPage } from '../../src/web/staff/pages/inbox/erase-conversation-page.js';
import { HeardMonthPage } from '../../src/web/staff/pages/inbox/heard-month-page.js';
import { HeardMonthsPage } from '../../src/web/staff/pages/inbox/heard-months-page.js';
import { InboxPage } from '../../src/web/staff/pages/inbox/inbox-page.js';
import { InboxSettingsPage } from '../../src/web/staff/pages/inbox/inbox-settings-page.js';
import { MailFoundPage } from '../../src/web/staff/pages/inbox/mail-found-page.js';
import { NotWrittenPage } from '../../src/web/staff/pages/inbox/not-written-page.js';
import type { NamedPage } from './every-page.js';
import type { Words } from './words.js';

const KARI = '00000000-0000-4000-8000-000000000001';
const OLA = '00000000-0000-4000-8000-000000000002';

const message = (id: string, other: Partial<ShownMessage>): ShownMessage => ({
  id: `00000000-0000-4000-8000-0000000001${id}`,
  kind: 'in',
  at: '2026-11-24T09:12:00.000Z',
  byMachine: false,
  author: '',
  subject: '',
  to: null,
  text: '',
  cut: false,
  outcome: null,
  hasHtml: false,
  attachments: [],
  ...other,
});

/** The inbox, a conversation in its states, and how it is set. */
export function inboxPages(shown: StaffFrame, words: Words): NamedPage[] {
  const member = {
    ...shown.member,
    grants: [...shown.member.grants, { role: 'correspondent' as const, registerId: null, listId: null }],
  };
  const frame = { ...shown, member };
  const register = { id: 'r1', name: words.register };
  const themes = [
    { id: 't1', name: words.list, inUse: true },
    { id: 't2', name: words.otherList, inUse: true },
    { id: 't3', name: words.thirdList, inUse: false },
  ];
  const line: InboxLine = {
    id: '3f2a0000-0000-4000-8000-000000000001',
    state: 'open',
    automatic: false,
    awaits: true,
    messages: 1,
    assignedTo: null,
    assignedName: null,
    sinceMonth: '2026-11-01',
    lastIn: '2026-11-10',
    themes: [],
  };
  const lines: InboxLine[] = [
    line,
    { ...line, id: '9c41', assignedTo: KARI, assignedName: words.person, themes: ['t1', 't2'], messages: 4 },
    { ...line, id: 'b07e', awaits: false, state: 'closed', themes: ['t3'] },
    { ...line, id: 'd5d1', awaits: false, automatic: true, lastIn: null },
  ];
  const count = {
    registerId: 'r1',
    register: words.register,
    waiting: 2,
    open: 3,
    byMachines: 1,
    oldest: '2026-11-10',
  };
  const mail = message('01', {
    author: words.person,
    subject: words.subject,
    to: words.senderAddress,
    text: `${words.purpose}\n\n${words.otherPurpose}\n\nDen 3. mars 2026 skrev ${words.senderName}:\n> ${words.body}`,
    hasHtml: true,
    cut: true,
    outcome: 'sent',
    attachments: [
      { name: `${words.slug}.pdf`, type: 'application/pdf', bytes: 2_345_678 },
      { name: `${words.slug}.exe`, type: 'application/octet-stream', bytes: 51_200 },
      { name: `${words.slug}.zip`, type: 'application/zip', bytes: 900 },
    ],
  });
  const note = message('02', { kind: 'note', author: words.person, text: words.why });
  const answer = (outcome: ShownMessage['outcome'], id: string) =>
    message(id, { kind: 'out', author: words.person, subject: words.subject, text: words.purpose, outcome });
  const conversation: ShownConversation = {
    address: words.address,
    state: 'open',
    automatic: false,
    awaits: true,
    assignedTo: OLA,
    themes: ['t1', 't3'],
    messages: [mail, note, answer('sent', '03'), answer('failed', '04')],
  };
  const at = {
    frame,
    register,
    conversationId: line.id,
    themes,
    correspondents: [
      { id: KARI, name: words.person },
      { id: OLA, name: words.senderName },
    ],
    nextIds: { out: 'm1', note: 'm2' },
  };
  const settings = { autoReply: true, answerDays: 3, texts: { nb: words.why }, keptMonths: 12 };
  const none = { waiting: 0, open: 0, byMachines: 0, oldest: null };
  const list = { frame, register, themes, count };
  const written = {
    month: '2026-10-01',
    heard: `${words.purpose}\n\n${words.otherPurpose}`,
    did: words.why,
    published: true,
    revision: 2,
  };
  const counts = [
    { theme: words.list, count: 23 },
    { theme: words.otherList, count: 5 },
    { theme: null, count: null },
  ];
  const now = new Date('2026-11-24T09:12:00Z');
  const heard = { frame, register, now, publicPath: '/registers/nyhetsbrev/heard' };
  return [
    ['inbox', <InboxPage {...list} filter={{ view: 'waiting' }} lines={lines} />],
    [
      'inbox, nothing waits',
      <InboxPage
        {...list}
        count={{ ...count, ...none }}
        filter={{ view: 'waiting' }}
        lines={[]}
        notice={{ key: 'conversation.done.erased' }}
      />,
    ],
    [
      'inbox, of machines, and a search that was none',
      <InboxPage
        {...list}
        filter={{ view: 'machines', themeId: 't1', month: '2026-11-01' }}
        lines={lines.slice(3)}
        search={{ address: words.address, error: { key: 'address.error.no-at' } }}
      />,
    ],
    ['mail found', <MailFoundPage {...list} address={words.address} lines={lines.slice(0, 2)} />],
    ['mail found, none', <MailFoundPage {...list} address={words.address} lines={[]} />],
    [
      'conversation',
      <ConversationPage {...at} conversation={conversation} notice={{ key: 'conversation.done.noted' }} />,
    ],
    ['conversation, as HTML', <ConversationPage {...at} conversation={conversation} asHtml={mail.id} />],
    [
      'conversation, closed, of somebody who cannot be written to',
      <ConversationPage
        {...at}
        conversation={{
          ...conversation,
          state: 'closed',
          awaits: false,
          address: null,
          messages: [message('05', { author: words.address, text: '' }), answer('unknown', '06')],
        }}
      />,
    ],
    [
      'conversation, by a machine',
      <ConversationPage
        {...at}
        conversation={{
          ...conversation,
          automatic: true,
          awaits: false,
          assignedTo: null,
          messages: [message('07', { byMachine: true, author: words.senderName, text: 'x'.repeat(9000) })],
        }}
      />,
    ],
    ['conversation, about to be erased', <EraseConversationPage {...at} />],
    [
      'answer, not taken',
      <NotWrittenPage
        {...at}
        kind="out"
        messageId="m1"
        text={words.purpose}
        says={{ key: 'conversation.error.late' }}
      />,
    ],
    [
      'note, empty',
      <NotWrittenPage {...at} kind="note" messageId="m2" text="" says={{ key: 'form.required' }} />,
    ],
    [
      'heard and done, months',
      <HeardMonthsPage
        {...heard}
        written={[written, { ...written, month: '2026-09-01', published: false }]}
      />,
    ],
    [
      'heard and done, a month',
      <HeardMonthPage {...heard} values={written} counts={counts} notice={{ key: 'heard.done' }} />,
    ],
    [
      'heard and done, this month, saved by two',
      <HeardMonthPage
        {...heard}
        values={{ ...written, month: '2026-11-01', heard: '' }}
        counts={[]}
        errors={{ heard: { key: 'form.required' }, form: { key: 'heard.error.changed' } }}
      />,
    ],
    [
      'heard and done, for everybody',
      <HeardPage
        frame={{ ...shown, path: '/registers/nyhetsbrev/heard' }}
        register={register}
        months={[
          { ...written, counts },
          { ...written, month: '2026-09-01', counts: [] },
        ]}
      />,
    ],
    ['inbox settings', <InboxSettingsPage {...list} settings={settings} shared={[]} />],
    [
      'inbox settings, with faults',
      <InboxSettingsPage
        {...list}
        count={{ ...count, ...none }}
        settings={settings}
        shared={[
          { address: words.senderAddress, first: true },
          { address: words.address, first: false },
        ]}
        typedThemes={[words.list, words.list].join('\n')}
        values={{
          answerDays: '0',
          keptMonths: words.slug,
          'text-nb': words.purpose,
          'text-nn': '',
          'text-en': '',
        }}
        errors={{
          answerDays: { key: 'inbox.settings.error.days' },
          keptMonths: { key: 'inbox.settings.error.months' },
          themes: { key: 'inbox.themes.error.twice' },
        }}
      />,
    ],
  ];
}
