import type { SMTPConnectionOptions } from 'nodemailer/lib/smtp-connection';
import { TokenBucket } from '../pace/token-bucket.js';
import { ConcurrencyWindow } from '../pace/window.js';
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

  /** A connection at rest, or undefined. */
  takeIdle(): SmtpDialogue | undefined {
    while (this.#idle.length > 0) {
      const { session, timer } = this.#idle.pop()!;
      clearTimeout(timer);
      if (session.usable) return session;
    }
    return undefined;
  }

  /** A new connection. One that fails keeps others from trying for a while, twice as long each time. @throws SmtpConnectError */
  async connect(): Promise<SmtpDialogue> {
    try {
      const session = await connectToRelay(this.target.relay, this.target.options);
      this.#failures = 0;
      this.trouble = undefined;
      return session;
    } catch (error) {
      if (error instanceof SmtpConnectError) this.#failed(error);
      throw error;
    }
  }

  /** Puts a connection to rest, for five seconds. */
  rest(session: SmtpDialogue): void {
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

  #failed(error: SmtpConnectError): void {
    this.trouble = error;
    // Connections that fail together are one failure.
    if (this.#awayUntil > performance.now()) return;
    this.#awayUntil = performance.now() + Math.min(FIRST_AWAY_MS * 2 ** this.#failures, LONGEST_AWAY_MS);
    this.#failures += 1;
  }
}
