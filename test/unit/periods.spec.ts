import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  dayAfter,
  END_REASONS,
  endedIn,
  joinedIn,
  periodsOf,
  startsOf,
  weekNumber,
} from '../../src/subscriptions/periods.js';

test('weeks begin on Mondays, months on the first, and the newest comes last', () => {
  expect(startsOf('week', '2026-01-01', { most: 3, since: '' })).toEqual([
    '2025-12-15',
    '2025-12-22',
    '2025-12-29',
  ]);
  expect(startsOf('month', '2026-01-31', { most: 3, since: '' })).toEqual([
    '2025-11-01',
    '2025-12-01',
    '2026-01-01',
  ]);
});

test('nothing is shown of before a list was there', () => {
  expect(startsOf('month', '2026-03-15', { most: 13, since: '2026-02-20' })).toEqual([
    '2026-02-01',
    '2026-03-01',
  ]);
});

test('a week has the number of its Thursday’s year', () => {
  expect(weekNumber('2025-12-29')).toEqual({ week: 1, year: 2026 });
  expect(weekNumber('2026-12-28')).toEqual({ week: 53, year: 2026 });
  expect(weekNumber('2027-01-04')).toEqual({ week: 1, year: 2027 });
  expect(dayAfter('2026-12-28', 7)).toBe('2027-01-04');
});

test('the size at the end of each period is the next one’s without what came in it', () => {
  const starts = startsOf('week', '2026-11-29', { most: 6, since: '' });
  fc.assert(
    fc.property(
      fc.array(
        fc.record({
          start: fc.constantFrom(...starts),
          kind: fc.constantFrom('joined', 'moved-in', ...END_REASONS),
          count: fc.integer({ min: 5, max: 900 }),
        }),
        { maxLength: 30 },
      ),
      (counts) => {
        const onIt = 1_000_000;
        const periods = periodsOf(counts, starts, onIt);
        expect(periods.map(({ start }) => start)).toEqual(starts);
        expect(periods.at(-1)).toMatchObject({ size: onIt, going: true });
        for (const [index, period] of periods.slice(1).entries())
          expect(period.size - periods[index]!.size).toBe(joinedIn(period) - endedIn(period));
      },
    ),
  );
});
