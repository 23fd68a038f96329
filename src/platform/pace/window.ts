/** What became of one that had entered: taken, nothing that tells of the pace, or asked to slow down. */
export type PaceOutcome = 'success' | 'neutral' | 'back-off';

export interface WindowOptions {
  /** How many may be inside at once in the end. */
  ceiling: number;
  /** How many may be inside at once at the start. */
  initial?: number;
  /** Milliseconds, monotonic. */
  now?: () => number;
  /** A number from 0 up to 1. */
  random?: () => number;
}

const FIRST_CLOSED_MS = 60_000;
const LONGEST_CLOSED_MS = 3_600_000;
/** So many successes in a row, and earlier back-offs are forgotten. */
const SUCCESS_SPELL = 20;
/** Taken for the time inside until one has been seen. */
const FIRST_HOLD_MS = 50;

/**
 * How many may be inside at once, found out as TCP does (slow start, RFC 5681 §3.1): one more for each success, so it
 * doubles with each round trip, up to `ceiling`. A back-off closes it for 60 s × 2ⁿ, at most an hour, and up to a
 * quarter more; then it opens for one. n counts the back-offs since the last spell of successes.
 */
export class ConcurrencyWindow {
  #ceiling: number;
  readonly #now: () => number;
  readonly #random: () => number;
  #size: number;
  #inside = 0;
  #opensAt = -Infinity;
  #backOffs = 0;
  #successes = 0;
  #holdMs = FIRST_HOLD_MS;
  #insideSince = 0;
  #held = 0;

  constructor(options: WindowOptions) {
    this.#ceiling = Math.max(1, options.ceiling);
    this.#size = Math.min(Math.max(1, options.initial ?? 4), this.#ceiling);
    this.#now = options.now ?? (() => performance.now());
    this.#random = options.random ?? Math.random;
  }

  /** How many may be inside at once now. */
  get size(): number {
    return this.#size;
  }

  get inside(): number {
    return this.#inside;
  }

  /** Milliseconds that one stays inside, smoothed. Little's law gives it: inside × time, for each that leaves. */
  get holdMs(): number {
    return this.#holdMs;
  }

  /** Goes in if there is room. Who got true calls `leave` once. */
  tryEnter(): boolean {
    if (this.#inside >= this.#size || this.closedMs() > 0) return false;
    this.#measure();
    this.#inside++;
    return true;
  }

  leave(outcome: PaceOutcome): void {
    if (this.#inside > 0) {
      this.#measure();
      this.#inside--;
      this.#holdMs += (this.#held - this.#holdMs) / 8;
      this.#held = 0;
    }
    // What left before it closed tells nothing of the pace that follows.
    if (outcome === 'neutral' || this.closedMs() > 0) return;
    if (outcome === 'success') this.#succeeded();
    else this.#close();
  }

  /** No more than so many at once from now on: what is inside shows how many it takes. */
  narrow(to: number): void {
    this.#ceiling = Math.max(1, Math.min(to, this.#ceiling));
    this.#size = Math.min(this.#size, this.#ceiling);
  }

  /** Milliseconds until it opens, 0 when it is open. */
  closedMs(): number {
    return Math.max(0, Math.ceil(this.#opensAt - this.#now()));
  }

  #succeeded(): void {
    this.#size = Math.min(this.#size + 1, this.#ceiling);
    if (++this.#successes >= SUCCESS_SPELL) this.#backOffs = 0;
  }

  #close(): void {
    const plain = Math.min(FIRST_CLOSED_MS * 2 ** this.#backOffs++, LONGEST_CLOSED_MS);
    this.#opensAt = this.#now() + plain * (1 + this.#random() / 4);
    this.#size = 1;
    this.#successes = 0;
  }

  #measure(): void {
    const now = this.#now();
    this.#held += this.#inside * Math.max(0, now - this.#insideSince);
    this.#insideSince = now;
  }
}
