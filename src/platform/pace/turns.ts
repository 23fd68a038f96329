/** As many wait as may: whoever comes now is asked to come again in a moment. */
export class TooManyWaitingError extends Error {}

/** Does heavy work a few at a time, and lets only so many wait for it. */
export class Turns {
  #busy = 0;
  readonly #waiting: (() => void)[] = [];

  constructor(
    private readonly atOnce: number,
    private readonly mostWaiting: number,
  ) {}

  /** @throws TooManyWaitingError as {@link take} would */
  refuseWhenFull(): void {
    if (this.#busy >= this.atOnce && this.#waiting.length >= this.mostWaiting)
      throw new TooManyWaitingError();
  }

  /** @throws TooManyWaitingError at once, when the queue is full */
  async take<T>(work: () => Promise<T>): Promise<T> {
    if (this.#busy < this.atOnce) this.#busy += 1;
    else if (this.#waiting.length >= this.mostWaiting) throw new TooManyWaitingError();
    else await new Promise<void>((goes) => this.#waiting.push(goes));
    try {
      return await work();
    } finally {
      // The place is handed on without becoming free between: nobody who comes now overtakes.
      const next = this.#waiting.shift();
      if (next) next();
      else this.#busy -= 1;
    }
  }
}
