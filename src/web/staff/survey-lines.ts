import { newId } from '../../surveys/edit-definition.js';
import type { Question } from '../../surveys/survey-definition.js';
import { oneOf, type SurveyForm } from './survey-form.js';
import { MOST_OPTIONS, MOST_ROWS } from './survey-question-form.js';

/** How many lines more there are each time somebody asks for more. */
const MORE = 4;

/** The form with one of its lines a place higher, where a button of the form says which: `option 2`, `row 1`. */
export function movedLine(form: SurveyForm): SurveyForm {
  const [, name, at] = /^(option|row) (\d{1,2})$/.exec(oneOf(form, 'up')) ?? [];
  const index = Number(at);
  if (name === undefined || index < 1) return form;
  const swapped = Object.entries(form).map(([key, value]): [string, SurveyForm[string]] => {
    const [, number, rest] = new RegExp(`^${name}(\\d+)_([a-z]+)$`).exec(key) ?? [];
    if (Number(number) === index) return [`${name}${index - 1}_${rest}`, value];
    if (Number(number) === index - 1) return [`${name}${index}_${rest}`, value];
    return [key, value];
  });
  return Object.fromEntries(swapped);
}

/** With empty lines at the end, where a button of the form asks for more options or rows. */
export function moreLines(form: SurveyForm, question: Question): Question {
  const more = oneOf(form, 'more');
  const empty = (name: 'o' | 'r') => Array.from({ length: MORE }, () => ({ id: newId(name), words: {} }));
  if (more === 'option' && 'options' in question)
    return {
      ...question,
      options: [...question.options, ...empty('o')].slice(0, MOST_OPTIONS[question.kind]),
    };
  if (more === 'row' && question.kind === 'matrix')
    return { ...question, rows: [...question.rows, ...empty('r')].slice(0, MOST_ROWS) };
  return question;
}

/** As many lines as the form shows: those that are filled in, and some to go on with. */
export function linesToShow<L>(lines: readonly L[], most: number, empty: () => L): L[] {
  const shown = Math.min(most, Math.max(4, lines.length));
  return [...lines, ...Array.from({ length: Math.max(0, shown - lines.length) }, empty)];
}
