import { createHmac, randomBytes } from 'node:crypto';

/** More than this, and the number says so many and no more. */
const MOST = 200_000;
const BYTES = 12;

/**
 * Who was here today, as hashes under a salt of this process and this day. The salt is made at random, is nowhere but
 * here and goes with this object: what is the same browser today and tomorrow is two that nobody can put together.
 */
export class DailyVisitors {
  readonly #salt = randomBytes(32);
  readonly #told = new Map<string, number>();

  /** @param seen by site: for tests to look into */
  constructor(private readonly seen = new Map<string, Set<string>>()) {}

  /** @param network a /24 or /48: no address */
  see(site: string, network: string, agent: string): void {
    let of = this.seen.get(site);
    if (!of) this.seen.set(site, (of = new Set()));
    if (of.size >= MOST) return;
    const hash = createHmac('sha256', this.#salt).update(`${site}\n${network}\n${agent}`).digest();
    of.add(hash.toString('latin1', 0, BYTES));
  }

  /** How many there are more, of each site, than when this was last asked. */
  more(): [site: string, count: number][] {
    const more: [string, number][] = [];
    for (const [site, { size }] of this.seen) {
      const count = size - (this.#told.get(site) ?? 0);
      if (count > 0) more.push([site, count]);
      this.#told.set(site, size);
    }
    return more;
  }
}
