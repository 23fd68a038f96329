import { ALL, type Count, type Kind, type Measure, MEASURES, mostOf } from './dimensions.js';
import type { DailyVisitors } from './daily-visitors.js';
import { HeldCounts } from './held-counts.js';

/** A day's counts in this process: as much of them as the database has not got yet. */
export class HeldDay {
  readonly #held = new Map<string, Map<Kind, HeldCounts>[]>();
  visitors: DailyVisitors | undefined;

  /** @param day as YYYY-MM-DD */
  constructor(readonly day: string) {}

  add(site: string, measure: Measure, kind: Kind, value: string, count = 1): void {
    let measures = this.#held.get(site);
    if (!measures) this.#held.set(site, (measures = MEASURES.map(() => new Map<Kind, HeldCounts>())));
    const kinds = measures[PLACE[measure]]!;
    let held = kinds.get(kind);
    if (!held) kinds.set(kind, (held = new HeldCounts(mostOf(kind))));
    held.add(value, count);
  }

  take(): Count[] {
    for (const [site, count] of this.visitors?.more() ?? []) this.add(site, 'visitors', 'total', ALL, count);
    const counts: Count[] = [];
    this.#each((site, measure, kind, held) => {
      for (const [value, count] of held.take()) counts.push({ site, measure, kind, value, count });
    });
    return counts;
  }

  /** What could not be written is due again. */
  giveBack(counts: readonly Count[]): void {
    for (const { site, measure, kind, value, count } of counts) this.add(site, measure, kind, value, count);
  }

  close(): void {
    this.#each((_site, _measure, _kind, held) => held.close());
  }

  #each(act: (site: string, measure: Measure, kind: Kind, held: HeldCounts) => void): void {
    for (const [site, measures] of this.#held)
      for (const [place, kinds] of measures.entries())
        for (const [kind, held] of kinds) act(site, MEASURES[place]!, kind, held);
  }
}

const PLACE = Object.fromEntries(MEASURES.map((measure, place) => [measure, place])) as Record<
  Measure,
  number
>;
