import { randomBytes, randomUUID } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { isReturnToken, readReturnToken, returnToken } from '../../src/inbound/return-token.js';

const key = randomBytes(32);
const register = randomUUID();
const day = new Date('2026-11-03T00:00:00Z');
const use = fc.constantFrom('r' as const, 'u' as const);

describe('a token', () => {
  test('names what it was made for, and the day', () => {
    fc.assert(
      fc.property(
        use,
        fc.uuid(),
        fc.date({ min: new Date('2020-01-01'), max: new Date('2140-01-01'), noInvalidDate: true }),
        (of, id, at) => {
          const token = returnToken(key, of, register, id, at);
          const madeOn = new Date(Math.floor(at.getTime() / 86_400_000) * 86_400_000);
          expect(readReturnToken(key, register, token)).toEqual({ use: of, id, madeOn });
        },
      ),
    );
  });

  test('is a local part of 57 characters that every server takes, and the same within a day', () => {
    const token = returnToken(key, 'r', register, randomUUID(), day);
    expect(token).toMatch(/^r-[a-z2-7]{55}$/);
    const id = randomUUID();
    const at = (time: string) => returnToken(key, 'r', register, id, new Date(`2026-11-03T${time}Z`));
    expect(at('23:59:59.999')).toBe(at('00:00:00.000'));
  });

  test('says nothing of the id: one bit more in it, and another token altogether', () => {
    const [one, other] = ['00000000-0000-4000-8000-000000000000', '00000000-0000-4000-8000-000000000001'].map(
      (id) => returnToken(key, 'r', register, id, day),
    );
    const alike = one!.split('').filter((character, index) => character === other![index]).length;
    expect(alike).toBeLessThan(20);
  });
});

describe('what is no token of ours', () => {
  const token = returnToken(key, 'r', register, randomUUID(), day);
  const read = (text: string) => readReturnToken(key, register, text);

  test.each([
    ['another register’s', () => readReturnToken(key, randomUUID(), token)],
    ['another key’s', () => readReturnToken(randomBytes(32), register, token)],
    ['made for another use', () => read(token.replace(/^r/, 'u'))],
    ['in capitals', () => read(token.toUpperCase())],
    ['with one capital', () => read(token.replace(/[a-z](?=[^a-z]*$)/, (letter) => letter.toUpperCase()))],
    ['cut off', () => read(token.slice(0, -1))],
    ['longer', () => read(`${token}a`)],
    ['with a space', () => read(` ${token}`)],
    ['with a line break', () => read(`${token}\n`)],
    ['nothing', () => read('')],
  ])('%s', (_, attempt) => {
    expect(attempt()).toBeUndefined();
  });

  test('one with any character changed', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 56 }),
        fc.constantFrom(...'abcdefghijklmnopqrstuvwxyz234567'.split('')),
        (at, character) => {
          fc.pre(token[at] !== character);
          expect(read(token.slice(0, at) + character + token.slice(at + 1))).toBeUndefined();
        },
      ),
    );
  });

  test('ten thousand of random characters', () => {
    const random = fc.stringMatching(/^[ru]-[a-z2-7]{55}$/);
    fc.assert(
      fc.property(random, (text) => {
        expect(isReturnToken(text)).toBe(true);
        expect(read(text)).toBeUndefined();
      }),
      { numRuns: 10_000 },
    );
  });

  test('any text, which is read without a fault', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(read(text)).toBeUndefined();
      }),
    );
  });
});
