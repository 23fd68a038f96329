/**
 * Gathers single requests and answers them together: one statement instead of one each. Up to `atOnce` batches run at
 * a time; what comes meanwhile gathers, so that batches are small while little is going on and large under load.
 */
export class Batcher<Request, Answer> {
  #waiting: { request: Request; resolve: (answer: Answer) => void; reject: (error: unknown) => void }[] = [];
  #cancelTurn: (() => void) | undefined;
  #running = 0;

  constructor(
    private readonly answerAll: (requests: Request[]) => Promise<Answer[]>,
    /** `afterMs` 0: once everything that has just arrived has been heard. */
    private readonly options: { afterMs: number; atMost: number; atOnce: number },
  ) {}

  ask(request: Request): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ request, resolve, reject });
      this.#consider();
    });
  }

  #consider(): void {
    if (this.#waiting.length === 0 || this.#running >= this.options.atOnce) return;
    if (this.#waiting.length >= this.options.atMost) this.#flush();
    else this.#cancelTurn ??= inTurn(() => this.#flush(), this.options.afterMs);
  }

  #flush(): void {
    this.#cancelTurn?.();
    this.#cancelTurn = undefined;
    const batch = this.#waiting.splice(0, this.options.atMost);
    this.#running += 1;
    this.answerAll(batch.map(({ request }) => request))
      .then(
        (answers) => batch.forEach(({ resolve }, index) => resolve(answers[index]!)),
        (error: unknown) => batch.forEach(({ reject }) => reject(error)),
      )
      .finally(() => {
        this.#running -= 1;
        this.#consider();
      });
  }
}

/** Returns what calls it off. */
function inTurn(act: () => void, afterMs: number): () => void {
  if (afterMs === 0) {
    const turn = setImmediate(act);
    return () => clearImmediate(turn);
  }
  const turn = setTimeout(act, afterMs);
  return () => clearTimeout(turn);
}
