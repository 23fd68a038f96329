import { newId, type QuestionKind } from '../../surveys/edit-definition.js';
import type { Question } from '../../surveys/survey-definition.js';
import { allOf, oneOf, type SurveyErrors, type SurveyForm, wordErrors, wordsIn } from './survey-form.js';

type Words = Question['words'];

/** As in a definition. */
const ID = /^[a-z][a-z0-9]{0,15}$/;

export const MOST_OPTIONS = { one: 20, several: 20, matrix: 7 } as const;
export const MOST_ROWS = 12;

/** Lines of options or rows, in their order, those without any words among them. */
export function linesIn(form: SurveyForm, name: 'option' | 'row'): { id: string; words: Words }[] {
  const most = name === 'row' ? MOST_ROWS : MOST_OPTIONS.one;
  return Array.from({ length: most }, (_, index) => index)
    .filter((index) => form[`${name}${index}_id`] !== undefined || hasWords(form, `${name}${index}`))
    .map((index) => ({
      id: oneOf(form, `${name}${index}_id`),
      words: wordsIn(form, `${name}${index}`),
    }));
}

const hasWords = (form: SurveyForm, name: string) => Object.keys(wordsIn(form, name)).length > 0;

/** A question as it was typed. Two lines are always kept, be they empty: what is missing is said in the survey. */
export function readQuestion(
  form: SurveyForm,
  kind: QuestionKind,
): { question: Question; errors: SurveyErrors } {
  const words = wordsIn(form, 'words');
  const help = wordsIn(form, 'help');
  const on = ID.test(oneOf(form, 'if')) ? oneOf(form, 'if') : '';
  const answers = allOf(form, `if_${on}`)
    .filter((answer) => ID.test(answer))
    .slice(0, 20);
  const id = oneOf(form, 'question');
  const asked = {
    id: ID.test(id) ? id : newId('q'),
    words,
    ...(Object.keys(help).length > 0 && { help }),
    ...(on !== '' && answers.length > 0 && { if: { question: on, options: answers } }),
  };
  const filled = (name: 'option' | 'row', most: number) => {
    const short = name === 'option' ? 'o' : 'r';
    const lines = linesIn(form, name)
      .map(({ id: of, words: text }) => ({
        id: ID.test(of) ? of : newId(short),
        words: text,
      }))
      .filter(({ words: text }) => Object.keys(text).length > 0)
      .slice(0, most);
    while (lines.length < 2) lines.push({ id: newId(short), words: {} });
    return lines;
  };
  const errors: SurveyErrors = {
    ...wordErrors(words, 'words', 300),
    ...wordErrors(help, 'help', 500),
    ...(['option', 'row'] as const).reduce<SurveyErrors>(
      (all, name) => ({
        ...all,
        ...linesIn(form, name).reduce<SurveyErrors>(
          (some, line, index) => ({ ...some, ...wordErrors(line.words, `${name}${index}`, 120) }),
          {},
        ),
      }),
      {},
    ),
    ...(on !== '' && answers.length === 0 && { [`if_${on}`]: { key: 'surveys.condition-none' } }),
  };
  switch (kind) {
    case 'one':
    case 'several':
      return { question: { kind, ...asked, options: filled('option', MOST_OPTIONS[kind]) }, errors };
    case 'matrix':
      return {
        question: {
          kind,
          ...asked,
          rows: filled('row', MOST_ROWS),
          options: filled('option', MOST_OPTIONS.matrix),
        },
        errors,
      };
    case 'scale': {
      const low = wordsIn(form, 'low');
      const high = wordsIn(form, 'high');
      const to = Math.trunc(Number(oneOf(form, 'to')));
      return {
        question: {
          kind,
          ...asked,
          from: oneOf(form, 'from') === '0' ? 0 : 1,
          to: to >= 3 && to <= 10 ? to : 5,
          low,
          high,
        },
        errors: { ...errors, ...wordErrors(low, 'low', 60), ...wordErrors(high, 'high', 60) },
      };
    }
    case 'text':
      return { question: { kind, ...asked }, errors };
  }
}

/** A question of this kind with nothing in it. */
export function emptyQuestion(kind: QuestionKind): Question {
  return readQuestion({ to: '5' }, kind).question;
}
