import { randomBytes } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { FormStamp } from '../../src/web/http/form-stamp.js';

const NOW = Date.UTC(2026, 4, 17, 12);
const stamps = new FormStamp(Buffer.alloc(32, 1), 2);
const after = (seconds: number) => stamps.read(stamps.make(NOW), NOW + seconds * 1000);

test.each([
  [0, 'too-fast'],
  [1.9, 'too-fast'],
  [2, 'fine'],
  [24 * 3600, 'fine'],
  [24 * 3600 + 1, 'too-old'],
  [-60, 'too-fast'],
])('%d seconds after a form was shown it is %s', (seconds, reading) => {
  expect(after(seconds)).toBe(reading);
});

test('a stamp of ours under another secret, altered or cut is not ours', () => {
  const stamp = stamps.make(NOW);
  const [time, signature] = stamp.split('.') as [string, string];
  const later = (Number.parseInt(time, 36) + 1).toString(36);
  const forged = [
    new FormStamp(randomBytes(32), 2).make(NOW),
    `${later}.${signature}`,
    `${time}.${signature.slice(0, -1)}`,
    `${time}.${signature}x`,
    `${time}.`,
    `.${signature}`,
    time,
    '.',
    ' ',
    'NaN.x',
    `${time}.${'é'.repeat(22)}`,
    `${time}.${'é'.repeat(11)}`,
  ];
  for (const one of forged) expect([one, stamps.read(one, NOW + 5000)]).toEqual([one, 'not-ours']);
});

test('two forms of one second carry the same stamp, so that it knows no visitor', () => {
  expect(stamps.make(NOW)).toBe(stamps.make(NOW + 999));
  expect(stamps.make(NOW)).not.toBe(stamps.make(NOW + 1000));
  expect(stamps.make(NOW).length).toBeLessThan(40);
});
