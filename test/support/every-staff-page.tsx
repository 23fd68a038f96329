import type { SinceSent } from '../../src/campaigns/came-back.queries.js';
import type { PublicFrame, StaffFrame } from '../../src/web/pages/frame.js';
import { AcceptInvitationPage } from '../../src/web/staff/pages/accept-invitation-page.js';
import { editorPages } from './every-editor-page.js';
import { CampaignEditPage } from '../../src/web/staff/pages/campaign-edit-page.js';
import { CampaignPage } from '../../src/web/staff/pages/campaign-page.js';
import type { CampaignStage, DraftStage } from '../../src/web/staff/pages/campaign-stage.js';
import type { CampaignState } from '../../src/web/staff/pages/campaign-words.js';
import type { FactorPrompt } from '../../src/web/staff/pages/confirm-factor.js';
import { reviewPages } from './every-review-page.js';
import type { QueuedCampaign } from '../../src/campaigns/queue.queries.js';
import { WelcomePage } from '../../src/web/staff/pages/welcome-page.js';
import { QueuePage } from '../../src/web/staff/pages/queue-page.js';
import { ListArchivePage } from '../../src/web/staff/pages/list-archive-page.js';
import { CampaignsPage } from '../../src/web/staff/pages/campaigns-page.js';
import { DeleteRegisterPage } from '../../src/web/staff/pages/delete-register-page.js';
import { EndListPage } from '../../src/web/staff/pages/end-list-page.js';
import { GoLivePage } from '../../src/web/staff/pages/go-live-page.js';
import type { ImportOverview } from '../../src/subscriptions/moving-in/imports.queries.js';
import { imagePages } from './every-image-page.js';
import { ImportPage } from '../../src/web/staff/pages/import-page.js';
import { ImportsPage } from '../../src/web/staff/pages/imports-page.js';
import { ListFormPage } from '../../src/web/staff/pages/list-form-page.js';
import { ListLifePage } from '../../src/web/staff/pages/list-life-page.js';
import { ListPage } from '../../src/web/staff/pages/list-page.js';
import { ListsPage } from '../../src/web/staff/pages/lists-page.js';
import { NewRegisterPage } from '../../src/web/staff/pages/new-register-page.js';
import { OrganisationPage } from '../../src/web/staff/pages/organisation-page.js';
import { OverviewPage } from '../../src/web/staff/pages/overview-page.js';
import { PaperPage } from '../../src/web/staff/pages/paper-page.js';
import { QuestionsPage } from '../../src/web/staff/pages/questions-page.js';
import { ProposalPage } from '../../src/web/staff/pages/proposal-page.js';
import { PurposeFormPage } from '../../src/web/staff/pages/purpose-form-page.js';
import { ReconsentPage } from '../../src/web/staff/pages/reconsent-page.js';
import { RegisterPage } from '../../src/web/staff/pages/register-page.js';
import { ResendUnknownPage } from '../../src/web/staff/pages/resend-unknown-page.js';
import { SendingPage } from '../../src/web/staff/pages/sending-page.js';
import { SetupPage } from '../../src/web/staff/pages/setup-page.js';
import { GoToProviderPage } from '../../src/web/staff/pages/go-to-provider-page.js';
import { SignInPage } from '../../src/web/staff/pages/sign-in-page.js';
import type { Grant } from '../../src/staff/policy.js';
import { DeputyPage } from '../../src/web/staff/pages/deputy-page.js';
import { LogPage } from '../../src/web/staff/pages/log-page.js';
import { MemberPage } from '../../src/web/staff/pages/member-page.js';
import { StaffPage } from '../../src/web/staff/pages/staff-page.js';
import type { NamedPage } from './every-page.js';
import { lookUpPages } from './every-look-up-page.js';
import { relayPages } from './every-relay-page.js';
import { surveyPages } from './every-survey-page.js';
import { numbersPages } from './every-numbers-page.js';
import { trafficPages } from './every-traffic-page.js';
import { PrivacyWorkPage } from '../../src/web/staff/pages/privacy-work-page.js';
import type { Waiting } from '../../src/web/pages/waiting.js';
import { exampleLog } from './example-log.js';
import type { Words } from './words.js';

const at = new Date('2026-10-02T12:52:00Z');
const since = new Date('2026-08-03T07:00:00Z');
const counts = {
  queued: 4037,
  claimed: 40,
  handed: 22,
  accepted: 8350,
  skipped: 3,
  bounced: 139,
  unknown: 49,
  dead: 0,
  total: 12640,
};

const EDITOR: readonly Grant[] = [{ role: 'editor', registerId: null, listId: null }];

const PLACES = [
  { registerId: 'r1', listId: null, register: 'Abonnenter', list: null },
  { registerId: 'r1', listId: 'l1', register: 'Abonnenter', list: 'Konsertprogrammet' },
];

const LOG_MEMBERS = [
  { id: '00000000-0000-4000-8000-00000000000a', name: 'Kari Nordmann' },
  { id: '00000000-0000-4000-8000-00000000000b', name: 'Ola Medarbeider' },
];
/** How somebody with a passkey and an authenticator is asked who they are. */
const prompt = (challenge: string): FactorPrompt => ({
  nonce: challenge.slice(0, 22),
  passkey: {
    challenge,
    rpId: 'brev.fjellhallen.example',
    allowCredentials: [],
    userVerification: 'required',
    timeout: 120_000,
  },
  code: true,
  password: false,
  recovery: false,
});

const CHECKS: DraftStage['checks'] = (
  ['subject', 'body', 'list', 'sender', 'purpose', 'organisation', 'signed', 'relay'] as const
).map((what) => ({
  ok: true,
  message: { key: `ready.check.${what}`, params: { domain: 'fjellhallen.example' } },
}));

const LINKS = [
  { text: 'Se hele programmet', href: 'https://fjellhallen.example/program?sted=storsalen&maned=oktober' },
  { text: 'Billetter', href: 'https://billetter.fjellhallen.example/kjop' },
];

const LOOKED_OVER: DraftStage['checks'] = [
  { ok: true, warns: true, message: { key: 'look.preheader.missing' } },
  { ok: true, warns: true, message: { key: 'look.subject.shouted' } },
  { ok: true, message: { key: 'look.text.ok' } },
  { ok: false, message: { key: 'look.images.no-alt', params: { count: 2 } } },
  {
    ok: false,
    message: {
      key: 'look.links.other-host',
      params: {
        text: 'fjellhallen.example',
        href: 'https://evil.example/login?next=program',
        host: 'fjellhallen.example',
      },
    },
  },
  { ok: true, message: { key: 'look.links.ok', params: { count: 2 } } },
  { ok: true, message: { key: 'look.size.ok', params: { kilobytes: 14 } } },
];

const NOTHING_BACK: SinceSent = { cameBack: [], complaints: null };

const RETURNED: SinceSent = {
  cameBack: [
    { class: 'hard', wording: 'no-such-mailbox', count: 41 },
    { class: 'soft', wording: 'mailbox-full', count: 22 },
    { class: 'complaint', wording: 'reported-as-spam', count: 14 },
    { class: 'ours', wording: 'not-authenticated', count: 3 },
  ],
  complaints: 'warns',
};

const started = {
  begun: true,
  counts,
  since: NOTHING_BACK,
  failures: [
    { state: 'bounced', replyClass: 'hard:5.1.1', count: 96 },
    { state: 'bounced', replyClass: 'soft:5.2.2', count: 31 },
    { state: 'bounced', replyClass: 'hard:5.1.10', count: 9 },
    { state: 'bounced', replyClass: 'soft:5.3.4', count: 3 },
  ],
  why: null,
} as const;

const GIVEN_UP = [
  { state: 'dead', replyClass: 'soft:4.2.2', count: 2 },
  { state: 'dead', replyClass: 'lost-connection', count: 1 },
  { state: 'dead', replyClass: 'key-missing', count: 1 },
] as const;

const STAGES: Record<string, CampaignStage> = {
  draft: { state: 'draft', recipients: 12640, checks: CHECKS, links: LINKS, undoMinutes: 30 },
  'draft, not ready': {
    state: 'draft',
    recipients: 0,
    checks: [...CHECKS.slice(0, 6), { ok: false, why: 'unsigned:not-published' }],
    links: [],
    undoMinutes: 30,
  },
  'draft, looked over': {
    state: 'draft',
    recipients: 12640,
    checks: [...CHECKS.slice(0, 6), ...LOOKED_OVER],
    links: LINKS,
    undoMinutes: 30,
  },
  scheduled: {
    state: 'scheduled',
    recipients: 12640,
    startsAt: at,
    chosen: false,
    undoMinutes: 30,
    now: new Date('2026-10-02T12:48:00Z'),
  },
  'scheduled, at a chosen time': {
    state: 'scheduled',
    recipients: 12640,
    startsAt: new Date('2026-10-09T07:00:00Z'),
    chosen: true,
    undoMinutes: 30,
    now: new Date('2026-10-02T12:48:00Z'),
  },
  sending: { ...started, state: 'sending', pace: 62, endsAt: at },
  'sending, waiting': { ...started, state: 'sending', why: 'no-relay' },
  paused: { ...started, state: 'paused' },
  held: { ...started, state: 'held', why: 'refused:5.7.26' },
  'held, since servers refuse us': { ...started, state: 'held', why: 'returned-ours', since: RETURNED },
  'held, since readers complain': {
    ...started,
    state: 'held',
    why: 'complaints',
    since: {
      cameBack: [
        ...RETURNED.cameBack.slice(0, 2),
        { class: 'complaint', wording: 'reported-as-spam', count: 44 },
      ],
      complaints: 'stops',
    },
  },
  'held before it began, since readers complain': {
    state: 'held',
    begun: false,
    recipients: 12640,
    why: 'complaints',
  },
  'held, after a restore': {
    ...started,
    state: 'held',
    counts: { ...counts, queued: 0, claimed: 0, handed: 0, unknown: 4148 },
    why: 'restored',
  },
  'held before it began': { state: 'held', begun: false, recipients: 12640, why: 'late-start' },
  sent: {
    ...started,
    state: 'sent',
    counts: { ...counts, queued: 0, claimed: 0, handed: 0, accepted: 12445, dead: 4 },
    failures: [...started.failures, ...GIVEN_UP],
    since: {
      cameBack: [
        ...RETURNED.cameBack.slice(0, 2),
        { class: 'complaint', wording: 'reported-as-spam', count: null },
      ],
      complaints: null,
    },
    endsAt: at,
  },
  cancelled: { ...started, state: 'cancelled' },
  'cancelled before it began': { state: 'cancelled', begun: false, recipients: 12640, why: null },
};

/** One of each thing that is on its way out. */
const QUEUED = [
  { state: 'sending', begun: true, accepted: 4100 },
  { state: 'sending', begun: true, accepted: 12, why: 'no-relay' },
  { state: 'held', begun: false, why: 'late-start' },
  { state: 'held', begun: true, accepted: 600, why: 'refused:5.7.26' },
  { state: 'paused', begun: true, accepted: 310, kind: 'correction' },
  { state: 'scheduled' },
  { state: 'scheduled', startChosen: true },
  { state: 'approved' },
  { state: 'in-review', kind: 'farewell' },
  { state: 'in-review', kind: 'welcome' },
] as const satisfies Partial<QueuedCampaign>[];

/** One of each thing that may wait. */
function everythingThatWaits({ subject, list, person, register }: Words): Waiting[] {
  const params = { subject, list, count: 49, author: person };
  const to = { href: '/w', link: 'waits.held.link', tone: 'calm' } as const;
  return [
    { ...to, says: { key: 'waits.restore' }, tone: 'stop', link: 'waits.sending.link' },
    { ...to, says: { key: 'waits.held', params }, because: { key: 'held.refused.what' }, tone: 'stop' },
    {
      ...to,
      says: { key: 'waits.welcome', params },
      because: { key: 'held.old-purpose.what' },
      tone: 'stop',
      link: 'waits.welcome.link',
    },
    { ...to, says: { key: 'waits.complaints', params }, tone: 'stop', link: 'waits.came-back.link' },
    { ...to, says: { key: 'waits.ours', params }, tone: 'warn', link: 'waits.came-back.link' },
    {
      ...to,
      says: { key: 'waits.rights-over', params: { count: 2 } },
      tone: 'stop',
      link: 'waits.rights.link',
    },
    {
      ...to,
      says: { key: 'waits.deletion', params: { register, at: '3. august 2026 kl. 14.52' } },
      tone: 'stop',
      link: 'waits.deletion.link',
    },
    { ...to, says: { key: 'waits.no-relay' }, tone: 'stop', link: 'waits.sending.link' },
    {
      ...to,
      says: { key: 'waits.unsigned', params: { domain: 'fjellhallen.example' } },
      tone: 'stop',
      link: 'waits.sending.link',
    },
    { ...to, says: { key: 'waits.review', params }, link: 'waits.review.link' },
    { ...to, says: { key: 'waits.purpose', params }, link: 'waits.proposal.link' },
    { ...to, says: { key: 'waits.import', params }, link: 'waits.import.link' },
    { ...to, says: { key: 'waits.eyes', params }, link: 'waits.proposal.link' },
    { ...to, says: { key: 'waits.relay', params }, link: 'waits.proposal.link' },
    { ...to, says: { key: 'waits.proposal', params }, link: 'waits.list.link' },
    {
      ...to,
      says: { key: 'waits.rights-soon', params: { count: 3, date: '3. august 2026' } },
      tone: 'warn',
      link: 'waits.rights.link',
    },
    { ...to, says: { key: 'waits.paused', params }, tone: 'warn' },
    { ...to, says: { key: 'waits.approved', params }, link: 'waits.approved.link' },
    { ...to, says: { key: 'waits.unknown', params }, tone: 'warn', link: 'waits.unknown.link' },
    { ...to, says: { key: 'waits.import-read', params }, link: 'waits.import.link' },
  ];
}

const STATES: CampaignState[] = ['draft', 'in-review', 'approved', 'scheduled', 'sending', 'sent'];

export function staffPages(outside: PublicFrame, frame: StaffFrame, words: Words): NamedPage[] {
  const { person, address, list, subject, purpose, frequency, senderName, senderAddress, token } = words;
  const register = { id: 'r1', name: words.register };
  const required = { key: 'form.required' } as const;
  const organisation = {
    organisationName: words.organisation,
    organisationNumber: words.organisationNumber,
    postalAddress: words.postalAddress,
    contactAddress: words.contactAddress,
    privacyContactAddress: words.privacyAddress,
  };
  const lists = [
    { id: 'l1', name: list, purpose, confirmed: 12640 },
    { id: 'l2', name: words.otherList, purpose, confirmed: 0 },
  ];
  const campaigns = STATES.map((state, index) => ({
    id: String(index),
    registerId: 'r1',
    subject,
    list,
    state,
    at,
    total: index === 0 ? null : 12640,
  }));
  const written = {
    list: 'l1',
    language: 'nb',
    subject,
    preheader: words.preheader,
    format: 'markdown' as const,
    body: words.body,
  };
  const preview = {
    language: 'nb',
    sender: { name: senderName, address: senderAddress },
    subject,
    preheader: words.preheader,
    html: words.letter,
  } as const;
  const campaign = {
    id: 'c1',
    kind: 'regular',
    subject,
    preheader: words.preheader,
    language: 'nb',
    list: { id: 'l1', name: list },
    purpose: { version: 2, since },
    sender: { name: senderName, address: senderAddress },
    author: person,
    eyes: 1,
    archive: { leftOut: false, href: null },
    counts: false,
    review: null,
  } as const;
  const dnsRecords = [
    { name: `j202610r._domainkey.${words.senderDomain}`, value: words.rsaRecord, seen: 'not-published' },
    { name: `j202610e._domainkey.${words.senderDomain}`, value: words.ed25519Record, seen: 'other-key' },
  ] as const;
  const relay = { host: words.relay, port: 465, security: 'tls' } as const;
  const secondRelay = { host: words.secondRelay, port: 587, security: 'starttls' } as const;
  const oldRelay = { host: 'localhost', port: 25, security: 'plain' } as const;
  const asked = (id: number) => ({
    id: String(id),
    listId: 'l1',
    name: 'fornavn',
    texts: {
      nb: { label: words.question, why: words.why },
      en: { label: words.otherQuestion, why: words.otherWhy },
    },
  });
  const movingIn = { frame, register, list: { id: 'l1', name: list }, purpose, formUrl: words.formUrl };
  const proposal = {
    id: 'p1',
    authorId: 's1',
    author: person,
    second: null,
    why: words.why,
    digest: Buffer.alloc(32),
  };
  const imported: ImportOverview = {
    id: 'i1',
    registerId: 'r1',
    listId: 'l1',
    tool: 'mailchimp',
    locale: 'nb',
    state: 'read',
    author: person,
    usable: 4037,
    refused: { 'single-opt-in': 812, 'no-confirmation-time': 3, twice: 1 },
    taken: 0,
    notTaken: 0,
    madeAt: at,
    proposal: null,
    wordings: [{ from: '2021-01-01', to: '2024-12-31', text: words.otherPurpose, note: words.why }],
  };
  const editing = { frame, register, lists, previewAction: '/p', preview, revision: 3 };
  return [
    [
      'privacy work',
      <PrivacyWorkPage
        frame={frame}
        today="2026-11-25"
        requests={[
          {
            id: 'q1',
            kind: 'access',
            received: '2026-10-02',
            due: '2026-11-02',
            note: words.subject,
            notedBy: words.person,
            done: null,
            doneBy: null,
            overdue: true,
          },
          {
            id: 'q2',
            kind: 'erasure',
            received: '2026-11-02',
            due: '2026-12-02',
            note: '',
            notedBy: words.person,
            done: '2026-11-03',
            doneBy: words.person,
            overdue: false,
          },
        ]}
      />,
    ],
    [
      'privacy work, refused',
      <PrivacyWorkPage
        frame={frame}
        today="2026-11-25"
        requests={[]}
        values={{ received: words.subject, note: words.subject }}
        errors={{ received: { key: 'rights.error.received' }, note: { key: 'rights.error.address' } }}
      />,
    ],
    ...lookUpPages(frame, words),
    ...numbersPages(frame, words),
    ...surveyPages(frame, words),
    ...trafficPages(frame, words),
    ['set-up', <SetupPage frame={{ ...outside, organisation: null, path: words.token }} action="/setup/x" />],
    [
      'set-up, refused',
      <SetupPage
        frame={{ ...outside, organisation: null }}
        action="/setup/x"
        csrf={token}
        values={{ ...organisation, adminName: person, adminAddress: address, example: true }}
        errors={{
          password: { key: 'password.error.short', params: { min: 15 } },
          organisationName: required,
        }}
      />,
    ],
    ['sign in', <SignInPage frame={outside} notice={{ key: 'sign-in.signed-out' }} />],
    ['sign in, with a provider', <SignInPage frame={outside} provider="Fjellporten" />],
    [
      'on to the provider',
      <GoToProviderPage frame={outside} name="Fjellporten" href="https://login.fjellhallen.example" />,
    ],
    [
      'sign in, refused',
      <SignInPage
        frame={outside}
        csrf={token}
        address={address}
        error={{ key: 'sign-in.error' }}
        next="/staff"
      />,
    ],
    ['invitation', <AcceptInvitationPage frame={outside} state="open" name={person} action="/i" />],
    [
      'invitation, refused',
      <AcceptInvitationPage
        frame={outside}
        state="open"
        name={person}
        action="/i"
        csrf={token}
        errors={{ password: { key: 'password.error.short', params: { min: 15 } } }}
      />,
    ],
    ['invitation gone', <AcceptInvitationPage frame={outside} state="gone" />],
    [
      'overview',
      <OverviewPage
        frame={frame}
        registers={[
          { ...register, lists: 2, confirmed: 12640 },
          { id: 'r2', name: words.otherRegister, lists: 1, confirmed: 1 },
        ]}
        campaigns={campaigns}
      />,
    ],
    [
      'overview, with much that waits',
      <OverviewPage
        frame={{ ...frame, waits: everythingThatWaits(words) }}
        registers={[
          { ...register, lists: 2, confirmed: 12640 },
          { id: 'r2', name: words.otherRegister, lists: 1, confirmed: 1 },
        ]}
        campaigns={campaigns}
      />,
    ],
    [
      'overview, after a restore',
      <OverviewPage frame={{ ...frame, restore: 'restored' }} registers={[]} campaigns={[]} />,
    ],
    ['overview, empty', <OverviewPage frame={{ ...frame, registers: [] }} registers={[]} campaigns={[]} />],
    ['register', <RegisterPage frame={frame} register={register} formUrl={words.formUrl} lists={lists} />],
    [
      'register, empty',
      <RegisterPage frame={frame} register={register} formUrl={words.formUrl} lists={[]} />,
    ],
    [
      'register, to be deleted',
      <RegisterPage
        frame={frame}
        register={register}
        formUrl={words.formUrl}
        lists={lists}
        deletion={{ orderedAt: since, orderedBy: frame.member.name, dueAt: at, destroyed: false }}
      />,
    ],
    [
      'register, its keys destroyed',
      <DeleteRegisterPage
        frame={frame}
        register={register}
        lists={[]}
        deletion={{ orderedAt: since, orderedBy: null, dueAt: at, destroyed: true }}
      />,
    ],
    [
      'delete register',
      <DeleteRegisterPage
        frame={frame}
        register={register}
        lists={[{ id: register.id, name: list, confirmed: 12640 }]}
      />,
    ],
    [
      'delete register, another name',
      <DeleteRegisterPage
        frame={frame}
        register={register}
        lists={[{ id: register.id, name: list, confirmed: 1 }]}
        wrongName={list}
      />,
    ],
    [
      'new register',
      <NewRegisterPage
        frame={frame}
        values={{ name: words.otherRegister, slug: words.slug }}
        errors={{ slug: { key: 'slug.error.taken' } }}
      />,
    ],
    ['lists', <ListsPage frame={frame} register={register} lists={lists} />],
    [
      'new list',
      <ListFormPage
        frame={frame}
        register={register}
        values={{ name: list, purpose_nb: purpose }}
        errors={{ purpose_en: required }}
        previewAction="/p"
      />,
    ],
    [
      'list',
      <ListPage
        frame={frame}
        register={register}
        list={{
          id: 'l1',
          name: list,
          state: 'open',
          senderName,
          senderAddress,
          eyes: 2,
          archiveSince: null,
          welcomes: false,
          purposeVersion: 1,
          purposeRevision: 1,
          texts: [{ language: 'nb', purpose, frequency }],
        }}
        confirmed={0}
        consented={0}
        earlier={[]}
        waiting={null}
        formUrl={words.formUrl}
        snippet={words.snippet}
      />,
    ],
    [
      'questions, none yet',
      <QuestionsPage frame={frame} register={register} list={{ id: 'l1', name: list }} asks={[]} />,
    ],
    [
      'questions, refused',
      <QuestionsPage
        frame={frame}
        register={register}
        list={{ id: 'l1', name: list }}
        asks={[asked(1)]}
        values={{ name: words.slug, label_nb: words.question }}
        errors={{ name: { key: 'questions.name-taken' }, why_nb: required }}
      />,
    ],
    [
      'questions, as many as go',
      <QuestionsPage
        frame={frame}
        notice={{ key: 'questions.added' }}
        register={register}
        list={{ id: 'l1', name: list }}
        asks={[asked(1), asked(2), asked(3)]}
      />,
    ],
    [
      'paper, none yet',
      <PaperPage
        frame={frame}
        register={register}
        list={{ id: 'l1', name: list }}
        purpose={purpose}
        counts={[]}
      />,
    ],
    [
      'paper, refused',
      <PaperPage
        frame={frame}
        notice={{ key: 'paper.taken' }}
        register={register}
        list={{ id: 'l1', name: list }}
        purpose={purpose}
        counts={[{ day: '2026-10-02', name: person, count: 12 }]}
        values={{ address, source: words.question, on: '2019-01-01', language: 'nb' }}
        errors={{ address: { key: 'address.error.trial' }, on: { key: 'paper.error.too-old' } }}
      />,
    ],
    ['move in', <ImportsPage {...movingIn} imports={[]} />],
    [
      'move in, refused',
      <ImportsPage
        {...movingIn}
        imports={[imported]}
        values={{ from_1: '2024-01-01', to_1: '2023-01-01', text_1: purpose, note_1: words.why }}
        errors={{ to_1: { key: 'import.error.order' }, rows: { key: 'import.unreadable.broken' } }}
      />,
    ],
    ['import read', <ImportPage {...movingIn} import={imported} own={false} error={required} />],
    [
      'import proposed, own',
      <ImportPage {...movingIn} import={{ ...imported, state: 'proposed', proposal }} own />,
    ],
    [
      'import proposed',
      <ImportPage
        {...movingIn}
        import={{ ...imported, state: 'proposed', proposal }}
        own={false}
        prompt={prompt(token)}
      />,
    ],
    [
      'import done',
      <ImportPage
        {...movingIn}
        import={{ ...imported, state: 'done', proposal, taken: 4021, notTaken: 16 }}
        own={false}
      />,
    ],
    [
      'list resting, with new words',
      <ListPage
        frame={frame}
        register={register}
        list={{
          id: 'l1',
          name: list,
          state: 'resting',
          senderName,
          senderAddress,
          eyes: 1,
          archiveSince: since,
          welcomes: true,
          purposeVersion: 2,
          purposeRevision: 2,
          texts: [{ language: 'nb', purpose, frequency }],
        }}
        confirmed={12640}
        consented={9120}
        earlier={[
          {
            version: 1,
            revision: 1,
            since,
            consented: 3520,
            texts: [{ language: 'nb', purpose: words.otherPurpose }],
          },
        ]}
        waiting={{ id: 'p1' }}
        formUrl={words.formUrl}
        snippet={words.snippet}
      />,
    ],
    [
      'new words',
      <PurposeFormPage
        frame={frame}
        register={register}
        list={{ id: 'l1', name: list }}
        languages={['nb', 'en']}
        values={{ purpose_nb: purpose, frequency_nb: frequency }}
        errors={{ purpose_en: required, says: { key: 'purpose.error.says' } }}
        alone
      />,
    ],
    ...(['waiting', 'approved'] as const).map((state): NamedPage => [
      `proposal ${state}`,
      <ProposalPage
        frame={frame}
        register={register}
        list={{ id: 'l1', name: list }}
        proposal={{
          id: 'p1',
          author: person,
          says: 'editorial',
          why: words.preheader,
          state,
          second: state === 'approved' ? person : null,
          secondSays: state === 'approved' ? 'material' : null,
          madeAt: since,
          decidedAt: state === 'approved' ? at : null,
          digest: token,
          texts: [
            {
              language: 'nb',
              before: { text: purpose, frequency },
              now: { text: words.otherPurpose, frequency: words.otherFrequency },
            },
          ],
        }}
        own={false}
        alone={false}
        {...(state === 'waiting' && { prompt: prompt(token), error: { key: 'purpose.error.says' } })}
      />,
    ]),
    [
      'list life',
      <ListLifePage
        frame={frame}
        register={register}
        list={{ id: 'l1', name: list, state: 'open' }}
        empty
        errors={{ name: required }}
      />,
    ],
    [
      'list life, closed',
      <ListLifePage
        frame={frame}
        register={register}
        list={{ id: 'l1', name: list, state: 'closed' }}
        empty
        notice={{ key: 'list-life.done.closed' }}
      />,
    ],
    ...(['close', 'delete'] as const).map((act): NamedPage => [
      `${act} a list`,
      <EndListPage
        frame={frame}
        register={register}
        list={{ id: 'l1', name: list }}
        act={act}
        numbers={{ onIt: 12640, ended: 311, campaigns: 48 }}
      />,
    ]),
    ...[null, 'c1'].map((asked): NamedPage => [
      asked ? 'asked about new words' : 'ask about new words',
      <ReconsentPage
        frame={frame}
        register={register}
        list={{ id: 'l1', name: list }}
        older={3520}
        asked={asked}
      />,
    ]),
    ...imagePages(frame, words),
    ['campaigns', <CampaignsPage frame={frame} register={register} hasLists campaigns={campaigns} />],
    [
      'campaigns, no list',
      <CampaignsPage frame={frame} register={register} hasLists={false} campaigns={[]} />,
    ],
    ...editorPages({ frame, register, lists, words }),
    [
      'new campaign in Markdown',
      <CampaignEditPage
        {...editing}
        campaignId={null}
        values={{ list: 'l1', language: 'nb', subject: '', preheader: '', format: 'markdown', body: '' }}
        preview={{ ...preview, subject: '', preheader: '', html: '' }}
      />,
    ],
    [
      'new campaign in Markdown, refused',
      <CampaignEditPage {...editing} campaignId={null} values={written} errors={{ body: required }} />,
    ],
    ['edit campaign', <CampaignEditPage {...editing} campaignId="c1" values={written} asks={['fornavn']} />],
    ...Object.entries(STAGES).map(([name, stage]): NamedPage => [
      `campaign ${name}`,
      <CampaignPage
        frame={frame}
        register={register}
        campaign={campaign}
        stage={stage}
        copyTargets={[{ listId: 'l2', list: words.otherList, register: words.register }]}
        {...(stage.state === 'paused' && { notice: { key: 'campaign.changed' } })}
      />,
    ]),
    ...(['reconsent', 'farewell', 'correction', 'welcome'] as const).map((kind): NamedPage => [
      `campaign draft, ${kind}`,
      <CampaignPage
        frame={frame}
        register={register}
        campaign={{ ...campaign, kind }}
        stage={{ state: 'draft', recipients: 3520, checks: CHECKS, links: [], undoMinutes: 5 }}
        copyTargets={[]}
      />,
    ]),
    [
      'campaign draft, refused',
      <CampaignPage
        frame={{ ...frame, member: { name: person, grants: EDITOR } }}
        register={register}
        campaign={campaign}
        stage={{
          state: 'draft',
          recipients: 12640,
          checks: [...CHECKS.slice(0, 5), { ok: false, why: 'no-postal-address' }],
          links: [],
          undoMinutes: 30,
        }}
        refusal={{ key: 'held.no-postal-address.what' }}
        copyTargets={[]}
      />,
    ],
    ['queue, empty', <QueuePage frame={frame} campaigns={[]} />],
    [
      'queue',
      <QueuePage
        frame={frame}
        campaigns={QUEUED.map((standing, index) => ({
          id: `c${index}`,
          registerId: 'r1',
          register: words.register,
          listId: 'l1',
          list: index % 2 ? words.otherList : list,
          kind: 'regular',
          sender: senderAddress,
          subject,
          why: null,
          startsAt: at,
          startChosen: false,
          begun: false,
          accepted: 0,
          recipients: 12640,
          eyes: 2,
          ...standing,
        }))}
      />,
    ],
    ...[true, false].map((leftOut): NamedPage => [
      `campaign sent, ${leftOut ? 'kept out of' : 'in'} the archive`,
      <CampaignPage
        frame={frame}
        register={register}
        campaign={{ ...campaign, archive: { leftOut, href: '/lists/program/archive/c1' } }}
        stage={STAGES.sent!}
        copyTargets={[]}
      />,
    ]),
    ...(['off', 'on', 'that stands'] as const).map((state): NamedPage => [
      `welcome of a list, ${state}`,
      <WelcomePage
        frame={frame}
        register={register}
        list={{ id: 'l1', name: list, senderAddress }}
        welcome={{
          on: state === 'off' ? null : { id: 'c1', subject, why: state === 'on' ? null : 'old-purpose' },
          drafts: state === 'off' ? [] : [{ id: 'c2', subject: words.otherList }],
        }}
      />,
    ]),
    [
      'campaign sent, a welcome',
      <CampaignPage
        frame={frame}
        register={register}
        campaign={{ ...campaign, kind: 'welcome' }}
        stage={STAGES.sent!}
        copyTargets={[]}
      />,
    ],
    ...[null, since].map((archiveSince): NamedPage => [
      `archive of a list, ${archiveSince ? 'open' : 'closed'}`,
      <ListArchivePage
        frame={frame}
        register={register}
        list={{ id: 'l1', name: list, archiveSince }}
        archiveUrl={`${words.formUrl}/archive`}
      />,
    ]),
    [
      'campaign draft, a start that will not do',
      <CampaignPage
        frame={frame}
        register={register}
        campaign={campaign}
        stage={STAGES.draft!}
        copyTargets={[]}
        readers={[
          { id: 's1', name: person },
          { id: 's2', name: 'Olav Strand' },
        ]}
        choosing={{
          typed: { day: '2027-03-28', time: '02:30' },
          error: { key: 'schedule.error.no-such-time' },
        }}
      />,
    ],
    ...reviewPages({ frame, register, campaign, checks: CHECKS, prompt: prompt(token), words }),
    ...relayPages({ frame, prompt: prompt(token), words }),
    [
      'resend unknown',
      <ResendUnknownPage frame={frame} register={register} campaign={campaign} unknown={49} stands={false} />,
    ],
    [
      'resend unknown, another number',
      <ResendUnknownPage frame={frame} register={register} campaign={campaign} unknown={1} stands changed />,
    ],
    [
      'staff',
      <StaffPage
        frame={frame}
        members={[
          { id: 'm1', name: person, grants: frame.member.grants, state: 'active' },
          { id: 'm2', name: 'Olav Strand', grants: EDITOR, state: 'invited' },
          { id: 'm3', name: 'Siri Moe', grants: [], state: 'disabled' },
        ]}
        places={PLACES}
        deputies={[{ staffId: 'm2', forName: person, until: since }]}
        values={{ name: person, address, role: 'editor', place: 'r1' }}
        errors={{ address: { key: 'members.invite.error.taken' } }}
      />,
    ],
    [
      'member',
      <MemberPage
        frame={frame}
        member={{
          id: 'm2',
          name: person,
          grants: [
            ...EDITOR,
            { role: 'approver', registerId: 'r1', listId: null },
            { role: 'viewer', registerId: 'r1', listId: 'l1' },
          ],
        }}
        places={PLACES}
        values={{ role: 'owner', place: 'r1/l1' }}
        errors={{ role: { key: 'form.unknown-choice' } }}
      />,
    ],
    [
      'deputy',
      <DeputyPage
        frame={frame}
        members={[{ id: 'm2', name: 'Olav Strand' }]}
        mine={{ name: 'Olav Strand', until: since }}
        standsInFor={[{ name: 'Siri Moe', until: since }]}
        approves
        errors={{ weeks: { key: 'form.unknown-choice' } }}
      />,
    ],
    [
      'deputy, nobody to ask',
      <DeputyPage frame={frame} members={[]} mine={null} standsInFor={[]} approves />,
    ],
    [
      'member without a role',
      <MemberPage frame={frame} member={{ id: 'm2', name: person, grants: [] }} places={[]} />,
    ],
    [
      'organisation',
      <OrganisationPage frame={frame} values={organisation} errors={{ postalAddress: required }} />,
    ],
    [
      'organisation, as an editor',
      <OrganisationPage
        frame={{ ...frame, member: { name: person, grants: EDITOR } }}
        values={organisation}
      />,
    ],
    [
      'sending, on trial',
      <SendingPage
        frame={frame}
        waiting={null}
        alone
        relays={[]}
        changes={[]}
        domains={[{ domain: words.senderDomain, state: 'no-keys', checkedAt: null, missing: [] }]}
      />,
    ],
    [
      'sending',
      <SendingPage
        frame={{ ...frame, trial: false }}
        waiting={null}
        alone={false}
        returns={`returns.${words.senderDomain}`}
        relays={[
          { ...relay, position: 1, since },
          { ...secondRelay, position: 2, since: at },
        ]}
        changes={[
          { ...secondRelay, position: 2, act: 'set', at },
          { ...relay, position: 1, act: 'set', at: new Date('2026-09-11T06:14:00Z') },
          { ...relay, position: 1, act: 'set', at: since },
          { ...oldRelay, position: 2, act: 'removed', at: since },
          { ...oldRelay, position: 2, act: 'set', at: new Date('2026-04-20T11:31:00Z') },
          { ...oldRelay, position: 1, act: 'set', at: new Date('2026-02-02T09:00:00Z') },
        ]}
        domains={[
          { domain: words.senderDomain, state: 'works', checkedAt: at, missing: [] },
          { domain: words.domain, state: 'renewing', checkedAt: at, missing: [dnsRecords[1]] },
        ]}
      />,
    ],
    [
      'sending, one relay and nothing signed',
      <SendingPage
        frame={{ ...frame, trial: false }}
        waiting={{ id: 'p3' }}
        alone={false}
        relays={[{ ...relay, position: 1, since: null }]}
        changes={[]}
        domains={[
          { domain: words.senderDomain, state: 'waiting', checkedAt: at, missing: dnsRecords },
          { domain: words.domain, state: 'no-keys', checkedAt: null, missing: [] },
        ]}
      />,
    ],
    [
      'sending, no relay',
      <SendingPage
        frame={{ ...frame, trial: false }}
        waiting={null}
        alone
        relays={[]}
        changes={[{ ...relay, position: 1, act: 'removed', at }]}
        domains={[{ domain: words.senderDomain, state: 'broken', checkedAt: at, missing: [dnsRecords[0]] }]}
      />,
    ],
    ['log', <LogPage frame={frame} search={{}} lines={exampleLog(words)} more members={LOG_MEMBERS} />],
    [
      'log, searched and further back',
      <LogPage
        frame={frame}
        search={{
          person: 'operator',
          act: 'rotation-ordered',
          from: '2026-10-01',
          to: '2026-10-02',
          before: 12_640,
        }}
        lines={exampleLog(words).filter(({ act }) => act === 'rotation-ordered')}
        more={false}
        members={LOG_MEMBERS}
      />,
    ],
    [
      'log, nothing found',
      <LogPage frame={frame} search={{ act: 'went-live' }} lines={[]} more={false} members={LOG_MEMBERS} />,
    ],
    [
      'go live',
      <GoLivePage
        frame={frame}
        organisation={organisation}
        values={{ publicUrl: words.publicUrl, relayHost: words.relay, relaySecurity: 'starttls' }}
        errors={{ word: { key: 'go-live.word-error', params: { word: 'alvor' } } }}
      />,
    ],
  ];
}
