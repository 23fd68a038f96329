import type { Message, Translate } from '../../../platform/i18n/messages.js';
import { TextField } from '../../pages/field.js';
import type { OfferedQuestion } from './offered-list.js';

/** The name under which an answer is posted. */
export function answerName(questionId: string): `answer-${string}` {
  return `answer-${questionId}`;
}

/** What a form holds of answers, by {@link answerName}. */
export type AnswersTyped = Record<string, string>;

export type AnswerErrors = Partial<Record<`answer-${string}`, Message>>;

export interface QuestionsProps {
  t: Translate;
  asks: readonly OfferedQuestion[];
  values?: AnswersTyped;
  errors?: AnswerErrors;
  lang?: string;
}

/** A list's own questions, each with why it is asked. Nobody need answer. */
export function Questions({ t, asks, values = {}, errors = {}, lang }: QuestionsProps) {
  return (
    <>
      {asks.map(({ id, label, why }) => {
        const name = answerName(id);
        return (
          <TextField
            key={id}
            t={t}
            name={name}
            label={t('sign-up.answer', { label })}
            hint={t('sign-up.answer-why', { why })}
            value={values[name]}
            error={errors[name]}
            autocomplete="off"
            required={false}
            lang={lang}
          />
        );
      })}
    </>
  );
}
