import type { Formats } from '../../../platform/i18n/formats.js';
import type { Translate } from '../../../platform/i18n/messages.js';
import type { Eyes } from '../../../registers/list.entity.js';
import type { ShownReview } from './review-stage.js';
import type { CampaignStage } from './campaign-stage.js';

interface Step {
  words: string;
  reached: 'done' | 'now' | 'later';
}

export interface CampaignStepsProps {
  t: Translate;
  formats: Formats;
  author: string;
  stage: CampaignStage;
  /** Its latest review. */
  review: ShownReview | null;
  /** How many must stand behind it. */
  eyes: Eyes;
}

function steps({ t, formats, author, stage, review, eyes }: CampaignStepsProps): Step[] {
  const written: Step = { words: t('steps.written', { name: author }), reached: 'done' };
  const sent: Step = { words: t('campaign-state.sent'), reached: 'later' };
  const sending: Step = { words: t('campaign-state.sending'), reached: 'later' };
  const approved: Step[] =
    review?.state === 'approved' && review.second
      ? [{ words: t('steps.approved', { name: review.second }), reached: 'done' }]
      : [];
  const later: Step[] = eyes === 2 ? [{ words: t('steps.approving'), reached: 'later' }] : [];
  switch (stage.state) {
    case 'draft':
      return [{ words: t('steps.draft', { name: author }), reached: 'now' }, ...later, sending, sent];
    case 'in-review':
      return [written, { words: t('campaign-state.in-review'), reached: 'now' }, sending, sent];
    case 'approved':
      return [written, ...approved.map((step): Step => ({ ...step, reached: 'now' })), sending, sent];
    case 'scheduled':
      return [
        written,
        ...approved,
        {
          words: stage.chosen
            ? t('steps.scheduled-on', { at: formats.dateTime(stage.startsAt) })
            : t('steps.scheduled', { time: formats.time(stage.startsAt) }),
          reached: 'now',
        },
        sent,
      ];
    case 'sent':
      return [written, ...approved, { ...sent, reached: 'done' }];
    case 'cancelled':
      return [written, ...approved, { words: t('campaign-state.cancelled'), reached: 'now' }];
    default:
      return [written, ...approved, { words: t(`campaign-state.${stage.state}`), reached: 'now' }, sent];
  }
}

/** A line of steps: what is behind, where we are, what remains. */
export function CampaignSteps(props: CampaignStepsProps) {
  return (
    <ol class="steps">
      {steps(props).map(({ words, reached }) => (
        <li key={words} class={reached} aria-current={reached === 'now' ? 'step' : undefined}>
          {words}
          {reached === 'done' && <span class="unseen"> ({props.t('steps.done')})</span>}
        </li>
      ))}
    </ol>
  );
}
