import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { ConcurrencyWindow, type PaceOutcome } from '../../src/platform/pace/window.js';

const MINUTE = 60_000;

function open(ceiling: number, random = () => 0, initial?: number) {
  const clock = { ms: 1_000_000 };
  const window = new ConcurrencyWindow({ ceiling, random, now: () => clock.ms, ...(initial && { initial }) });
  return { window, clock };
}

function fill(window: ConcurrencyWindow): number {
  let entered = 0;
  while (window.tryEnter()) entered++;
  return entered;
}

function leaveAll(window: ConcurrencyWindow, outcome: PaceOutcome): void {
  while (window.inside > 0) window.leave(outcome);
}

test('it begins with four and doubles with each round trip, up to the ceiling', () => {
  const { window } = open(20);
  const trips = Array.from({ length: 5 }, () => {
    const entered = fill(window);
    leaveAll(window, 'success');
    return entered;
  });
  expect(trips).toEqual([4, 8, 16, 20, 20]);
});

test('what tells nothing of the pace changes nothing', () => {
  const { window } = open(20);
  fill(window);
  leaveAll(window, 'neutral');
  expect([window.size, window.closedMs(), fill(window)]).toEqual([4, 0, 4]);
});

test('a ceiling below four is kept from the start', () => {
  const { window } = open(2);
  expect(fill(window)).toBe(2);
});

test('a back-off closes for a minute, then opens for one and grows again', () => {
  const { window, clock } = open(20);
  fill(window);
  window.leave('back-off');
  expect([window.closedMs(), window.tryEnter()]).toEqual([MINUTE, false]);
  leaveAll(window, 'success');
  clock.ms += MINUTE - 1;
  expect([window.closedMs(), window.tryEnter()]).toEqual([1, false]);
  clock.ms += 1;
  expect([window.closedMs(), fill(window)]).toEqual([0, 1]);
  leaveAll(window, 'success');
  expect(fill(window)).toBe(2);
});

test('those who were inside together and are all told to slow down count as one back-off', () => {
  const { window, clock } = open(20);
  fill(window);
  leaveAll(window, 'back-off');
  expect(window.closedMs()).toBe(MINUTE);
  clock.ms += MINUTE;
  window.tryEnter();
  window.leave('back-off');
  expect(window.closedMs()).toBe(2 * MINUTE);
});

test('each further back-off doubles it, up to an hour; a spell of successes forgets them', () => {
  const { window, clock } = open(20);
  const closed = Array.from({ length: 8 }, () => {
    expect(window.tryEnter()).toBe(true);
    window.leave('back-off');
    const ms = window.closedMs();
    clock.ms += ms;
    return ms / MINUTE;
  });
  expect(closed).toEqual([1, 2, 4, 8, 16, 32, 60, 60]);

  for (let i = 0; i < 19; i++) void (window.tryEnter() && window.leave('success'));
  window.tryEnter();
  window.leave('back-off');
  expect(window.closedMs()).toBe(60 * MINUTE);
  clock.ms += window.closedMs();
  for (let i = 0; i < 20; i++) void (window.tryEnter() && window.leave('success'));
  window.tryEnter();
  window.leave('back-off');
  expect(window.closedMs()).toBe(MINUTE);
});

test('jitter adds up to a quarter', () => {
  const { window } = open(20, () => 0.999_999);
  window.tryEnter();
  window.leave('back-off');
  expect(window.closedMs()).toBe(75_000);
});

test('how long one stays inside is learned', () => {
  const { window, clock } = open(10);
  for (let i = 0; i < 100; i++) {
    const entered = fill(window);
    clock.ms += 300;
    for (let j = 0; j < entered; j++) window.leave('success');
  }
  // Ten enter together and leave together: each leave is told a tenth of their common time, or all of it at once.
  expect(window.size).toBe(10);
  const spread = Array.from({ length: 400 }, (_, tick) => tick).map(() => {
    if (window.inside === 10) window.leave('success');
    window.tryEnter();
    clock.ms += 30;
    return window.holdMs;
  });
  expect(spread.at(-1)).toBeGreaterThan(250);
  expect(spread.at(-1)).toBeLessThan(350);
});

const steps = fc.array(
  fc.oneof(
    fc.constant('enter' as const),
    fc.constantFrom<PaceOutcome>('success', 'success', 'success', 'neutral', 'back-off'),
    fc.integer({ min: 1, max: 200_000 }),
  ),
  { maxLength: 300 },
);

test('whatever happens: never more inside than the ceiling, nobody while it is closed, and it opens again', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 50 }), steps, (ceiling, steps) => {
      const { window, clock } = open(ceiling, () => 0.5);
      for (const step of steps) {
        if (typeof step === 'number') clock.ms += step;
        else if (step === 'enter') {
          const room = window.inside < window.size && window.closedMs() === 0;
          expect(window.tryEnter()).toBe(room);
        } else if (window.inside > 0) window.leave(step);
        expect(window.size).toBeGreaterThanOrEqual(1);
        expect(window.size).toBeLessThanOrEqual(ceiling);
        expect(window.inside).toBeLessThanOrEqual(ceiling);
        expect(window.inside).toBeGreaterThanOrEqual(0);
        expect(window.closedMs()).toBeLessThanOrEqual(75 * MINUTE);
        expect(window.holdMs).toBeGreaterThanOrEqual(0);
      }
      leaveAll(window, 'neutral');
      clock.ms += window.closedMs();
      expect(window.tryEnter()).toBe(true);
    }),
    { numRuns: 300 },
  );
});
