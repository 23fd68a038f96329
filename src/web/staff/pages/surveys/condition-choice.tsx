import type { Locale, Translate } from '../../../../platform/i18n/messages.js';
import type { Question, SurveyDefinition } from '../../../../surveys/survey-definition.js';
import type { SurveyErrors } from '../../survey-form.js';
import { wordsFor } from './survey-text.js';

export interface ConditionChoiceProps {
  t: Translate;
  locale: Locale;
  definition: SurveyDefinition;
  question: Question;
  before: readonly Extract<Question, { kind: 'one' | 'several' }>[];
  errors: SurveyErrors;
}

/** To whom a question is shown: to everybody, or to those who gave certain answers to an earlier one. */
export function ConditionChoice({ t, locale, definition, question, before, errors }: ConditionChoiceProps) {
  const on = before.some(({ id }) => id === question.if?.question) ? question.if : undefined;
  const name = (words: Question['words']) =>
    wordsFor(words, definition, locale)?.text ?? t('surveys.no-words');
  return (
    <fieldset class="condition">
      <legend class="heading">{t('surveys.condition')}</legend>
      {question.if && !on && <p class="note warn">{t('surveys.condition.lost')}</p>}
      <div class="choice">
        <input type="radio" id="if-everybody" name="if" value="" checked={!on} />
        <label for="if-everybody">{t('surveys.condition.everybody')}</label>
      </div>
      {before.length === 0 && <p class="hint">{t('surveys.condition.first')}</p>}
      {before.map((earlier) => {
        const number = definition.questions.findIndex(({ id }) => id === earlier.id) + 1;
        const error = errors[`if_${earlier.id}`];
        return (
          <div key={earlier.id} class="choice with-answers">
            <input
              type="radio"
              id={`if_${earlier.id}`}
              name="if"
              value={earlier.id}
              checked={on?.question === earlier.id}
            />
            <label for={`if_${earlier.id}`}>
              {t('surveys.condition.on', { number, question: name(earlier.words) })}
            </label>
            <div class="its-answers" role="group" aria-label={t('surveys.condition.answers')}>
              {error && <p class="error">{t(error.key, error.params)}</p>}
              <p class="hint">
                {t(earlier.kind === 'several' ? 'surveys.condition.which-one' : 'surveys.condition.which')}
              </p>
              {earlier.options.map((option) => (
                <div key={option.id} class="tick">
                  <input
                    type={earlier.kind === 'several' ? 'radio' : 'checkbox'}
                    id={`if_${earlier.id}_${option.id}`}
                    name={`if_${earlier.id}`}
                    value={option.id}
                    checked={on?.question === earlier.id && on.options.includes(option.id)}
                  />
                  <label for={`if_${earlier.id}_${option.id}`}>{name(option.words)}</label>
                </div>
              ))}
            </div>
          </div>
        );
      })}
    </fieldset>
  );
}
