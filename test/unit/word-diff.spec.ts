import fc from 'fast-check';
import { expect, test } from '@jest/globals';
import { compareWords } from '../../src/web/pages/word-diff.js';

const whole = (pieces: readonly { text: string }[]) => pieces.map(({ text }) => text).join('');
const kept = (pieces: readonly { text: string; changed: boolean }[]) =>
  whole(pieces.filter(({ changed }) => !changed));

test('what was taken out and what was put in is marked, word by word', () => {
  expect(compareWords('Nyheter om program.', 'Nyheter om tilbud og program.')).toEqual({
    before: [{ text: 'Nyheter om program.', changed: false }],
    now: [
      { text: 'Nyheter om ', changed: false },
      { text: 'tilbud og ', changed: true },
      { text: 'program.', changed: false },
    ],
  });
});

test('both texts are whole whatever they are, and what is not marked is the same in both', () => {
  const text = fc
    .array(fc.constantFrom('a', 'b', 'c ', ' ', '\n', 'æ ', '🎭'))
    .map((words) => words.join(''));
  fc.assert(
    fc.property(text, text, (one, other) => {
      const { before, now } = compareWords(one, other);
      expect([whole(before), whole(now)]).toEqual([one, other]);
      expect(kept(before)).toBe(kept(now));
    }),
  );
});

test('nothing is marked between a text and itself', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      const { before, now } = compareWords(text, text);
      expect([...before, ...now].some(({ changed }) => changed)).toBe(false);
    }),
  );
});
