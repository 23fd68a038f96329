import { translator } from '../../../../platform/i18n/messages.js';
import type { SurveyLocale } from '../../../../surveys/survey-definition.js';
import type { Survey } from '../../../../surveys/surveys.queries.js';
import { staffPaths } from '../../../pages/paths.js';
import { SurveyStepForm } from '../../../public/pages/survey-step-form.js';
import type { SurveyStep } from '../../../public/survey-form.js';
import { StaffLayout } from '../staff-layout.js';
import { type OfSurvey, SurveyCrumbs } from './survey-crumbs.js';

export interface SurveyPreviewPageProps extends OfSurvey {
  survey: Survey;
  language: SurveyLocale;
  /** Null at the end, where a visitor is thanked. */
  step: SurveyStep | null;
}

/** A survey as a visitor sees it, step by step, in one language; what is filled in goes nowhere. */
export function SurveyPreviewPage(props: SurveyPreviewPageProps) {
  const { frame, register, list, survey, language, step } = props;
  const t = translator(frame.locale);
  const { definition } = survey;
  const title = t('surveys.preview');
  const path = staffPaths.surveyPage(register.id, list.id, survey.id, 'preview');
  return (
    <StaffLayout frame={frame} title={title} here={{ place: 'lists', register: register.id }}>
      <SurveyCrumbs frame={frame} register={register} list={list} survey={survey} />
      <h1>{title}</h1>
      <p class="note">{t('surveys.preview.note')}</p>
      {definition.locales.length > 1 && (
        <nav class="tabs" aria-label={t('surveys.words.languages')}>
          <ul>
            {definition.locales.map((one) => (
              <li key={one}>
                <a href={`${path}?in=${one}`} aria-current={one === language ? 'page' : undefined}>
                  {t(`surveys.language-name.${one}`)}
                </a>
              </li>
            ))}
          </ul>
        </nav>
      )}
      <div class="card as-visitor">
        <h2 lang={language}>{definition.title[language] ?? t('surveys.untitled')}</h2>
        {step ? (
          <Step {...props} step={step} path={path} />
        ) : (
          <>
            <p class="lead">{t('surveys.preview.end')}</p>
            <p>
              <a class="button quiet" href={`${path}?in=${language}`}>
                {t('surveys.preview.again')}
              </a>
            </p>
          </>
        )}
      </div>
      <p>
        <a href={staffPaths.survey(register.id, list.id, survey.id)}>{t('surveys.preview.back')}</a>
      </p>
    </StaffLayout>
  );
}

function Step({
  frame,
  survey,
  language,
  step,
  path,
}: SurveyPreviewPageProps & { step: SurveyStep; path: string }) {
  const t = translator(frame.locale);
  const { definition, sensitive } = survey;
  const begins = step.at === 0;
  return (
    <>
      {step.of > 1 && step.at < step.of && (
        <p class="eyebrow">{t('answer-survey.step', { step: step.at + 1, steps: step.of })}</p>
      )}
      {begins && definition.introduction[language] && (
        <p class="lines" lang={language}>
          {definition.introduction[language]}
        </p>
      )}
      {step.error === 'nothing' && (
        <p class="note stop" role="alert">
          {t('answer-survey.error.nothing')}
        </p>
      )}
      <SurveyStepForm
        t={t}
        organisation={frame.organisation}
        {...{ sensitive, step, language }}
        lang={language}
        action={path}
        class="survey"
        csrf={frame.csrf}
      />
    </>
  );
}
