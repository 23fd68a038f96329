import { setTimeout } from 'node:timers/promises';
import { Carrier, type CarrierLimits, type Target } from './carrier.js';
import type { SmtpDialogue } from './smtp-dialogue.js';
import type { Envelope, Gate, SmtpOutcome } from './smtp-outcome.js';

/** The relays of now, in the order in which they are tried. */
export type FindTargets = () => Promise<Target[]>;

/**
 * A few connections, opened when needed and reused, to the first relay that takes us in. The next one takes over while
 * the first is away or has asked for less.
 */
export class SmtpPool {
  readonly #carriers = new Map<string, Carrier>();
  readonly #waiting: (() => void)[] = [];
  readonly #limits: CarrierLimits;
  #last: { targets: Target[]; carriers: Carrier[] } | undefined;
  #busy = 0;
  #closed = false;

  constructor(
    private readonly findTargets: FindTargets,
    { size, perSecond = Infinity }: { size: number; perSecond?: number },
  ) {
    this.#limits = { size, perSecond };
  }

  /** Delivers one message over whichever connection is free. Never throws for what a relay does. */
  async deliver(envelope: Envelope, body: Buffer, gate: Gate): Promise<SmtpOutcome> {
    for (;;) {
      const connection = await this.#connection();
      if (connection === 'closed') return { kind: 'withheld', verdict: 'paused' };
      if (!connection) return noRelay(await this.#known());
      const { carrier, session, reused } = connection;
      let outcome: SmtpOutcome | undefined;
      try {
        outcome = await session.deliver(envelope, body, gate);
      } finally {
        carrier.release(session);
        if (this.#closed) carrier.close();
        carrier.window.leave(paceOf(outcome));
        this.#wake();
      }
      // A server may close a connection at rest without a word: that was no try.
      if (!(reused && outcome.kind === 'not-sent' && outcome.early)) return outcome;
    }
  }

  /** Milliseconds until any relay may be tried; 0 when one may be now, or none is known yet. */
  async awayMs(): Promise<number> {
    const carriers = await this.#known();
    return carriers.length === 0 ? 0 : Math.min(...carriers.map((carrier) => carrier.awayMs()));
  }

  /** What is on a connection is finished; what still waits for one is withheld. */
  close(): void {
    this.#closed = true;
    for (const resume of this.#waiting.splice(0)) resume();
    for (const carrier of this.#carriers.values()) carrier.close();
  }

  /** A place in the window of the first relay that is there, and a connection in it; undefined when none is there. */
  async #connection(): Promise<
    { carrier: Carrier; session: SmtpDialogue; reused: boolean } | 'closed' | undefined
  > {
    for (;;) {
      if (this.#closed) return 'closed';
      const carrier = (await this.#known()).find((one) => one.awayMs() === 0);
      if (!carrier) return undefined;
      const tokenMs = carrier.bucket.waitMs();
      if (tokenMs > 0) {
        await setTimeout(tokenMs);
        continue;
      }
      if (this.#busy >= this.#limits.size || !carrier.window.tryEnter()) {
        await new Promise<void>((resolve) => this.#waiting.push(resolve));
        continue;
      }
      carrier.bucket.take();
      this.#busy += 1;
      const idle = carrier.takeIdle();
      if (idle) return { carrier, session: idle, reused: true };
      const session = await carrier.connect();
      if (typeof session === 'object') return { carrier, session, reused: false };
      carrier.window.leave(session);
      this.#wake();
    }
  }

  async #known(): Promise<Carrier[]> {
    const targets = await this.findTargets();
    if (this.#last?.targets === targets) return this.#last.carriers;
    const keys = targets.map((target) => JSON.stringify(target.relay));
    for (const [key, carrier] of this.#carriers) {
      if (keys.includes(key)) continue;
      carrier.close();
      this.#carriers.delete(key);
    }
    const carriers = targets.map((target, index) => {
      const key = keys[index]!;
      const carrier = this.#carriers.get(key) ?? new Carrier(target, this.#limits);
      this.#carriers.set(key, carrier);
      return carrier;
    });
    this.#last = { targets, carriers };
    return carriers;
  }

  #wake(): void {
    this.#busy -= 1;
    // All look anew: the window may have grown by one, or closed.
    for (const resume of this.#waiting.splice(0, 2)) resume();
    if (this.#busy === 0) for (const resume of this.#waiting.splice(0)) resume();
  }
}

function paceOf(outcome: SmtpOutcome | undefined): 'success' | 'neutral' | 'back-off' {
  if (outcome?.kind === 'accepted') return 'success';
  return outcome?.kind === 'refused' && outcome.slowDown === 'relay' ? 'back-off' : 'neutral';
}

/** Refused only when every relay refuses for good: one that is merely away will be back. */
function noRelay(carriers: Carrier[]): SmtpOutcome {
  const troubles = carriers.map(({ trouble }) => trouble);
  return {
    kind: 'no-relay',
    code: troubles.find((trouble) => trouble)?.code ?? (carriers.length > 0 ? 'slow-down' : 'none'),
    refused: carriers.length > 0 && troubles.every((trouble) => trouble?.refused),
  };
}
