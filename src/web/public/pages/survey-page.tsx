import { type MessageKey, translator } from '../../../platform/i18n/messages.js';
import type { SurveyDefinition, SurveyLocale } from '../../../surveys/survey-definition.js';
import { ErrorSummary } from '../../pages/error-summary.js';
import type { FormErrors } from '../../pages/field.js';
import type { WideFrame } from '../../pages/frame.js';
import { PublicLayout } from '../../pages/public-layout.js';
import type { SurveyStep } from '../survey-form.js';
import { SurveyKeptApart } from './survey-kept-apart.js';
import { SurveyLanguages } from './survey-languages.js';
import { faultsOf, SurveyStepForm } from './survey-step-form.js';

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
      <SurveyStepForm
        t={t}
        organisation={frame.organisation ?? t('layout.product')}
        {...{ sensitive, step, language, lang, action }}
        class="card survey"
      />
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
  return faultsOf(step);
}
