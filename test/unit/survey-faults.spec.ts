import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { SurveyDefinition } from '../../src/surveys/survey-definition.js';
import { faultsOf } from '../../src/surveys/survey-faults.js';

const both = (nb: string, en = nb) => ({ nb, en });
const option = (id: string, nb: string) => ({ id, words: both(nb) });
const WHOLE: SurveyDefinition = SurveyDefinition.parse({
  locales: ['nb', 'en'],
  title: both('Høsten'),
  introduction: {},
  questions: [
    { kind: 'one', id: 'q1', words: both('Var du der?'), options: [option('o1', 'Ja'), option('o2', 'Nei')] },
    {
      kind: 'several',
      id: 'q2',
      words: both('Hva hørte du?'),
      if: { question: 'q1', options: ['o1'] },
      options: [option('o3', 'Jazz'), option('o4', 'Kor')],
    },
    {
      kind: 'scale',
      id: 'q3',
      words: both('Hvor godt?'),
      from: 1,
      to: 5,
      low: both('Lite'),
      high: both('Godt'),
    },
    {
      kind: 'matrix',
      id: 'q4',
      words: both('Hva syntes du?'),
      rows: [option('r1', 'Lyden'), option('r2', 'Lyset')],
      options: [option('o5', 'Bra'), option('o6', 'Dårlig')],
    },
    { kind: 'text', id: 'q5', words: both('Noe mer?'), help: both('Ikke navn.') },
  ],
});

const plain = { sensitive: false };
const changed = (change: (definition: SurveyDefinition) => void) => {
  const copy = structuredClone(WHOLE);
  change(copy);
  return faultsOf(SurveyDefinition.parse(copy), plain);
};

test('a survey that is whole in every language has no fault', () => {
  expect(faultsOf(WHOLE, plain)).toEqual([]);
});

test('a survey without a title and questions says so, once for each language', () => {
  expect(faultsOf({ locales: ['nb', 'nn'], title: {}, introduction: {}, questions: [] }, plain)).toEqual([
    { code: 'no-title', locale: 'nb' },
    { code: 'no-title', locale: 'nn' },
    { code: 'no-questions' },
  ]);
});

test('every text must be there in every language: property over which one is taken away', () => {
  fc.assert(
    fc.property(fc.nat(), fc.constantFrom('nb' as const, 'en' as const), (nat, locale) => {
      const copy = structuredClone(WHOLE);
      const texts: Record<string, string>[] = [];
      JSON.stringify(copy, (key, value: unknown) => {
        if (['words', 'title', 'help', 'low', 'high'].includes(key))
          texts.push(value as Record<string, string>);
        return value;
      });
      expect(texts.length).toBe(17);
      texts[nat % texts.length]![locale] = '  ';
      const found = faultsOf(copy, plain);
      expect(found).toHaveLength(1);
      expect(found[0]).toMatchObject({ locale });
    }),
  );
});

test('help and introduction may be left out, but not in one language alone', () => {
  expect(changed((copy) => (copy.questions[4]!.help = {}))).toEqual([]);
  expect(changed((copy) => (copy.introduction = { nb: 'Hei' }))).toEqual([
    { code: 'no-introduction', locale: 'en' },
  ]);
});

describe('a condition', () => {
  const onSecond = (condition: { question: string; options: string[] }) =>
    changed((copy) => (copy.questions[1]!.if = condition));

  test.each([
    ['condition-gone', { question: 'q9', options: ['o1'] }],
    ['condition-gone', { question: 'q1', options: ['o9'] }],
    ['condition-later', { question: 'q2', options: ['o3'] }],
    ['condition-later', { question: 'q4', options: ['o5'] }],
  ])('%s', (code, condition) => {
    expect(onSecond(condition)).toEqual([{ code, question: 'q2' }]);
  });

  test('is on a question with options, and on one of several', () => {
    expect(changed((copy) => (copy.questions[4]!.if = { question: 'q3', options: ['o1'] }))).toEqual([
      { code: 'condition-no-options', question: 'q5' },
    ]);
    expect(changed((copy) => (copy.questions[4]!.if = { question: 'q2', options: ['o3', 'o4'] }))).toEqual([
      { code: 'condition-several', question: 'q5' },
    ]);
  });
});

test('no two options say the same, and no id stands twice', () => {
  expect(
    changed(
      (copy) =>
        (copy.questions[0] = {
          ...WHOLE.questions[0]!,
          options: [option('o1', 'Ja'), option('o1', 'ja ')],
        } as never),
    ),
  ).toEqual([
    { code: 'same-words', question: 'q1', part: 'option', number: 2, locale: 'nb' },
    { code: 'same-words', question: 'q1', part: 'option', number: 2, locale: 'en' },
    { code: 'same-id', question: 'q1' },
  ]);
});

test('what is especially protected is found in any text of a question, and only hinders without an explicit yes', () => {
  const copy = structuredClone(WHOLE);
  copy.questions[3] = {
    ...(copy.questions[3] as Extract<(typeof copy.questions)[number], { kind: 'matrix' }>),
    rows: [option('r1', 'Lyden'), option('r2', 'Plass til rullestol')],
  };
  expect(faultsOf(copy, plain)).toEqual([
    { code: 'special', question: 'q4', category: 'health', word: 'rullestol' },
  ]);
  expect(faultsOf(copy, { sensitive: true })).toEqual([]);
});
