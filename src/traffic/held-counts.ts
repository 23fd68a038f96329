import { isSpecial, LEAST, OTHER } from './dimensions.js';

/**
 * What there is of one kind, in memory. A value leaves for the database only once this process has met it five times on
 * that day: what somebody alone brought along, a name in a path, never gets there. What is held back leaves as `~other`
 * in the end.
 */
export class HeldCounts {
  /** Fewer than five so far. */
  readonly #few = new Map<string, number>();
  /** In the database already, or about to be. */
  readonly #out = new Set<string>();
  #due = new Map<string, number>();

  /** @param most different values, in each of the two */
  constructor(private readonly most: number) {}

  add(value: string, count = 1): void {
    if (this.#out.has(value) || isSpecial(value)) {
      this.#due.set(value, (this.#due.get(value) ?? 0) + count);
      return;
    }
    const sum = (this.#few.get(value) ?? 0) + count;
    if (sum < LEAST) {
      if (sum === count && this.#few.size >= this.most) this.#makeRoom();
      this.#few.set(value, sum);
      return;
    }
    this.#few.delete(value);
    if (this.#out.size >= this.most) {
      this.add(OTHER, sum);
      return;
    }
    this.#out.add(value);
    this.#due.set(value, sum);
  }

  /** What may be written now; it is not told again. */
  take(): Map<string, number> {
    const due = this.#due;
    this.#due = new Map();
    return due;
  }

  /** The day is over, or the process: what is left says no more than how many. */
  close(): void {
    const rest = [...this.#few.values()].reduce((sum, count) => sum + count, 0);
    this.#few.clear();
    if (rest > 0) this.add(OTHER, rest);
  }

  /** One less of each that is rare: what comes often stays, however many others are made up (Misra and Gries, 1982). */
  #makeRoom(): void {
    let less = 0;
    while (this.#few.size >= this.most) {
      less += this.#few.size;
      for (const [value, count] of this.#few) {
        if (count === 1) this.#few.delete(value);
        else this.#few.set(value, count - 1);
      }
    }
    this.add(OTHER, less);
  }
}
