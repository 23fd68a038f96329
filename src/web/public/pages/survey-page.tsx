import { type MessageKey, translator } from '../../../platform/i18n/messages.js';
import { fieldOf } from '../../../surveys/read-answers.js';
import { MOST_WORDS, type SurveyDefinition, type SurveyLocale } from '../../../surveys/survey-definition.js';
import { ErrorSummary } from '../../pages/error-summary.js';
import type { FormErrors } from '../../pages/field.js';
import { Form } from '../../pages/form.js';
import type { WideFrame } from '../../pages/frame.js';
import { PublicLayout } from '../../pages/public-layout.js';
import type { SurveyStep } from '../survey-form.js';
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
      {begins && switches && <Languages frame={frame} {...{ definition, language, action }} />}
      {begins && <KeptApart frame={frame} />}
      <ErrorSummary t={t} errors={errors} />
      <Form action={action} class="card survey">
        <input type="hidden" name="lang" value={language} />
        <input type="hidden" name="step" value={String(step.at)} />
        {step.carried.map(([name, value]) => (
          <input type="hidden" name={name} value={value} />
        ))}
        {sensitive && begins && <Consent frame={frame} step={step} />}
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

/** Honest, and short enough to be read. */
function KeptApart({ frame }: { frame: WideFrame }) {
  const t = translator(frame.locale);
  return (
    <section class="note" aria-labelledby="apart">
      <h2 class="small" id="apart">
        {t('answer-survey.apart.title', { organisation: frame.organisation ?? t('layout.product') })}
      </h2>
      <p>{t('answer-survey.apart.text')}</p>
      <details>
        <summary>{t('answer-survey.apart.more')}</summary>
        <ul>
          {(['once', 'together', 'shown', 'words', 'limits'] as const).map((point) => (
            <li key={point}>{t(`answer-survey.apart.${point}`)}</li>
          ))}
        </ul>
      </details>
    </section>
  );
}

/** Never ticked for anybody (GDPR art. 9 no. 2 a). */
function Consent({ frame, step }: { frame: WideFrame; step: SurveyStep }) {
  const t = translator(frame.locale);
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
        <label for="consent">
          {t('answer-survey.consent', { organisation: frame.organisation ?? t('layout.product') })}
        </label>
      </div>
      <p class="hint" id="consent-hint">
        {t('answer-survey.consent-hint')}
      </p>
    </div>
  );
}

const NAMES: Record<SurveyLocale, string> = { nb: 'Bokmål', nn: 'Nynorsk', en: 'English' };

interface LanguagesProps {
  frame: WideFrame;
  definition: SurveyDefinition;
  language: SurveyLocale;
  action: string;
}

function Languages({ frame, definition, language, action }: LanguagesProps) {
  if (definition.locales.length < 2) return null;
  return (
    <nav class="languages survey-languages" aria-label={translator(frame.locale)('answer-survey.languages')}>
      <ul>
        {definition.locales.map((one) => (
          <li key={one} lang={one}>
            {one === language ? (
              <span aria-current="true">{NAMES[one]}</span>
            ) : (
              <a href={`${action}?lang=${one}`} hreflang={one} rel="nofollow">
                {NAMES[one]}
              </a>
            )}
          </li>
        ))}
      </ul>
    </nav>
  );
}
