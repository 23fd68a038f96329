import type { PublicFrame, StaffFrame } from '../../src/web/pages/frame.js';
import { AcceptInvitationPage } from '../../src/web/staff/pages/accept-invitation-page.js';
import { CampaignEditPage } from '../../src/web/staff/pages/campaign-edit-page.js';
import { CampaignPage } from '../../src/web/staff/pages/campaign-page.js';
import type { CampaignStage } from '../../src/web/staff/pages/campaign-stage.js';
import type { CampaignState } from '../../src/web/staff/pages/campaign-words.js';
import { CampaignsPage } from '../../src/web/staff/pages/campaigns-page.js';
import { GoLivePage } from '../../src/web/staff/pages/go-live-page.js';
import { ListFormPage } from '../../src/web/staff/pages/list-form-page.js';
import { ListPage } from '../../src/web/staff/pages/list-page.js';
import { ListsPage } from '../../src/web/staff/pages/lists-page.js';
import { NewRegisterPage } from '../../src/web/staff/pages/new-register-page.js';
import { OrganisationPage } from '../../src/web/staff/pages/organisation-page.js';
import { OverviewPage } from '../../src/web/staff/pages/overview-page.js';
import { RegisterPage } from '../../src/web/staff/pages/register-page.js';
import { SetupPage } from '../../src/web/staff/pages/setup-page.js';
import { SignInPage } from '../../src/web/staff/pages/sign-in-page.js';
import { StaffPage } from '../../src/web/staff/pages/staff-page.js';
import type { NamedPage } from './every-page.js';

const at = new Date('2026-10-02T12:52:00Z');
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

const STAGES: CampaignStage[] = [
  { state: 'draft', recipients: 12640, checks: [{ message: { key: 'ready.check.subject' }, ok: true }] },
  { state: 'draft', recipients: 0, checks: [{ message: { key: 'ready.check.purpose' }, ok: false }] },
  { state: 'scheduled', recipients: 1, startsAt: at, now: at },
  { state: 'sending', counts, pace: 62, endsAt: at },
  { state: 'paused', counts },
  { state: 'held', counts },
  { state: 'sent', counts: { ...counts, queued: 0, dead: 4037 }, endsAt: at },
  { state: 'cancelled', counts },
];

const STATES: CampaignState[] = ['draft', 'in-review', 'approved', 'scheduled', 'sending', 'sent'];

export function staffPages(outside: PublicFrame, frame: StaffFrame, text: string): NamedPage[] {
  const register = { id: 'r1', name: text };
  const required = { key: 'form.required' } as const;
  const organisation = {
    organisationName: text,
    organisationNumber: text,
    postalAddress: text,
    contactAddress: text,
    privacyContactAddress: text,
  };
  const lists = [{ id: 'l1', name: text, purpose: text, confirmed: 12640, waiting: 1 }];
  const campaigns = STATES.map((state, index) => ({
    id: String(index),
    registerId: 'r1',
    subject: text,
    list: text,
    state,
    at,
    total: index === 0 ? null : 12640,
  }));
  const written = { list: 'l1', language: 'en', subject: text, preheader: text, body: text };
  const preview = {
    language: 'en',
    sender: { name: text, address: text },
    subject: text,
    preheader: text,
    html: '<p>Hei</p>',
  } as const;
  const campaign = {
    id: 'c1',
    subject: text,
    preheader: text,
    language: 'nb',
    list: { id: 'l1', name: text },
    purpose: { version: 2, since: at },
    sender: { name: text, address: text },
    author: text,
  } as const;
  const editing = { frame, register, lists, previewAction: '/p', preview };
  return [
    [
      'set-up',
      <SetupPage
        frame={{ ...outside, organisation: null }}
        action="/setup/x"
        csrf={text}
        values={{ ...organisation, adminName: text, adminAddress: text, example: true }}
        errors={{ password: { key: 'password.error.short' }, organisationName: required }}
      />,
    ],
    [
      'sign in',
      <SignInPage frame={outside} csrf={text} address={text} error={{ key: 'sign-in.error' }} next={text} />,
    ],
    [
      'invitation',
      <AcceptInvitationPage
        frame={outside}
        state="open"
        name={text}
        action="/i"
        csrf={text}
        errors={{ password: { key: 'password.error.short' } }}
      />,
    ],
    ['invitation gone', <AcceptInvitationPage frame={outside} state="gone" />],
    [
      'overview',
      <OverviewPage
        frame={frame}
        registers={[{ ...register, lists: 1, confirmed: 1 }]}
        campaigns={campaigns}
      />,
    ],
    ['overview, empty', <OverviewPage frame={{ ...frame, registers: [] }} registers={[]} campaigns={[]} />],
    ['register', <RegisterPage frame={frame} register={register} formUrl={text} lists={lists} />],
    ['register, empty', <RegisterPage frame={frame} register={register} formUrl={text} lists={[]} />],
    [
      'new register',
      <NewRegisterPage
        frame={frame}
        values={{ name: text, slug: text }}
        errors={{ slug: { key: 'slug.error.taken' } }}
      />,
    ],
    ['lists', <ListsPage frame={frame} register={register} lists={lists} />],
    [
      'new list',
      <ListFormPage
        frame={frame}
        register={register}
        values={{ name: text, purpose_nb: text }}
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
          name: text,
          senderName: text,
          senderAddress: text,
          purposeVersion: 1,
          texts: [{ language: 'nb', purpose: text, frequency: text }],
        }}
        confirmed={0}
        waiting={2}
        formUrl={text}
        snippet={text}
      />,
    ],
    ['campaigns', <CampaignsPage frame={frame} register={register} hasLists campaigns={campaigns} />],
    [
      'campaigns, no list',
      <CampaignsPage frame={frame} register={register} hasLists={false} campaigns={[]} />,
    ],
    [
      'new campaign',
      <CampaignEditPage {...editing} campaignId={null} values={written} errors={{ body: required }} />,
    ],
    ['edit campaign', <CampaignEditPage {...editing} campaignId="c1" values={written} />],
    ...STAGES.map((stage): NamedPage => [
      `campaign ${stage.state}`,
      <CampaignPage
        frame={frame}
        register={register}
        campaign={campaign}
        stage={stage}
        copyTargets={[{ listId: 'l2', list: text, register: text }]}
        notice={{ key: 'campaign.changed' }}
      />,
    ]),
    [
      'staff',
      <StaffPage
        frame={frame}
        members={[{ id: 'm1', name: text, role: 'editor', state: 'invited' }]}
        values={{ name: text, address: text, role: 'editor' }}
        errors={{ address: { key: 'members.invite.error.taken' } }}
      />,
    ],
    [
      'organisation',
      <OrganisationPage frame={frame} values={organisation} errors={{ postalAddress: required }} />,
    ],
    [
      'organisation, as an editor',
      <OrganisationPage frame={{ ...frame, member: { name: text, role: 'editor' } }} values={organisation} />,
    ],
    [
      'go live',
      <GoLivePage
        frame={frame}
        organisation={organisation}
        values={{ publicUrl: text, relayHost: text, relaySecurity: 'starttls' }}
        errors={{ word: { key: 'go-live.word-error', params: { word: text } } }}
      />,
    ],
  ];
}
