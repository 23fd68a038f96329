import { formats } from '../../../../platform/i18n/formats.js';
import { translator } from '../../../../platform/i18n/messages.js';
import { mayDo } from '../../../../staff/policy.js';
import type { Said, SaidCounts } from '../../../../surveys/look-through.service.js';
import type { ShownQuestion } from '../../../../surveys/shown-results.js';
import type { Survey } from '../../../../surveys/surveys.queries.js';
import { staffPaths } from '../../../pages/paths.js';
import { StaffLayout } from '../staff-layout.js';
import { ConditionLine } from './shown-question.js';
import { EachTable, PartsTable } from './result-tables.js';
import { SaidSection } from './said-section.js';
import { type OfSurvey, SurveyCrumbs } from './survey-crumbs.js';
import { titleOf, wordsFor } from './survey-text.js';

export interface SurveyResultsPageProps extends OfSurvey {
  survey: Survey;
  /** Nothing smaller is shown. */
  floor: number;
  /** Null where too few have answered. */
  results: readonly ShownQuestion[] | null;
  /** Of texts, by question; only where enough have written. */
  counts: readonly SaidCounts[];
  /** What has been looked through. */
  said: readonly Said[];
}

/** What a closed survey came to: a table with its plot for each question, and what people wrote. */
export function SurveyResultsPage(props: SurveyResultsPageProps) {
  const { frame, register, list, survey, floor, results, counts, said } = props;
  const t = translator(frame.locale);
  const { number } = formats(frame.locale, frame.timeZone);
  const { definition } = survey;
  const title = t('surveys.results.of', { title: titleOf(t, definition, frame.locale) });
  const looks = mayDo(frame.member.grants, 'look-through', { registerId: register.id, listId: list.id });
  return (
    <StaffLayout frame={frame} title={title} here={{ place: 'lists', register: register.id }}>
      <SurveyCrumbs frame={frame} register={register} list={list} survey={survey} />
      <h1>{title}</h1>
      {results === null ? (
        <p class="note">{t('surveys.too-few')}</p>
      ) : (
        <>
          <p class="lead">{t('surveys.results.lead', { count: survey.answered ?? 0 })}</p>
          <p class="note">{t('surveys.results.how', { floor })}</p>
          {results.map(({ question: id, asked, answers }, index) => {
            const question = definition.questions.find((one) => one.id === id)!;
            const words = wordsFor(question.words, definition, frame.locale);
            const own = { frame, definition, question, asked: asked ?? 0, floor };
            return (
              <section key={id} class="result" aria-labelledby={`r-${id}`}>
                <h2 id={`r-${id}`} lang={words?.lang}>
                  {index + 1}. {words?.text ?? t('surveys.no-words')}
                </h2>
                <ConditionLine t={t} locale={frame.locale} definition={definition} question={question} />
                {asked !== null && asked !== survey.answered && (
                  <p class="hint">{t('surveys.results.asked', { count: asked })}</p>
                )}
                {asked === null ? (
                  <p class="note">{t('surveys.results.depends')}</p>
                ) : answers === null ? (
                  <p class="note">{t('surveys.results.few')}</p>
                ) : answers.kind === 'parts' ? (
                  <>
                    {answers.average !== undefined && (
                      <p class="average">
                        {t('surveys.results.average', {
                          average: number(Math.round(answers.average * 10) / 10),
                        })}
                      </p>
                    )}
                    <PartsTable {...own} parts={answers.parts} />
                  </>
                ) : answers.kind === 'rows' ? (
                  answers.rows.map(({ row, parts }) => (
                    <PartsTable
                      key={row}
                      {...own}
                      parts={parts}
                      caption={rowName(row, question, definition, frame.locale) ?? t('surveys.no-words')}
                    />
                  ))
                ) : answers.kind === 'each' ? (
                  <EachTable {...own} options={answers.options} />
                ) : (
                  <SaidSection
                    frame={frame}
                    counts={counts.find((one) => one.question === id)}
                    said={said.filter((one) => one.question === id)}
                    path={looks ? staffPaths.surveyPage(register.id, list.id, survey.id, 'said') : null}
                  />
                )}
              </section>
            );
          })}
        </>
      )}
      <p class="unprinted">
        <a href={staffPaths.survey(register.id, list.id, survey.id)}>{t('surveys.preview.back')}</a>
      </p>
    </StaffLayout>
  );
}

function rowName(
  row: string,
  question: Survey['definition']['questions'][number],
  definition: Survey['definition'],
  locale: Parameters<typeof wordsFor>[2],
): string | undefined {
  const found = question.kind === 'matrix' ? question.rows.find(({ id }) => id === row) : undefined;
  return found && wordsFor(found.words, definition, locale)?.text;
}
