import { createHash } from 'node:crypto';

/** Chance that falls the same way every time, so that two tours can be compared. */
export class Chance {
  #state: number;

  /** @param seed of whatever this is used for: what is drawn for one thing moves nothing of another's */
  constructor(seed: string) {
    this.#state = createHash('sha256').update(seed).digest().readUInt32LE();
  }

  /** From 0 to 1, without 1 (mulberry32). */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  /** A whole number near `mean`, never below 0. */
  about(mean: number): number {
    return Math.max(0, Math.round(mean * (0.55 + 0.9 * this.next())));
  }

  of<T>(things: readonly T[]): T {
    return things[Math.floor(this.next() * things.length)]!;
  }
}

/** The id of a thing with this name: the same in every tour. */
export function idOf(name: string): string {
  const hex = createHash('sha256').update(`jatakk tour ${name}`).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
