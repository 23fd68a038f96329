import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { shownResults, type ShownPart, type TallyCell } from '../../src/surveys/shown-results.js';
import type { Question, SurveyAnswers, SurveyDefinition } from '../../src/surveys/survey-definition.js';
import {
  aDefinition,
  answering,
  definitionOf,
  options,
  tallied,
  wasAsked,
} from '../support/surveys-by-chance.js';

const sum = (parts: readonly ShownPart[]) => parts.reduce((all, { count }) => all + count, 0);
const unions = <T>(of: readonly T[]): T[][] =>
  of.reduce<T[][]>((all, one) => [...all, ...all.map((some) => [...some, one])], [[]]);

describe('shownResults', () => {
  test('shows no number and no difference of two under the floor, and keeps the sums', () => {
    let seen = 0;
    fc.assert(
      fc.property(
        aDefinition,
        fc.integer({ min: 0, max: 70 }),
        fc.integer({ min: 1, max: 2 ** 31 }),
        fc.constantFrom(5, 10),
        (definition, count, seed, floor) => {
          const people = answering(definition, count, seed);
          const shown = shownResults(definition, tallied(definition, people), count, floor);
          expect(shown === null).toBe(count < 10);
          if (!shown) return;
          /** Each shown set of people, by what is known of it: whom it was asked, and which cells they answered with. */
          const known: { name: string; set: Set<SurveyAnswers> }[] = [{ name: 'all', set: new Set(people) }];
          const safe = (few: number, what: string) => {
            if (few > 0 && few < floor) throw new Error(`${what}: ${few}`);
          };
          for (const { question: id, asked, answers } of shown) {
            const question = definition.questions.find((one) => one.id === id)!;
            if (asked === null || answers === null) continue;
            seen += 1;
            const really = people.filter((person) => wasAsked(question, person));
            expect(asked).toBe(really.length);
            safe(asked, `${id} asked`);
            known.push({ name: `${id} asked`, set: new Set(really) });
            const cell = (person: SurveyAnswers, row?: string) =>
              ((row === undefined ? person[id] : (person[id] as Record<string, string> | undefined)?.[row]) ??
                '') as string;
            const partition = (parts: readonly ShownPart[], row?: string) => {
              expect(sum(parts)).toBe(asked);
              for (const some of unions(parts).slice(1)) {
                const cells = some.flatMap((part) => part.cells);
                const set = new Set(really.filter((person) => cells.includes(cell(person, row))));
                expect(set.size).toBe(sum(some));
                known.push({ name: `${id} ${row ?? ''} ${cells.join('+')}`, set });
              }
            };
            if (answers.kind === 'parts') partition(answers.parts);
            if (answers.kind === 'rows') for (const { row, parts } of answers.rows) partition(parts, row);
            if (answers.kind === 'each')
              for (const { option, share } of answers.options) {
                const set = new Set(
                  really.filter((person) => (person[id] as string[] | undefined)?.includes(option)),
                );
                if (share === 'few') expect(set.size).toBeLessThan(floor);
                else if (share === 'most') expect(set.size).toBeGreaterThan(asked - floor);
                else {
                  expect(set.size).toBe(share);
                  known.push({ name: `${id} ${option}`, set });
                }
              }
          }
          // Whoever reads it knows of each condition which sets lie within which: a difference of those is a number too.
          for (const one of known) {
            safe(one.set.size, one.name);
            for (const other of known)
              if (within(definition, one.name, other.name))
                safe(other.set.size - one.set.size, `${other.name} - ${one.name}`);
          }
        },
      ),
      { numRuns: 400 },
    );
    expect(seen).toBeGreaterThan(300);
  });

  test('hides what is asked of a number that is not to be told', () => {
    const definition = definitionOf([
      { kind: 'one', id: 'q0', words: {}, options: options('q0', 3) },
      {
        kind: 'one',
        id: 'q1',
        words: {},
        options: options('q1', 2),
        if: { question: 'q0', options: ['oq0x0'] },
      },
    ]);
    const people = [
      ...Array.from({ length: 11 }, (_, n) => ({ q0: 'oq0x0', q1: n < 6 ? 'oq1x0' : 'oq1x1' })),
      { q0: 'oq0x1' },
      ...Array.from({ length: 40 }, () => ({ q0: 'oq0x2' })),
    ];
    expect(shownResults(definition, tallied(definition, people), 52, 5)).toEqual([
      {
        question: 'q0',
        asked: 52,
        answers: {
          kind: 'parts',
          parts: [
            { cells: ['oq0x2'], count: 40 },
            { cells: ['oq0x0', 'oq0x1'], count: 12 },
          ],
        },
      },
      { question: 'q1', asked: null, answers: null },
    ]);
  });

  const scale: Question = { kind: 'scale', id: 'q0', words: {}, from: 0, to: 3, low: {}, high: {} };
  const spread = (counts: Record<string, number>): TallyCell[] =>
    Object.entries(counts).map(([cell, count]) => ({ question: 'q0', row: '', cell, count }));

  test('has an average of a scale only where nothing is merged', () => {
    const of = (counts: Record<string, number>, answered: number) =>
      shownResults(definitionOf([scale]), spread(counts), answered, 5)![0]!.answers;
    expect(of({ 0: 5, 1: 5, 2: 10, 3: 10, '': 6 }, 36)).toMatchObject({ average: 55 / 30 });
    const merged = of({ 0: 4, 1: 6, 2: 10, 3: 10 }, 30);
    expect(merged).toEqual({
      kind: 'parts',
      parts: [
        { cells: ['2'], count: 10 },
        { cells: ['3'], count: 10 },
        { cells: ['0', '1'], count: 10 },
      ],
    });
  });

  test('says only how many there were where nothing else may be told', () => {
    expect(shownResults(definitionOf([scale]), spread({ 0: 4, 1: 3, 2: 2, 3: 1, '': 1 }), 11, 5)![0]).toEqual(
      {
        question: 'q0',
        asked: 11,
        answers: { kind: 'parts', parts: [{ cells: ['0', '1', '2', '3', ''], count: 11 }] },
      },
    );
    expect(shownResults(definitionOf([scale]), spread({ 0: 9 }), 9, 5)).toBeNull();
  });
});

/** Whether everybody of the one set is in the other, by the questions alone. */
function within({ questions }: SurveyDefinition, one: string, other: string): boolean {
  if (one === other) return false;
  if (other === 'all') return true;
  const [id, ...mine] = one.split(' ');
  const [of, ...theirs] = other.split(' ');
  if (id === of && theirs[0] === 'asked') return true;
  const question = questions.find((each) => each.id === id);
  if (!question?.if) return false;
  if (question.if.question !== of) {
    const before = questions.find((each) => each.id === question.if!.question)!;
    return mine.length > 0 && within({ questions } as SurveyDefinition, `${before.id} asked`, other);
  }
  if (theirs[0] === 'asked') return true;
  const cells = theirs.at(-1)!.split('+');
  return question.if.options.every((option) => cells.includes(option));
}
