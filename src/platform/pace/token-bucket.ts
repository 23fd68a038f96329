/** Less than this many milliseconds is rounding, not waiting. */
const ROUNDING_MS = 1e-6;

/**
 * So many tokens per second, with up to `burst` at once after a rest. Kept as one number, the time at which the bucket
 * would be full again (the virtual scheduling form of the generic cell rate algorithm, ITU-T I.371): nothing ticks.
 * `now` gives milliseconds and should be monotonic; a clock that jumps back costs at most one empty bucket.
 */
export class TokenBucket {
  /** Milliseconds between two tokens; 0 without a limit. */
  readonly spacingMs: number;
  #fullAt = -Infinity;

  /** Throws RangeError unless `perSecond` is above 0 (Infinity: no limit) and `burst` is a number of at least 1. */
  constructor(
    perSecond: number,
    private readonly burst: number,
    private readonly now: () => number = () => performance.now(),
  ) {
    if (!(perSecond > 0)) throw new RangeError('A bucket needs more than 0 tokens per second.');
    if (!(burst >= 1 && burst < Infinity)) throw new RangeError('A bucket holds at least one token.');
    this.spacingMs = 1000 / perSecond;
  }

  /** Takes a token if there is one. */
  take(): boolean {
    const now = this.now();
    if (this.#waitFrom(now) > 0) return false;
    this.#fullAt = Math.max(this.#fullAt, now) + this.spacingMs;
    return true;
  }

  /** Whole milliseconds until there is a token, 0 when there is one. Takes nothing. */
  waitMs(): number {
    return Math.ceil(this.#waitFrom(this.now()));
  }

  #waitFrom(now: number): number {
    this.#fullAt = Math.min(this.#fullAt, now + this.burst * this.spacingMs);
    const wait = this.#fullAt - (this.burst - 1) * this.spacingMs - now;
    return wait > ROUNDING_MS ? wait : 0;
  }
}
