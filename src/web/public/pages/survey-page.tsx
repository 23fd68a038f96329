import { type MessageKey, translator } from '../../../platform/i18n/messages.js';
import { fieldOf } from '../../../surveys/read-answers.js';
import { MOST_WORDS, type SurveyDefinition, type SurveyLocale } from '../../../surveys/survey-definition.js';
import { ErrorSummary } from '../../pages/error-summary.js';
import type { FormErrors } from '../../pages/field.js';
import { Form } from '../../pages/form.js';
import type { WideFrame } from '../../pages/frame.js';
import { PublicLayout } from '../../pages/public-layout.js';
import type { SurveyStep } from '../survey-form.js';
import { SurveyConsent } from './survey-consent.js';
import { SurveyKeptApart } from './survey-kept-apart.js';
import { SurveyLanguages } from './survey-languages.js';
import { SurveyQuestion } from './survey-question.js';

export interface SurveyPageProps {
  frame: WideFrame;
  definition: SurveyDefinition;
  sensitive: boolean;
  /** The questions' own, which may be one that we have no other words in. */
  language: SurveyLocale;
  /** Holds the ticket. */
  action: string;
  step: SurveyStep;
  /** Whether the language can be changed without losing what was typed. */
  switches: boolean;
}

/** One step of a survey: what it is about, how an answer is kept apart, and the questions. No script. */
export function SurveyPage({
  frame,
  definition,
  sensitive,
  language,
  action,
  step,
  switches,
}: SurveyPageProps) {
  const t = translator(frame.locale);
  const heading = definition.title[language] ?? '';
  const introduction = definition.introduction[language] ?? '';
  const begins = step.at === 0;
  const ready = step.at >= step.of;
  const errors = errorsOf(step);
  const place =
    step.of > 1 && !ready ? t('answer-survey.step', { step: step.at + 1, steps: step.of }) : undefined;
  const label = place ? `${heading} · ${place}` : heading;
  const lang = language === frame.locale ? undefined : language;
  return (
    <PublicLayout frame={frame} title={step.error ? t('form.error-title', { title: label }) : label} noindex>
      <h1 lang={lang}>{heading}</h1>
      {place && <p class="eyebrow">{place}</p>}
      {begins && introduction && (
        <p class="lead lines" lang={lang}>
          {introduction}
        </p>
      )}
      {begins && switches && <SurveyLanguages frame={frame} {...{ definition, language, action }} />}
      {begins && <SurveyKeptApart frame={frame} />}
      <ErrorSummary t={t} errors={errors} />
      <Form action={action} class="card survey">
        <input type="hidden" name="lang" value={language} />
        <input type="hidden" name="step" value={String(step.at)} />
        {step.carried.map(([name, value]) => (
          <input type="hidden" name={name} value={value} />
        ))}
        {sensitive && begins && <SurveyConsent frame={frame} step={step} />}
        {sensitive && !begins && step.consent && <input type="hidden" name="consent" value="yes" />}
        {step.questions.map((question) => (
          <SurveyQuestion
            key={question.id}
            t={t}
            question={question}
            language={language}
            lang={lang}
            answer={step.answers[question.id]}
            error={errors[fieldOf(question.id)]}
          />
        ))}
        {ready && <p>{t('answer-survey.ready')}</p>}
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
    </PublicLayout>
  );
}

const FORM_ERRORS: Record<'nothing' | 'too-many', MessageKey> = {
  nothing: 'answer-survey.error.nothing',
  'too-many': 'answer-survey.error.too-many',
};

function errorsOf(step: SurveyStep): FormErrors<string> {
  if (step.error === undefined) return {};
  if (step.error === 'nothing' || step.error === 'too-many')
    return { form: { key: FORM_ERRORS[step.error] } };
  if (step.error === 'consent') return { consent: { key: 'answer-survey.error.consent' } };
  return Object.fromEntries(
    step.questions.flatMap(({ id }) => {
      const fault = step.faults[id];
      return fault
        ? [[fieldOf(id), { key: `answer-survey.error.${fault}` as const, params: { most: MOST_WORDS } }]]
        : [];
    }),
  );
}
