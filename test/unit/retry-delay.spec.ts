import { expect, test } from '@jest/globals';
import { MAX_ATTEMPTS, noticeRetryDelaySeconds, retryDelaySeconds } from '../../src/keeper/retry-delay.js';

const HOUR = 3600;

test.each([
  ['a campaign’s message', retryDelaySeconds, 0, HOUR / 2],
  ['a campaign’s message', retryDelaySeconds, 1, (HOUR / 2) * 1.5],
  ['a notice', noticeRetryDelaySeconds, 0, 15],
  ['a notice', noticeRetryDelaySeconds, 5, 480],
  ['a notice', noticeRetryDelaySeconds, 1000, 12 * HOUR],
])('%s after %s and %d tries waits %d seconds and up to a quarter more', (_, delay, attempts, least) => {
  const delays = Array.from({ length: 200 }, () => delay(attempts));
  expect(Math.min(...delays)).toBeGreaterThanOrEqual(least);
  expect(Math.max(...delays)).toBeLessThanOrEqual(Math.ceil(least * 1.25));
  expect(new Set(delays).size).toBeGreaterThan(1);
  expect(delays.every(Number.isInteger)).toBe(true);
});

test('a campaign’s message is tried for three days at least, and given up within five, whatever the jitter', () => {
  const least = Array.from({ length: MAX_ATTEMPTS - 1 }, (_, attempts) => (HOUR / 2) * 1.5 ** attempts);
  const hours = least.reduce((sum, delay) => sum + delay, 0) / HOUR;
  expect(hours).toBeGreaterThan(3 * 24);
  expect(hours * 1.25).toBeLessThan(5 * 24);
});
