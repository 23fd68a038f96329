import { Readable } from 'node:stream';

/** Asked when the server is ready for the body: 'go', or why not. */
export type Gate = () => Promise<string>;

/** The body of a message is denied, or came too late: nothing of it has left. */
export class BodyWithheld extends Error {
  constructor(readonly verdict: string) {
    super('body withheld');
  }
}

/** A gate that answers after this long has answered about a world that may be gone. */
const GATE_ANSWER_MS = 1000;

/**
 * A body that asks its gate at the first read, which comes after the server's 354. `started` and `ended` tell a
 * message that was never sent from one that may have been, which the errors of a connection do not.
 */
export class GatedBody extends Readable {
  started = false;
  ended = false;
  #asked = false;

  constructor(
    private readonly body: Buffer,
    private readonly gate: Gate,
  ) {
    super();
  }

  override _read(): void {
    if (this.started) {
      // Everything pushed so far has been taken. What follows is the final dot.
      if (!this.ended && !this.destroyed) {
        this.ended = true;
        this.push(null);
      }
      return;
    }
    if (this.#asked) return;
    this.#asked = true;
    const askedAt = performance.now();
    this.gate().then(
      (verdict) => {
        if (this.destroyed) return;
        const late = performance.now() - askedAt > GATE_ANSWER_MS;
        if (verdict !== 'go' || late) {
          this.destroy(new BodyWithheld(verdict === 'go' ? 'late' : verdict));
          return;
        }
        this.started = true;
        this.push(this.body);
      },
      () => this.destroy(new BodyWithheld('fault')),
    );
  }
}
