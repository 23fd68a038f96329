import type { Translate } from '../../../platform/i18n/messages.js';
import type { SurveyStep } from '../survey-form.js';

export interface SurveyConsentProps {
  t: Translate;
  organisation: string;
  step: SurveyStep;
}

/** Never ticked for anybody (GDPR art. 9 no. 2 a). */
export function SurveyConsent({ t, organisation, step }: SurveyConsentProps) {
  const wrong = step.error === 'consent';
  return (
    <div class={wrong ? 'question wrong' : 'question'}>
      {wrong && (
        <p class="error" id="consent-error">
          {t('answer-survey.error.consent')}
        </p>
      )}
      <div class="option">
        <input
          type="checkbox"
          id="consent"
          name="consent"
          value="yes"
          checked={step.consent}
          aria-describedby={wrong ? 'consent-error consent-hint' : 'consent-hint'}
          aria-invalid={wrong ? 'true' : undefined}
        />
        <label for="consent">{t('answer-survey.consent', { organisation })}</label>
      </div>
      <p class="hint" id="consent-hint">
        {t('answer-survey.consent-hint')}
      </p>
    </div>
  );
}
