import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { LEAST, OTHER } from '../../src/traffic/dimensions.js';
import { HeldCounts } from '../../src/traffic/held-counts.js';

const value = fc.constantFrom(...'abcdefghijklmnopqrstuvwxyz'.split('').map((letter) => `/${letter}`));
const step = fc.oneof(
  { weight: 9, arbitrary: value },
  { weight: 1, arbitrary: fc.constant('take' as const) },
);

function all(counts: Iterable<[string, number]>, into = new Map<string, number>()): Map<string, number> {
  for (const [key, count] of counts) into.set(key, (into.get(key) ?? 0) + count);
  return into;
}
const sum = (counts: Map<string, number>) => [...counts.values()].reduce((total, count) => total + count, 0);

describe('counts that are held back', () => {
  it('lets a value out once there are five of it, and loses none', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 300 }), fc.integer({ min: 1, max: 30 }), (steps, most) => {
        const held = new HeldCounts(most);
        const written = new Map<string, number>();
        let added = 0;
        for (const one of steps) {
          if (one === 'take') all(held.take(), written);
          else {
            held.add(one);
            added += 1;
          }
          for (const [key, count] of written) if (key !== OTHER) expect(count).toBeGreaterThanOrEqual(LEAST);
          expect([...written.keys()].filter((key) => key !== OTHER).length).toBeLessThanOrEqual(most);
        }
        held.close();
        all(held.take(), written);
        expect(sum(written)).toBe(added);
        for (const [key, count] of written) if (key !== OTHER) expect(count).toBeGreaterThanOrEqual(LEAST);
        expect(held.take().size).toBe(0);
      }),
      { numRuns: 500 },
    );
  });

  it('still tells a page that many look at among a flood of made-up ones', () => {
    const held = new HeldCounts(500);
    for (let n = 0; n < 100_000; n += 1) held.add(n % 50 === 0 ? '/program' : `/oppdiktet-${n}`);
    held.close();
    const written = held.take();
    expect(written.get('/program')).toBeGreaterThan(1900);
    expect([...written.keys()].toSorted()).toEqual(['/program', OTHER]);
    expect(sum(written)).toBe(100_000);
  });
});
