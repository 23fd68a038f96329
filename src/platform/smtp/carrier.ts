import type { SMTPConnectionOptions } from 'nodemailer/lib/smtp-connection';
import { TokenBucket } from '../pace/token-bucket.js';
import { ConcurrencyWindow, type PaceOutcome } from '../pace/window.js';
import type { Relay } from './relay.js';
import { connectToRelay, SmtpConnectError } from './connect-to-relay.js';
import type { SmtpDialogue } from './smtp-dialogue.js';

export interface Target {
  relay: Relay;
  options: SMTPConnectionOptions;
}

export interface CarrierLimits {
  /** Connections at once. */
  size: number;
  /** Messages per second; Infinity: no limit. */
  perSecond: number;
}

const IDLE_MS = 5000;
const FIRST_AWAY_MS = 5_000;
const LONGEST_AWAY_MS = 120_000;

/** One relay as a pool sees it: its connections at rest, how many it takes at once, and whether it is away. */
export class Carrier {
  readonly window: ConcurrencyWindow;
  readonly bucket: TokenBucket;
  readonly #idle: { session: SmtpDialogue; timer: NodeJS.Timeout }[] = [];
  #awayUntil = 0;
  #failures = 0;
  #inUse = 0;
  readonly #connecting = new Set<Promise<SmtpDialogue>>();
  /** What was in the way at the last try to connect; undefined when it let us in. */
  trouble: SmtpConnectError | undefined;

  constructor(
    readonly target: Target,
    { size, perSecond }: CarrierLimits,
  ) {
    this.window = new ConcurrencyWindow({ ceiling: size });
    this.bucket = new TokenBucket(perSecond, 1);
  }

  /** Milliseconds until it may be tried; 0 when it may be now. */
  awayMs(): number {
    return Math.max(0, this.#awayUntil - performance.now(), this.window.closedMs());
  }

  /** A connection at rest, or undefined. {@link release} follows. */
  takeIdle(): SmtpDialogue | undefined {
    while (this.#idle.length > 0) {
      const { session, timer } = this.#idle.pop()!;
      clearTimeout(timer);
      if (!session.usable) continue;
      this.#inUse += 1;
      return session;
    }
    return undefined;
  }

  /**
   * A new connection; {@link release} follows. Otherwise what the failure says of the pace: one that is no pace keeps
   * others from trying for a while, twice as long each time.
   */
  async connect(): Promise<SmtpDialogue | PaceOutcome> {
    const attempt = connectToRelay(this.target.relay, this.target.options);
    this.#connecting.add(attempt);
    try {
      const session = await attempt;
      this.#failures = 0;
      this.trouble = undefined;
      this.#inUse += 1;
      return session;
    } catch (error) {
      if (!(error instanceof SmtpConnectError)) throw error;
      // What it says to those who knocked at the same time tells whether it is full or away.
      this.#connecting.delete(attempt);
      await Promise.allSettled(this.#connecting);
      return this.#failed(error);
    } finally {
      this.#connecting.delete(attempt);
    }
  }

  /** A connection that is not used now rests, for five seconds. */
  release(session: SmtpDialogue): void {
    this.#inUse -= 1;
    if (!session.usable) return;
    const timer = setTimeout(() => {
      const index = this.#idle.findIndex((entry) => entry.session === session);
      if (index >= 0) this.#idle.splice(index, 1);
      session.quit();
    }, IDLE_MS);
    timer.unref();
    this.#idle.push({ session, timer });
  }

  close(): void {
    for (const { session, timer } of this.#idle.splice(0)) {
      clearTimeout(timer);
      session.quit();
    }
  }

  #failed(error: SmtpConnectError): PaceOutcome {
    // Turning one more away while it serves the others, it has shown how many it takes: that is no trouble.
    if (this.#inUse > 0 && !error.refused && error.code.startsWith('4')) {
      this.window.narrow(this.#inUse);
      return 'neutral';
    }
    this.trouble = error;
    // Connections that fail together are one failure.
    if (this.#awayUntil <= performance.now()) {
      this.#awayUntil = performance.now() + Math.min(FIRST_AWAY_MS * 2 ** this.#failures, LONGEST_AWAY_MS);
      this.#failures += 1;
    }
    return error.slowDown ? 'back-off' : 'neutral';
  }
}
