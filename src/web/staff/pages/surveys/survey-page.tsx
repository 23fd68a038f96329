import { type Message, translator } from '../../../../platform/i18n/messages.js';
import { mayDo } from '../../../../staff/policy.js';
import { MOST_QUESTIONS, QUESTION_KINDS } from '../../../../surveys/edit-definition.js';
import { faultsOf } from '../../../../surveys/survey-faults.js';
import type { Survey } from '../../../../surveys/surveys.queries.js';
import { staffPaths } from '../../../pages/paths.js';
import { StaffLayout } from '../staff-layout.js';
import { ClosedSurvey } from './closed-survey.js';
import { OpenSurvey } from './open-survey.js';
import { QuestionCard } from './question-card.js';
import { ReadyToOpen } from './ready-to-open.js';
import type { OfSurvey } from './survey-crumbs.js';
import { SurveySteps } from './survey-steps.js';
import { titleOf, wordsFor } from './survey-text.js';

export interface SurveyPageProps extends OfSurvey {
  notice?: Message;
  survey: Survey;
  /** As `2026-11-30`. */
  today: string;
  /** How many have answered while it is open, in whole tens. */
  tens: number;
  /** How many texts nobody has looked through. */
  unread: number;
  /** A last day that was chosen just now and will not do. */
  again?: { day: string; error: Message };
}

/** A survey: built while it is a draft, followed while it is open, read when it is closed. */
export function SurveyPage(props: SurveyPageProps) {
  const { frame, notice, register, list, survey } = props;
  const t = translator(frame.locale);
  const { definition, state } = survey;
  const title = titleOf(t, definition, frame.locale);
  const place = { registerId: register.id, listId: list.id };
  const writes = mayDo(frame.member.grants, 'write-campaign', place);
  const changes = writes && state === 'draft';
  const faults = state === 'draft' ? faultsOf(definition, survey) : [];
  const introduction = wordsFor(definition.introduction, definition, frame.locale);
  const page = (which: string) => staffPaths.surveyPage(register.id, list.id, survey.id, which);
  return (
    <StaffLayout frame={frame} title={title} here={{ place: 'lists', register: register.id }} notice={notice}>
      <p class="crumbs">
        <a href={staffPaths.list(register.id, list.id)}>{list.name}</a> /{' '}
        <a href={staffPaths.surveys(register.id, list.id)}>{t('surveys.title')}</a>
      </p>
      <h1>{title}</h1>
      <SurveySteps t={t} state={state} />
      <div class="beside survey">
        <div>
          {(state === 'open' || state === 'opening') && <OpenSurvey {...props} writes={writes} />}
          {(state === 'closing' || state === 'closed') && <ClosedSurvey {...props} writes={writes} />}
          <section aria-labelledby="begins">
            <h2 id="begins">{t('surveys.begins')}</h2>
            <div class="card opening-words">
              <p class="hint">
                {t('surveys.languages', {
                  languages: new Intl.ListFormat(t('locale.tag'), { type: 'conjunction' }).format(
                    definition.locales.map((locale) => t(`surveys.language.${locale}`)),
                  ),
                })}
              </p>
              {introduction ? (
                <p class="lines" lang={introduction.lang}>
                  {introduction.text}
                </p>
              ) : (
                <p class="hint">{t('surveys.no-introduction')}</p>
              )}
              {changes && (
                <p>
                  <a class="button quiet" href={page('words')}>
                    {t('surveys.change')}
                    <span class="unseen">: {t('surveys.words.title')}</span>
                  </a>
                </p>
              )}
            </div>
          </section>
          <section aria-labelledby="asks">
            <h2 id="asks">{t('surveys.questions')}</h2>
            {definition.questions.length === 0 && <p>{t('surveys.questions.none')}</p>}
            <ol class="question-list">
              {definition.questions.map((question, index) => (
                <QuestionCard
                  key={question.id}
                  frame={frame}
                  register={register}
                  list={list}
                  survey={survey}
                  question={question}
                  index={index}
                  faults={faults.filter((fault) => 'question' in fault && fault.question === question.id)}
                  changes={changes}
                />
              ))}
            </ol>
          </section>
          {changes && definition.questions.length < MOST_QUESTIONS && (
            <section aria-labelledby="add">
              <h2 id="add">{t('surveys.add')}</h2>
              <ul class="question-kinds">
                {QUESTION_KINDS.map((kind) => (
                  <li key={kind}>
                    <a href={`${page('questions')}?kind=${kind}`}>{t(`surveys.kind.${kind}`)}</a>
                    <p class="hint">{t(`surveys.kind.${kind}.hint`)}</p>
                  </li>
                ))}
              </ul>
            </section>
          )}
        </div>
        <ReadyToOpen {...props} faults={faults} writes={writes} />
      </div>
    </StaffLayout>
  );
}
