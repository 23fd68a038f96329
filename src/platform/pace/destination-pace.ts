import { TokenBucket } from './token-bucket.js';
import { ConcurrencyWindow, type PaceOutcome } from './window.js';

export interface DestinationPaceOptions {
  /** Entries per second and key; Infinity: no limit. */
  perSecond: number;
  /** How many may come at once after a rest. As much as comes between two looks of the caller: a second's worth. */
  burst: number;
  /** How many of one key may be inside at once, in the end. */
  ceiling: number;
  /** How many of one key may be inside at once, at the start. */
  initial?: number;
  /** How many keys are remembered. */
  keys?: number;
  /** Milliseconds, monotonic. */
  now?: () => number;
  /** A number from 0 up to 1. */
  random?: () => number;
}

export type Entry = { outcome: 'go' } | { outcome: 'wait'; ms: number };

interface Destination {
  bucket: TokenBucket;
  window: ConcurrencyWindow;
  /** When the next that is refused is told to come. */
  nextTurn: number;
  /** How wide the window will be at that time, if all goes well. */
  widthThen: number;
}

/** How many of the oldest are looked at for one that is idle: bounded, so a flood of keys costs no scan. */
const LOOKED_AT = 16;

/**
 * A pace for each destination, known by a key that the caller has made unreadable. One that is refused is told when to
 * come again, each later than the one before, at the pace that the bucket and the window will allow by then.
 */
export class DestinationPace {
  readonly #destinations = new Map<string, Destination>();
  readonly #keys: number;
  readonly #now: () => number;

  constructor(private readonly options: DestinationPaceOptions) {
    this.#keys = Math.max(1, options.keys ?? 10_000);
    this.#now = options.now ?? (() => performance.now());
  }

  /** How many keys are remembered now. */
  get size(): number {
    return this.#destinations.size;
  }

  /** `go`: call `leave` once, whatever comes of it. `wait`: ask again after so many whole milliseconds (at least 1). */
  enter(key: string): Entry {
    const destination = this.#of(key);
    const { bucket, window } = destination;
    const closedMs = window.closedMs();
    if (closedMs > 0) return this.#refuse(destination, closedMs);
    const bucketMs = bucket.waitMs();
    if (bucketMs > 0) return this.#refuse(destination, bucketMs);
    if (!window.tryEnter()) return this.#refuse(destination, window.holdMs / window.size);
    bucket.take();
    return { outcome: 'go' };
  }

  leave(key: string, outcome: PaceOutcome): void {
    // One forgotten while it was inside: only a back-off is worth remembering it for.
    if (outcome !== 'back-off' && !this.#destinations.has(key)) return;
    this.#of(key).window.leave(outcome);
  }

  #refuse(destination: Destination, leastMs: number): Entry {
    const { bucket, window } = destination;
    const now = this.#now();
    const first = now + leastMs;
    if (first >= destination.nextTurn) {
      destination.nextTurn = first;
      destination.widthThen = window.size;
    }
    const ms = Math.max(1, Math.ceil(destination.nextTurn - now));
    destination.nextTurn += Math.max(bucket.spacingMs, window.holdMs / destination.widthThen);
    destination.widthThen = Math.min(destination.widthThen + 1, this.options.ceiling);
    return { outcome: 'wait', ms };
  }

  #of(key: string): Destination {
    const known = this.#destinations.get(key);
    if (known) {
      this.#toTheEnd(key, known);
      return known;
    }
    if (this.#destinations.size >= this.#keys) this.#forgetOne();
    const destination = {
      bucket: new TokenBucket(this.options.perSecond, this.options.burst, this.#now),
      window: new ConcurrencyWindow(this.options),
      nextTurn: -Infinity,
      widthThen: 1,
    };
    this.#destinations.set(key, destination);
    return destination;
  }

  /** An idle one, or after some looks in vain the next best: its pace begins anew, which is the lesser harm. */
  #forgetOne(): void {
    let looked = 0;
    for (const [key, destination] of this.#destinations) {
      if (isIdle(destination, this.#now()) || ++looked > LOOKED_AT) {
        this.#destinations.delete(key);
        return;
      }
      this.#toTheEnd(key, destination);
    }
  }

  /** A Map keeps the order of insertion: the first is the one asked for longest ago. */
  #toTheEnd(key: string, destination: Destination): void {
    this.#destinations.delete(key);
    this.#destinations.set(key, destination);
  }
}

function isIdle({ bucket, window, nextTurn }: Destination, now: number): boolean {
  return window.inside === 0 && window.closedMs() === 0 && nextTurn <= now && bucket.waitMs() === 0;
}
