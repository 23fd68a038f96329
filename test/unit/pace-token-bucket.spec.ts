import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { TokenBucket } from '../../src/platform/pace/token-bucket.js';

function at(perSecond: number, burst: number): { bucket: TokenBucket; clock: { ms: number } } {
  const clock = { ms: 1_000_000 };
  return { bucket: new TokenBucket(perSecond, burst, () => clock.ms), clock };
}

test('a full bucket gives its burst at once, then one for each tick of its rate', () => {
  const { bucket, clock } = at(10, 3);
  expect([bucket.take(), bucket.take(), bucket.take(), bucket.take()]).toEqual([true, true, true, false]);
  expect(bucket.waitMs()).toBe(100);
  clock.ms += 99;
  expect(bucket.take()).toBe(false);
  expect(bucket.waitMs()).toBe(1);
  clock.ms += 1;
  expect(bucket.waitMs()).toBe(0);
  expect([bucket.take(), bucket.take()]).toEqual([true, false]);
});

test('a rest fills it to its burst and no further', () => {
  const { bucket, clock } = at(10, 3);
  while (bucket.take());
  clock.ms += 86_400_000;
  expect([bucket.take(), bucket.take(), bucket.take(), bucket.take()]).toEqual([true, true, true, false]);
});

test('without a limit there is always one', () => {
  const { bucket } = at(Infinity, 1);
  for (let i = 0; i < 10_000; i++) expect(bucket.take()).toBe(true);
  expect(bucket.waitMs()).toBe(0);
});

test('less than one per second', () => {
  const { bucket, clock } = at(0.1, 1);
  expect([bucket.take(), bucket.take()]).toEqual([true, false]);
  expect(bucket.waitMs()).toBe(10_000);
  clock.ms += 10_000;
  expect(bucket.take()).toBe(true);
});

test('a clock that jumps back costs no more than one empty bucket', () => {
  const { bucket, clock } = at(10, 3);
  while (bucket.take());
  clock.ms -= 3_600_000;
  expect(bucket.waitMs()).toBeLessThanOrEqual(100);
  clock.ms += 100;
  expect(bucket.take()).toBe(true);
});

test.each([0, -1, Number.NaN])('%d per second is refused', (perSecond) => {
  expect(() => at(perSecond, 1)).toThrow(RangeError);
});

test.each([0, 0.5, Infinity, Number.NaN])('a burst of %d is refused', (burst) => {
  expect(() => at(1, burst)).toThrow(RangeError);
});

const rates = fc.double({ min: 0.01, max: 50_000, noNaN: true });
const bursts = fc.integer({ min: 1, max: 1000 });

test('whatever the steps: never more than burst + rate × time, and waitMs keeps its word', () => {
  fc.assert(
    fc.property(
      rates,
      bursts,
      fc.array(fc.tuple(fc.double({ min: 0, max: 5000, noNaN: true }), fc.integer({ min: 1, max: 50 }))),
      (rate, burst, steps) => {
        const { bucket, clock } = at(rate, burst);
        const taken: { ms: number; before: number }[] = [];
        for (const [pause, tries] of steps) {
          clock.ms += pause;
          for (let i = 0; i < tries; i++) {
            const wait = bucket.waitMs();
            const got = bucket.take();
            if (got !== (wait === 0)) return false;
            if (got) taken.push({ ms: clock.ms, before: taken.length });
            else clock.ms += wait;
            if (!got && bucket.waitMs() > 0) return false;
          }
        }
        return taken.every((first) =>
          taken
            .slice(first.before)
            .every(
              (last) => last.before - first.before + 1 <= burst + (rate * (last.ms - first.ms)) / 1000 + 1e-3,
            ),
        );
      },
    ),
    { numRuns: 200 },
  );
});

test('one who takes whenever there is one gets the full rate', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 500 }), bursts, (rate, burst) => {
      const { bucket, clock } = at(rate, burst);
      const end = clock.ms + 10_000;
      let got = 0;
      while (clock.ms < end) {
        while (bucket.take()) got++;
        clock.ms += bucket.waitMs();
      }
      // A wait is rounded up to whole milliseconds, and what fell into the rounding is not lost while there is burst.
      const least = burst > 1 ? rate * 10 : Math.floor(10_000 / Math.ceil(1000 / rate));
      expect(got).toBeGreaterThanOrEqual(least - 1);
      expect(got).toBeLessThanOrEqual(burst + rate * 10);
    }),
    { numRuns: 100 },
  );
});
