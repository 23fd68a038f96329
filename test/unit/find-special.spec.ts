import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { findSpecial } from '../../src/surveys/find-special.js';
import { SPECIAL_CATEGORIES, SPECIAL_WORDS } from '../../src/surveys/special-words.js';
import { SURVEY_LOCALES } from '../../src/surveys/survey-definition.js';

test('each word of each list is found, however it is written and whatever stands about it', () => {
  const words = SPECIAL_CATEGORIES.flatMap((category) =>
    SURVEY_LOCALES.flatMap((locale) =>
      SPECIAL_WORDS[category][locale].map((word) => [category, word] as const),
    ),
  );
  fc.assert(
    fc.property(
      fc.constantFrom(...words),
      fc.constantFrom('', 'Har du ', 'x, «'),
      fc.constantFrom('', '?', '», y'),
      fc.boolean(),
      ([category, word], before, after, loud) => {
        const text = word.replace('=', '');
        const found = findSpecial(`${before}${loud ? text.toUpperCase() : text.normalize('NFD')}${after}`);
        expect(found.map((one) => one.category)).toContain(category);
      },
    ),
    { numRuns: 1000 },
  );
});

test.each([
  'Hvilken konsert likte du best?',
  'Hvor ofte går du på teater?',
  'Hvor fikk du høre om programmet?',
  'Kva tykte du om lyset og lyden?',
  'Which evening suits you best?',
  'How did you come here: by bus, by car, on foot?',
  'Ønsker du flere matinéer for barn?',
  'Kom du på sykkel, og stemte tiden?',
  'Er det nok stemmer i koret?',
  'Would you come again at the same time?',
  'Var politiet til hjelp?',
])('nothing especially protected is found in %s', (text) => {
  expect(findSpecial(text)).toEqual([]);
});
