import fc from 'fast-check';
import { AnswerCount } from '../../src/surveys/count-answers.js';
import type { TallyCell } from '../../src/surveys/shown-results.js';
import type { Question, SurveyAnswers, SurveyDefinition } from '../../src/surveys/survey-definition.js';

export const options = (of: string, count: number) =>
  Array.from({ length: count }, (_, n) => ({ id: `o${of}x${n}`, words: {} }));

export const definitionOf = (questions: Question[]): SurveyDefinition => ({
  locales: ['nb'],
  title: {},
  introduction: {},
  questions,
});

/** As the keeper counts. */
export function tallied(definition: SurveyDefinition, people: readonly SurveyAnswers[]): TallyCell[] {
  const count = new AnswerCount(definition);
  for (const person of people) count.add(person);
  return count.cells();
}

/** Whom a set of questions is shown to: those who answered the one before with one of its options. */
export const wasAsked = (question: Question, person: SurveyAnswers): boolean => {
  if (!question.if) return true;
  const answer = person[question.if.question];
  return [answer].flat().some((one) => typeof one === 'string' && question.if!.options.includes(one));
};

const aQuestion = (index: number, earlier: readonly Question[]): fc.Arbitrary<Question> => {
  const id = `q${index}`;
  const choices = earlier.filter((question) => question.kind === 'one' || question.kind === 'several');
  const condition: fc.Arbitrary<Question['if']> =
    choices.length === 0
      ? fc.constant(undefined)
      : fc.option(
          fc.constantFrom(...choices).chain((on) =>
            fc
              .subarray(
                (on as Extract<Question, { kind: 'one' }>).options.map((option) => option.id),
                { minLength: 1, maxLength: on.kind === 'one' ? undefined : 1 },
              )
              .map((of) => ({ question: on.id, options: of })),
          ),
          { nil: undefined, freq: 3 },
        );
  const base = { id, words: {} };
  const kind: fc.Arbitrary<Question> = fc.oneof(
    {
      weight: 4,
      arbitrary: fc
        .integer({ min: 2, max: 6 })
        .map((n) => ({ ...base, kind: 'one' as const, options: options(id, n) })),
    },
    {
      weight: 2,
      arbitrary: fc
        .integer({ min: 2, max: 5 })
        .map((n) => ({ ...base, kind: 'several' as const, options: options(id, n) })),
    },
    fc
      .integer({ min: 3, max: 6 })
      .map((to) => ({ ...base, kind: 'scale' as const, from: 1 as const, to, low: {}, high: {} })),
    fc.constant<Question>({
      ...base,
      kind: 'matrix',
      rows: [
        { id: 'r1', words: {} },
        { id: 'r2', words: {} },
      ],
      options: options(id, 3),
    }),
  );
  return fc
    .tuple(kind, condition)
    .map(([question, on]): Question => ({ ...question, ...(on && { if: on }) }));
};

/** One to four questions of any kind, some of them only for those who answered an earlier one so. */
export const aDefinition: fc.Arbitrary<SurveyDefinition> = fc
  .integer({ min: 1, max: 4 })
  .chain((count) =>
    Array.from({ length: count }).reduce<fc.Arbitrary<Question[]>>(
      (questions, _, index) =>
        questions.chain((earlier) => aQuestion(index, earlier).map((question) => [...earlier, question])),
      fc.constant([]),
    ),
  )
  .map(definitionOf);

/** SurveyAnswers by a seed: each person leans to the first options, so that small cells are common. */
export const answering = ({ questions }: SurveyDefinition, count: number, seed: number): SurveyAnswers[] => {
  let state = seed;
  const chance = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  const lean = (length: number) => Math.floor(chance() ** 2 * length);
  return Array.from({ length: count }, () => {
    const person: SurveyAnswers = {};
    for (const question of questions) {
      if (!wasAsked(question, person) || chance() < 0.08) continue;
      if (question.kind === 'one') person[question.id] = question.options[lean(question.options.length)]!.id;
      if (question.kind === 'several')
        person[question.id] = question.options.filter(() => chance() < 0.4).map(({ id }) => id);
      if (question.kind === 'scale') person[question.id] = String(1 + lean(question.to));
      if (question.kind === 'matrix')
        person[question.id] = Object.fromEntries(
          question.rows.filter(() => chance() > 0.1).map(({ id }) => [id, question.options[lean(3)]!.id]),
        );
    }
    return person;
  });
};
