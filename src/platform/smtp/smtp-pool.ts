import type { SMTPConnectionOptions } from 'nodemailer/lib/smtp-connection';
import type { Gate } from './gated-body.js';
import type { Relay } from './relay.js';
import { type Envelope, SmtpConnectError, type SmtpOutcome, SmtpSession } from './smtp-session.js';

export type FindRelay = () => Promise<{ relay: Relay; options: SMTPConnectionOptions } | undefined>;

const IDLE_MS = 5000;

/** A few connections to the relay, opened when needed, reused, and closed after five seconds of rest. */
export class SmtpPool {
  readonly #idle: { session: SmtpSession; relay: string; timer: NodeJS.Timeout }[] = [];
  readonly #waiting: (() => void)[] = [];
  #busy = 0;

  constructor(
    private readonly findRelay: FindRelay,
    readonly size: number,
  ) {}

  /** Delivers one message over whichever connection is free. Never throws: what cannot be reached is 'not-sent'. */
  async deliver(envelope: Envelope, body: Buffer, gate: Gate): Promise<SmtpOutcome> {
    await this.#takePlace();
    try {
      const target = await this.findRelay();
      if (!target) return { kind: 'not-sent', code: 'no-relay' };
      const key = JSON.stringify(target.relay);
      const session = this.#takeIdle(key) ?? (await SmtpSession.connect(target.relay, target.options));
      const outcome = await session.deliver(envelope, body, gate);
      if (session.usable) this.#rest(session, key);
      return outcome;
    } catch (error) {
      if (error instanceof SmtpConnectError) return { kind: 'not-sent', code: error.code };
      throw error;
    } finally {
      this.#busy -= 1;
      this.#waiting.shift()?.();
    }
  }

  close(): void {
    for (const { session, timer } of this.#idle.splice(0)) {
      clearTimeout(timer);
      session.quit();
    }
  }

  async #takePlace(): Promise<void> {
    while (this.#busy >= this.size) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    this.#busy += 1;
  }

  #takeIdle(relay: string): SmtpSession | undefined {
    while (this.#idle.length > 0) {
      const { session, relay: key, timer } = this.#idle.pop()!;
      clearTimeout(timer);
      if (session.usable && key === relay) return session;
      session.close();
    }
    return undefined;
  }

  #rest(session: SmtpSession, relay: string): void {
    const timer = setTimeout(() => {
      const index = this.#idle.findIndex((entry) => entry.session === session);
      if (index >= 0) this.#idle.splice(index, 1);
      session.quit();
    }, IDLE_MS);
    timer.unref();
    this.#idle.push({ session, relay, timer });
  }
}
