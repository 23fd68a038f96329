import { expect, test } from '@jest/globals';
import { MAX_ATTEMPTS, retryDelaySeconds } from '../../src/keeper/retry-delay.js';

const HOUR = 3600;

test.each([
  [0, 60, 60],
  [1, 60, 120],
  [5, 60, 32 * 60],
  [11, 60, 12 * HOUR],
  [0, 15, 15],
  [1000, 60, 12 * HOUR],
])('after %d attempts from %d seconds: %d seconds and up to a quarter more', (attempts, first, least) => {
  const delays = Array.from({ length: 200 }, () => retryDelaySeconds(attempts, first));
  expect(Math.min(...delays)).toBeGreaterThanOrEqual(least);
  expect(Math.max(...delays)).toBeLessThanOrEqual(Math.ceil(least * 1.25));
  expect(new Set(delays).size).toBeGreaterThan(1);
  expect(delays.every(Number.isInteger)).toBe(true);
});

test('a campaign is tried for a day at least, and given up within five days', () => {
  const all = Array.from({ length: MAX_ATTEMPTS - 1 }, (_, attempts) => retryDelaySeconds(attempts, 60));
  const hours = all.reduce((sum, delay) => sum + delay, 0) / HOUR;
  expect(hours).toBeGreaterThan(24);
  expect(hours).toBeLessThan(5 * 24);
});
