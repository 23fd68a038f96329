import { translator } from '../../../../platform/i18n/messages.js';
import type { Question } from '../../../../surveys/survey-definition.js';
import type { SurveyFault } from '../../../../surveys/survey-faults.js';
import type { Survey } from '../../../../surveys/surveys.queries.js';
import { Form } from '../../../pages/form.js';
import { staffPaths } from '../../../pages/paths.js';
import { ConditionLine, ShownQuestion } from './shown-question.js';
import type { OfSurvey } from './survey-crumbs.js';
import { faultMessage, wordsFor } from './survey-text.js';

export interface QuestionCardProps extends Omit<OfSurvey, 'list'> {
  list: { id: string };
  survey: Survey;
  question: Question;
  /** From 0. */
  index: number;
  faults: readonly SurveyFault[];
  /** Whether it may be changed, by this reader and still. */
  changes: boolean;
}

/** One question of a survey, as it will look, with what is missing and what can be done to it. */
export function QuestionCard(props: QuestionCardProps) {
  const { frame, register, list, survey, question, index, faults, changes } = props;
  const t = translator(frame.locale);
  const { definition } = survey;
  const words = wordsFor(question.words, definition, frame.locale);
  const name = words?.text ?? t('surveys.no-words');
  const act = (what: 'move' | 'copy' | 'remove') =>
    staffPaths.surveyPage(register.id, list.id, survey.id, `questions/${what}`);
  const shown = { t, locale: frame.locale, definition, question };
  return (
    <li class="card question" id={question.id}>
      <p class="question-kind">
        {t('surveys.question-line', { number: index + 1, kind: t(`surveys.kind.${question.kind}`) })}
      </p>
      <ConditionLine {...shown} />
      <h3 lang={words?.lang}>{words ? name : <em class="hint">{name}</em>}</h3>
      <ShownQuestion {...shown} />
      {faults.length > 0 && (
        <ul class="checks">
          {faults.map((fault, at) => {
            const { key, params } = faultMessage(t, fault);
            return (
              <li key={at} class="missing">
                {t(key, params)}
              </li>
            );
          })}
        </ul>
      )}
      {changes && (
        <Form action={act('move')} csrf={frame.csrf} class="question-acts">
          <input type="hidden" name="question" value={question.id} />
          <input type="hidden" name="revision" value={String(survey.revision)} />
          <a
            class="button quiet"
            href={`${staffPaths.surveyPage(register.id, list.id, survey.id, 'questions')}?question=${question.id}`}
            aria-label={t('surveys.change-of', { question: name })}
          >
            {t('surveys.change')}
          </a>
          <button
            type="submit"
            class="button quiet"
            name="way"
            value="up"
            disabled={index === 0}
            aria-label={t('surveys.move-up-of', { question: name })}
          >
            <span aria-hidden="true">↑</span> {t('surveys.move-up')}
          </button>
          <button
            type="submit"
            class="button quiet"
            name="way"
            value="down"
            disabled={index === definition.questions.length - 1}
            aria-label={t('surveys.move-down-of', { question: name })}
          >
            <span aria-hidden="true">↓</span> {t('surveys.move-down')}
          </button>
          <button
            type="submit"
            class="button quiet"
            formaction={act('copy')}
            aria-label={t('surveys.copy-of', { question: name })}
          >
            {t('surveys.copy')}
          </button>
          <button
            type="submit"
            class="button stop"
            formaction={act('remove')}
            aria-label={t('surveys.remove-of', { question: name })}
          >
            {t('surveys.remove')}
          </button>
        </Form>
      )}
    </li>
  );
}
