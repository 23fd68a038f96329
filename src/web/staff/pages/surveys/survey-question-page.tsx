import { translator } from '../../../../platform/i18n/messages.js';
import { askedBefore, newId } from '../../../../surveys/edit-definition.js';
import type { Question } from '../../../../surveys/survey-definition.js';
import type { Survey } from '../../../../surveys/surveys.queries.js';
import { ErrorSummary } from '../../../pages/error-summary.js';
import { SelectField } from '../../../pages/field.js';
import { Form } from '../../../pages/form.js';
import { staffPaths } from '../../../pages/paths.js';
import type { SurveyErrors } from '../../survey-form.js';
import { MOST_OPTIONS, MOST_ROWS } from '../../survey-question-form.js';
import { linesToShow } from '../../survey-lines.js';
import { StaffLayout } from '../staff-layout.js';
import { ConditionChoice } from './condition-choice.js';
import { InTongues, Lines } from './in-tongues.js';
import { ShownQuestion } from './shown-question.js';
import { type OfSurvey, SurveyCrumbs } from './survey-crumbs.js';
import { wordsFor } from './survey-text.js';

export interface SurveyQuestionPageProps extends OfSurvey {
  survey: Survey;
  question: Question;
  isNew: boolean;
  /** What the form was made of; '' where there was no such question. */
  seen: string;
  errors?: SurveyErrors;
  /** What a colleague has made of it since, or that it is gone. */
  meanwhile?: Question | 'gone';
}

/** One question, in all languages of the survey side by side. */
export function SurveyQuestionPage(props: SurveyQuestionPageProps) {
  const { frame, register, list, survey, question, isNew, seen, errors = {}, meanwhile } = props;
  const t = translator(frame.locale);
  const { definition } = survey;
  const { locales } = definition;
  const kind = t(`surveys.kind.${question.kind}`);
  const title = t(isNew ? 'surveys.question.new' : 'surveys.question.change', { kind });
  const path = (which: string) => staffPaths.surveyPage(register.id, list.id, survey.id, which);
  const own = { t, locales, errors };
  const empty = (of: 'o' | 'r') => () => ({ id: newId(of), words: {} });
  const back = staffPaths.survey(register.id, list.id, survey.id);
  return (
    <StaffLayout frame={frame} title={title} here={{ place: 'lists', register: register.id }}>
      <SurveyCrumbs frame={frame} register={register} list={list} survey={survey} />
      <h1>{title}</h1>
      <p class="lead">{t(`surveys.kind.${question.kind}.hint`)}</p>
      {meanwhile && (
        <div class="note warn" role="alert">
          <p>
            <strong>{t('surveys.meanwhile')}</strong>
          </p>
          <p>{t(meanwhile === 'gone' ? 'surveys.meanwhile.gone' : 'surveys.meanwhile.question')}</p>
          {meanwhile !== 'gone' && (
            <div class="their-question">
              <p>{wordsFor(meanwhile.words, definition, frame.locale)?.text ?? t('surveys.no-words')}</p>
              <ShownQuestion t={t} locale={frame.locale} definition={definition} question={meanwhile} />
            </div>
          )}
        </div>
      )}
      <ErrorSummary t={t} errors={errors} />
      <Form action={path('questions')} csrf={frame.csrf} class="question-form">
        <button type="submit" class="unseen" tabindex={-1} aria-hidden="true" />
        <input type="hidden" name="kind" value={question.kind} />
        <input type="hidden" name="question" value={question.id} />
        <input type="hidden" name="seen" value={seen} />
        <InTongues {...own} name="words" label={t('surveys.question.words')} words={question.words} long />
        {question.kind === 'scale' && (
          <fieldset>
            <legend class="heading">{t('surveys.scale')}</legend>
            <div class="pair">
              <SelectField
                t={t}
                name="from"
                label={t('surveys.scale.from')}
                value={String(question.from)}
                options={[0, 1].map((value) => ({ value: String(value), label: String(value) }))}
              />
              <SelectField
                t={t}
                name="to"
                label={t('surveys.scale.to')}
                value={String(question.to)}
                options={[3, 4, 5, 6, 7, 8, 9, 10].map((value) => ({
                  value: String(value),
                  label: String(value),
                }))}
              />
            </div>
            <InTongues {...own} name="low" label={t('surveys.scale.low')} words={question.low} />
            <InTongues {...own} name="high" label={t('surveys.scale.high')} words={question.high} />
          </fieldset>
        )}
        {question.kind === 'matrix' && (
          <Lines
            {...own}
            name="row"
            legend={t('surveys.rows')}
            hint={t('surveys.rows.hint')}
            lines={linesToShow(question.rows, MOST_ROWS, empty('r'))}
            most={MOST_ROWS}
            action={path('questions/lines')}
          />
        )}
        {'options' in question && (
          <Lines
            {...own}
            name="option"
            legend={t('surveys.options')}
            hint={t('surveys.options.hint')}
            lines={linesToShow(question.options, MOST_OPTIONS[question.kind], empty('o'))}
            most={MOST_OPTIONS[question.kind]}
            action={path('questions/lines')}
          />
        )}
        <details class="more-of-question" open={Object.keys(question.help ?? {}).length > 0}>
          <summary>{t('surveys.help')}</summary>
          <InTongues
            {...own}
            name="help"
            label={t('surveys.help.label')}
            words={question.help ?? {}}
            hint={t('surveys.help.hint')}
          />
        </details>
        <ConditionChoice
          t={t}
          locale={frame.locale}
          definition={definition}
          question={question}
          before={askedBefore(definition, isNew ? null : question.id)}
          errors={errors}
        />
        <p class="buttons">
          <button type="submit" class="button">
            {t(isNew ? 'surveys.question.add' : 'surveys.save')}
          </button>
          <a class="button quiet" href={back}>
            {t('surveys.back')}
          </a>
        </p>
      </Form>
    </StaffLayout>
  );
}
