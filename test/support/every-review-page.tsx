import type { StaffFrame } from '../../src/web/pages/frame.js';
import { CampaignPage } from '../../src/web/staff/pages/campaign-page.js';
import type { CampaignView, DraftStage, InReviewStage } from '../../src/web/staff/pages/campaign-stage.js';
import type { FactorPrompt } from '../../src/web/staff/pages/confirm-factor.js';
import { EyesPage } from '../../src/web/staff/pages/eyes-page.js';
import { EyesProposalPage } from '../../src/web/staff/pages/eyes-proposal-page.js';
import { ReviewPage, type ReviewPageProps } from '../../src/web/staff/pages/review-page.js';
import type { ShownReview } from '../../src/web/staff/pages/review-stage.js';
import type { NamedPage } from './every-page.js';
import type { Words } from './words.js';

const madeAt = new Date('2026-10-02T10:05:00Z');
const decidedAt = new Date('2026-10-02T12:41:00Z');

interface Given {
  frame: StaffFrame;
  register: { id: string; name: string };
  campaign: CampaignView;
  checks: DraftStage['checks'];
  prompt: FactorPrompt;
  words: Words;
}

/** Everything that takes two people on its way to a reader. */
export function reviewPages({ frame, register, campaign, checks, prompt, words }: Given): NamedPage[] {
  const review: ShownReview = {
    id: 'p1',
    state: 'waiting',
    author: words.person,
    madeAt,
    note: words.why,
    second: null,
    decidedAt: null,
    method: null,
    reply: null,
    voidWhy: null,
    digest: words.token,
  };
  const decided = { ...review, second: 'Olav Strand', decidedAt, method: 'passkey' as const };
  const two: CampaignView = { ...campaign, eyes: 2, review };
  const ready = { recipients: 12640, checks, links: [], undoMinutes: 5 };
  const stage: InReviewStage = {
    state: 'in-review',
    recipients: 12640,
    review,
    candidates: ['Olav Strand', 'Siri Moe'],
    mine: true,
    decides: false,
  };
  const page = (of: CampaignView, at: DraftStage | InReviewStage) => (
    <CampaignPage frame={frame} register={register} campaign={of} stage={at} copyTargets={[]} />
  );
  const draft: DraftStage = { state: 'draft', ...ready };
  const reading: ReviewPageProps = {
    frame,
    register,
    campaign: two,
    stage: { ...stage, mine: false, decides: true },
    purpose: words.purpose,
    editedAt: madeAt,
    message: {
      headers: [
        { name: 'From', value: `${words.senderName} <${words.senderAddress}>` },
        { name: 'Subject', value: words.subject },
        { name: 'List-ID', value: '"Konsertprogrammet" <program.list.brev.fjellhallen.example>' },
      ],
      subject: words.subject,
      text: words.body,
      html: '<html><head></head><body></body></html>',
      counted: [],
    },
    links: [
      {
        text: words.list,
        href: 'https://fjellhallen.example/program/oktober?ref=nyhetsbrev-uke-40',
        counted: true,
      },
      { text: '', href: 'https://brev.fjellhallen.example/u/' },
    ],
    changed: null,
    prompt,
  };
  const eyes = { frame, register, list: { id: 'l1', name: words.list, eyes: 2 as const }, waiting: null };
  const proposal = {
    id: 'p2',
    author: { id: 's1', name: words.person },
    why: words.why,
    state: 'waiting' as const,
    second: null,
    digest: Buffer.alloc(32),
    madeAt,
    decidedAt: null,
  };
  return [
    ['campaign draft, for two', page({ ...two, review: null }, draft)],
    [
      'campaign draft, sent back',
      page({ ...two, review: { ...decided, state: 'refused', reply: words.otherPurpose } }, draft),
    ],
    [
      'campaign draft, approved before',
      page({ ...two, review: { ...decided, state: 'void', voidWhy: 'list-changed' } }, draft),
    ],
    ['campaign in review', page(two, stage)],
    [
      'campaign approved',
      page({ ...two, review: { ...decided, state: 'approved' } }, { state: 'approved', ...ready }),
    ],
    ['review', <ReviewPage {...reading} />],
    [
      'review, again',
      <ReviewPage
        {...reading}
        changed={[
          { part: 'subject', before: words.list, now: words.subject },
          { part: 'body', before: `${words.purpose} ${words.body}`, now: `${words.body} ${words.frequency}` },
        ]}
        error={{ key: 'factor.error.wrong' }}
        replyError={{ key: 'form.required' }}
      />,
    ],
    [
      'review, by its author',
      <ReviewPage {...reading} stage={stage} prompt={undefined} message={null} links={[]} />,
    ],
    ['eyes of a list', <EyesPage {...eyes} alone={false} error={{ key: 'form.required' }} />],
    ['eyes of a list, waiting', <EyesPage {...eyes} waiting={{ id: 'p2' }} alone />],
    ['eyes of a list, one', <EyesPage {...eyes} list={{ ...eyes.list, eyes: 1 }} alone={false} />],
    ['proposal for one pair', <EyesProposalPage {...eyes} proposal={proposal} own={false} prompt={prompt} />],
    [
      'proposal for one pair, alone',
      <EyesProposalPage
        {...eyes}
        proposal={proposal}
        own
        prompt={prompt}
        error={{ key: 'factor.error.wrong' }}
      />,
    ],
    [
      'proposal for one pair, decided',
      <EyesProposalPage
        {...eyes}
        proposal={{ ...proposal, state: 'approved', second: { id: 's2', name: 'Olav Strand' }, decidedAt }}
        own={false}
      />,
    ],
  ];
}
