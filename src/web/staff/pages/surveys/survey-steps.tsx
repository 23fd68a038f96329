import type { Translate } from '../../../../platform/i18n/messages.js';
import type { SurveyState } from '../../../../surveys/surveys.queries.js';

const AT: Record<SurveyState, number> = { draft: 0, opening: 1, open: 1, closing: 2, closed: 2 };
const STEPS = ['draft', 'open', 'closed'] as const;

/** Draft, open, closed: what is behind, where it is, what remains. */
export function SurveySteps({ t, state }: { t: Translate; state: SurveyState }) {
  return (
    <ol class="steps">
      {STEPS.map((step, index) => {
        const reached = index < AT[state] ? 'done' : index === AT[state] ? 'now' : 'later';
        return (
          <li key={step} class={reached} aria-current={reached === 'now' ? 'step' : undefined}>
            {t(`surveys.state.${reached === 'now' ? state : step}`)}
            {reached === 'done' && <span class="unseen"> ({t('steps.done')})</span>}
          </li>
        );
      })}
    </ol>
  );
}
