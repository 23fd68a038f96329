import { describe, expect, test } from '@jest/globals';
import {
  anyFault,
  faults,
  lineFault,
  organisationNumberFault,
  slugFault,
  textFault,
} from '../../src/web/staff/fields.js';

const BREAKS = ['\0', '\t', '\n', '\r', '\r\n', '\u001b', '\u007f', '\u0085', '\u009f', '\u2028', '\u2029'];
const BAD = { key: 'form.bad-characters' };

describe('a line', () => {
  test.each(BREAKS)('with %j in it is none', (character) => {
    expect(lineFault(`a${character}b`, { max: 10 })).toEqual(BAD);
  });

  test.each(['Høst', 'a, "b" <c>', '🎻', 'e\u0301', 'שלום', 'a=?UTF-8?Q?b?='])('may be %j', (text) => {
    expect(lineFault(text, { max: 20 })).toBeUndefined();
  });

  test('is needed unless it is optional, and blank is not written', () => {
    for (const blank of ['', ' ', '\n', '\u00a0']) {
      expect(lineFault(blank, { max: 10 })).toEqual({ key: 'form.required' });
      expect(lineFault(blank, { max: 10, optional: true })).toBeUndefined();
    }
  });

  test('has at most so many characters', () => {
    expect(lineFault('a'.repeat(10), { max: 10 })).toBeUndefined();
    expect(lineFault('a'.repeat(11), { max: 10 })).toEqual({ key: 'form.too-long', params: { max: 10 } });
  });
});

describe('a text', () => {
  test('may have lines and tabs', () => {
    expect(textFault('en\r\nto\ntre\tfire', { max: 100 })).toBeUndefined();
  });

  test.each(['\0', '\u001b', '\u000b', '\u000c', '\u0085', '\u2028'])(
    'with %j in it is none',
    (character) => {
      expect(textFault(`a${character}b`, { max: 10 })).toEqual(BAD);
    },
  );
});

test.each([
  ['nyhetsbrev', undefined],
  ['a1-b2', undefined],
  ['', 'form.required'],
  ['Nyhetsbrev', 'slug.error.form'],
  ['1a', 'slug.error.form'],
  ['-a', 'slug.error.form'],
  ['a-', 'slug.error.form'],
  ['a--b', 'slug.error.form'],
  ['høst', 'slug.error.form'],
  ['a b', 'slug.error.form'],
  ['a\n', 'slug.error.form'],
  ['a'.repeat(41), 'slug.error.form'],
])('the slug %j: %s', (slug, fault) => {
  expect(slugFault(slug)?.key).toBe(fault);
});

test.each([
  ['974760673', true],
  ['974 760 673', true],
  ['974\u00a0760\u00a0673', true],
  ['974760674', false],
  ['123456789', false],
  ['000000000', true],
  ['97476067', false],
  ['9747606733', false],
  ['NO974760673', false],
  ['974760673MVA', false],
  ['', false],
])('the organisation number %j: %s', (number, fine) => {
  expect(organisationNumberFault(number) === undefined).toBe(fine);
});

test('a number whose control would be ten is nobody’s', () => {
  // 3·1 = 3, and 11 − 3 = 8; 3·4 = 12, and 11 − 1 = 10: no ninth digit makes 40000000 whole.
  expect(organisationNumberFault('100000008')).toBeUndefined();
  for (let last = 0; last < 10; last += 1) expect(organisationNumberFault(`40000000${last}`)).toBeDefined();
});

test('only faults are kept', () => {
  const found = faults<'a' | 'b'>({ a: undefined, b: { key: 'form.required' } });
  expect(found).toEqual({ b: { key: 'form.required' } });
  expect(anyFault(found)).toBe(true);
  expect(anyFault(faults<'a'>({ a: undefined }))).toBe(false);
});
