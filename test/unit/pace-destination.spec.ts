import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { DestinationPace, type DestinationPaceOptions } from '../../src/platform/pace/destination-pace.js';

const MINUTE = 60_000;

function paced(options: Partial<DestinationPaceOptions> = {}) {
  const clock = { ms: 1_000_000 };
  const pace = new DestinationPace({
    perSecond: Infinity,
    burst: 10,
    ceiling: 20,
    now: () => clock.ms,
    random: () => 0,
    ...options,
  });
  const waits = (key: string, count: number): number[] =>
    Array.from({ length: count }, () => {
      const entry = pace.enter(key);
      return entry.outcome === 'go' ? 0 : entry.ms;
    });
  return { clock, pace, waits };
}

test('one key goes at the rate, and each that is refused is told a later time', () => {
  const { waits } = paced({ perSecond: 10, burst: 2, ceiling: 100 });
  expect(waits('a', 6)).toEqual([0, 0, 100, 200, 300, 400]);
});

test('keys do not slow each other down', () => {
  const { waits } = paced({ perSecond: 1, burst: 1 });
  expect([...waits('a', 2), ...waits('b', 2)]).toEqual([0, 1000, 0, 1000]);
});

test('who comes back at the time told is let in', () => {
  const { clock, pace, waits } = paced({ perSecond: 10, burst: 2, ceiling: 100 });
  const told = waits('a', 12).filter((ms) => ms > 0);
  const start = clock.ms;
  for (const ms of told) {
    clock.ms = start + ms;
    pace.leave('a', 'success');
    expect(pace.enter('a')).toEqual({ outcome: 'go' });
  }
});

test('a full window makes wait, and its growth is counted on: the spread is no straight line', () => {
  const { pace, waits } = paced({ ceiling: 1000 });
  expect(waits('a', 4)).toEqual([0, 0, 0, 0]);
  const told = waits('a', 1000);
  expect(told.every((ms, index) => ms >= (told[index - 1] ?? 1))).toBe(true);
  // At four at a time and 50 ms each it would take 12.5 s; with a window that doubles, some round trips.
  expect(told.at(-1)).toBeLessThan(500);
  expect(told.at(-1)).toBeGreaterThan(200);
  pace.leave('a', 'success');
  expect(waits('a', 3).map((ms) => ms > 0)).toEqual([false, false, true]);
});

test('a closed key says when it opens, plus a spread', () => {
  const { clock, pace, waits } = paced({ perSecond: 10, burst: 10 });
  waits('a', 1);
  pace.leave('a', 'back-off');
  const told = waits('a', 5);
  expect(told).toEqual([MINUTE, MINUTE + 100, MINUTE + 200, MINUTE + 300, MINUTE + 400]);
  expect(waits('b', 1)).toEqual([0]);
  clock.ms += MINUTE;
  expect(waits('a', 2).map((ms) => ms > 0)).toEqual([false, true]);
});

test('a place is given back whatever the outcome, and a rate refusal takes none', () => {
  const { clock, pace, waits } = paced({ perSecond: 1, burst: 1, ceiling: 1 });
  expect(waits('a', 1)).toEqual([0]);
  for (const outcome of ['neutral', 'success', 'neutral'] as const) {
    clock.ms += 1000;
    pace.leave('a', outcome);
    expect(waits('a', 3)[0]).toBe(0);
  }
});

test('memory is bounded, and the idle go first', () => {
  const { clock, pace, waits } = paced({ keys: 100 });
  waits('inside', 1);
  waits('closed', 1);
  pace.leave('closed', 'back-off');
  for (let i = 0; i < 5000; i++) {
    clock.ms += 1;
    waits(`idle ${i}`, 1);
    pace.leave(`idle ${i}`, 'success');
    expect(pace.size).toBeLessThanOrEqual(100);
  }
  expect(waits('closed', 1)[0]).toBeGreaterThan(MINUTE - 5001);
  expect(waits('inside', 4).map((ms) => ms > 0)).toEqual([false, false, false, true]);
});

test('it stays bounded when none is idle, and one forgotten inside does no harm when it leaves', () => {
  const { pace, waits } = paced({ keys: 50 });
  for (let i = 0; i < 500; i++) waits(`key ${i}`, 1);
  expect(pace.size).toBe(50);
  pace.leave('key 0', 'success');
  expect(pace.size).toBe(50);
  pace.leave('key 0', 'back-off');
  expect(waits('key 0', 1)).toEqual([MINUTE]);
});

/** Rows of one key at a caller that looks each `lookMs`, as a queue with a not-before time does. */
function drain(rows: number, options: Partial<DestinationPaceOptions>, lookMs: number, holdMs: number) {
  const { clock, pace } = paced(options);
  const start = clock.ms;
  const notBefore = Array.from({ length: rows }, () => start);
  const leaving: number[] = [];
  const told = new Map<number, number>();
  let waiting = notBefore.map((_, row) => row);
  let refusals = 0;
  while (waiting.length > 0) {
    while (leaving.length > 0 && leaving[0]! <= clock.ms) {
      leaving.shift();
      pace.leave('a', 'success');
    }
    waiting = waiting.filter((row) => {
      if (notBefore[row]! > clock.ms) return true;
      const entry = pace.enter('a');
      if (entry.outcome === 'go') {
        leaving.push(clock.ms + holdMs);
        return false;
      }
      notBefore[row] = clock.ms + entry.ms;
      told.set(row, (told.get(row) ?? 0) + 1);
      refusals++;
      return true;
    });
    clock.ms += lookMs;
  }
  return { seconds: (clock.ms - start) / 1000, perRow: refusals / rows, most: Math.max(0, ...told.values()) };
}

test('5,000 rows of one key leave at its rate, each refused about once', () => {
  const drained = drain(5000, { perSecond: 50, burst: 50, ceiling: 20 }, 100, 60);
  expect(drained.seconds).toBeGreaterThan(98);
  expect(drained.seconds).toBeLessThan(103);
  expect(drained.perRow).toBeLessThan(1.1);
});

test('without a rate the window alone paces: neither stalled nor refused over and over', () => {
  const drained = drain(5000, { ceiling: 20 }, 20, 60);
  // At best 20 in 60 ms: 15 s.
  expect(drained.seconds).toBeLessThan(30);
  expect(drained.perRow).toBeLessThan(3);
});

test('whatever rate, burst, look and hold: all leave, not faster than the rate, and with few refusals', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 20, max: 200 }),
      fc.integer({ min: 10, max: 100 }),
      fc.integer({ min: 10, max: 200 }),
      (perSecond, lookMs, holdMs) => {
        const rows = 600;
        const burst = perSecond;
        const drained = drain(rows, { perSecond, burst, ceiling: perSecond }, lookMs, holdMs);
        const ideal = (rows - burst) / perSecond;
        expect(drained.seconds).toBeGreaterThanOrEqual(ideal - 0.001);
        expect(drained.seconds).toBeLessThan(ideal * 1.1 + 3);
        expect(drained.perRow).toBeLessThan(2);
      },
    ),
    { numRuns: 60 },
  );
});
