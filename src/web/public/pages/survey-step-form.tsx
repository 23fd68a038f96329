import type { Translate } from '../../../platform/i18n/messages.js';
import { fieldOf } from '../../../surveys/read-answers.js';
import { MOST_WORDS, type SurveyLocale } from '../../../surveys/survey-definition.js';
import type { FormErrors } from '../../pages/field.js';
import { Form } from '../../pages/form.js';
import type { SurveyStep } from '../survey-form.js';
import { SurveyConsent } from './survey-consent.js';
import { SurveyQuestion } from './survey-question.js';

export interface SurveyStepFormProps {
  t: Translate;
  organisation: string;
  sensitive: boolean;
  step: SurveyStep;
  language: SurveyLocale;
  /** Of the questions' words, where it is another than the page's. */
  lang: string | undefined;
  action: string;
  class: string;
  /** Of whoever tries it as staff. */
  csrf?: string;
}

/** What is filled in on one step, with all that was answered before it: for visitors, and for staff who try it first. */
export function SurveyStepForm({
  t,
  organisation,
  sensitive,
  step,
  language,
  lang,
  action,
  class: className,
  csrf,
}: SurveyStepFormProps) {
  const begins = step.at === 0;
  const faults = faultsOf(step);
  return (
    <Form action={action} csrf={csrf} class={className}>
      <input type="hidden" name="lang" value={language} />
      <input type="hidden" name="step" value={String(step.at)} />
      {step.carried.map(([name, value]) => (
        <input key={`${name} ${value}`} type="hidden" name={name} value={value} />
      ))}
      {sensitive && begins && <SurveyConsent {...{ t, organisation, step }} />}
      {sensitive && !begins && step.consent && <input type="hidden" name="consent" value="yes" />}
      {step.questions.map((question) => (
        <SurveyQuestion
          key={question.id}
          t={t}
          question={question}
          language={language}
          lang={lang}
          answer={step.answers[question.id]}
          error={faults[fieldOf(question.id)]}
        />
      ))}
      {step.at >= step.of && <p>{t('answer-survey.ready')}</p>}
      <p class="hint">{t('answer-survey.nothing-required')}</p>
      <div class="buttons">
        {/* First, so that Enter presses it. */}
        <button type="submit" class="button" name="go" value={step.goesOn ? 'next' : 'send'}>
          {t(step.goesOn ? 'answer-survey.next' : 'answer-survey.send')}
        </button>
        {!begins && (
          <button type="submit" class="button quiet" name="go" value="back">
            {t('answer-survey.back')}
          </button>
        )}
      </div>
    </Form>
  );
}

/** What is wrong with the answers of a step, by their fields. */
export function faultsOf({ questions, faults }: SurveyStep): FormErrors<string> {
  return Object.fromEntries(
    questions.flatMap(({ id }) => {
      const fault = faults[id];
      return fault
        ? [[fieldOf(id), { key: `answer-survey.error.${fault}` as const, params: { most: MOST_WORDS } }]]
        : [];
    }),
  );
}
