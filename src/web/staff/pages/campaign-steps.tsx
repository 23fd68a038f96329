import type { Formats } from '../../../platform/i18n/formats.js';
import type { Translate } from '../../../platform/i18n/messages.js';
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
}

function steps({ t, formats, author, stage }: CampaignStepsProps): Step[] {
  const written: Step = { words: t('steps.written', { name: author }), reached: 'done' };
  const sent: Step = { words: t('campaign-state.sent'), reached: 'later' };
  switch (stage.state) {
    case 'draft':
      return [
        { words: t('steps.draft', { name: author }), reached: 'now' },
        { words: t('campaign-state.sending'), reached: 'later' },
        sent,
      ];
    case 'scheduled':
      return [
        written,
        { words: t('steps.scheduled', { time: formats.time(stage.startsAt) }), reached: 'now' },
        sent,
      ];
    case 'sent':
      return [written, { ...sent, reached: 'done' }];
    case 'cancelled':
      return [written, { words: t('campaign-state.cancelled'), reached: 'now' }];
    default:
      return [written, { words: t(`campaign-state.${stage.state}`), reached: 'now' }, sent];
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
