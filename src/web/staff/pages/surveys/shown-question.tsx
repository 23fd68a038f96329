import type { Locale, Translate } from '../../../../platform/i18n/messages.js';
import type { Question, SurveyDefinition } from '../../../../surveys/survey-definition.js';
import { wordsFor } from './survey-text.js';

export interface ShownQuestionProps {
  t: Translate;
  locale: Locale;
  definition: SurveyDefinition;
  question: Question;
}

/** What a question looks like, drawn rather than to be filled in. */
export function ShownQuestion({ t, locale, definition, question }: ShownQuestionProps) {
  const say = (words: Question['words']) => {
    const found = wordsFor(words, definition, locale);
    return found ? (
      <span lang={found.lang}>{found.text}</span>
    ) : (
      <em class="hint">{t('surveys.no-words')}</em>
    );
  };
  return (
    <>
      {question.help && <p class="hint">{say(question.help)}</p>}
      {(question.kind === 'one' || question.kind === 'several') && (
        <ul class={`answer-lines ${question.kind}`}>
          {question.options.map((option) => (
            <li key={option.id}>{say(option.words)}</li>
          ))}
        </ul>
      )}
      {question.kind === 'scale' && (
        <p class="scale-line">
          {say(question.low)}
          <span class="scale-steps">
            {Array.from({ length: question.to - question.from + 1 }, (_, step) => (
              <span key={step}>{question.from + step}</span>
            ))}
          </span>
          {say(question.high)}
        </p>
      )}
      {question.kind === 'matrix' && (
        <>
          <ul class="matrix-rows">
            {question.rows.map((row) => (
              <li key={row.id}>{say(row.words)}</li>
            ))}
          </ul>
          <p class="hint">{t('surveys.matrix-answers')}</p>
          <ul class="answer-lines one across">
            {question.options.map((option) => (
              <li key={option.id}>{say(option.words)}</li>
            ))}
          </ul>
        </>
      )}
      {question.kind === 'text' && <p class="text-line">{t('surveys.kind.text.drawn')}</p>}
    </>
  );
}

/** To whom it is shown, where it is not to everybody. */
export function ConditionLine({ t, locale, definition, question }: ShownQuestionProps) {
  if (!question.if) return null;
  const at = definition.questions.findIndex(({ id }) => id === question.if!.question);
  const on = definition.questions[at];
  if (!on || !('options' in on)) return null;
  const names = on.options
    .filter(({ id }) => question.if!.options.includes(id))
    .map(({ words }) => `«${wordsFor(words, definition, locale)?.text ?? t('surveys.no-words')}»`);
  const answers = new Intl.ListFormat(t('locale.tag'), { type: 'disjunction' }).format(names);
  return <p class="only-if">{t('surveys.only-if', { answers, number: at + 1 })}</p>;
}
