/**
 * Gathers single requests for a few milliseconds and answers them together: one statement instead of one each.
 * A request made while a batch runs goes into the next one.
 */
export class Batcher<Request, Answer> {
  #waiting: { request: Request; resolve: (answer: Answer) => void; reject: (error: unknown) => void }[] = [];
  #timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly answerAll: (requests: Request[]) => Promise<Answer[]>,
    private readonly options: { afterMs: number; atMost: number },
  ) {}

  ask(request: Request): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ request, resolve, reject });
      if (this.#waiting.length >= this.options.atMost) this.#flush();
      else this.#timer ??= setTimeout(() => this.#flush(), this.options.afterMs);
    });
  }

  #flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const batch = this.#waiting;
    this.#waiting = [];
    this.answerAll(batch.map(({ request }) => request)).then(
      (answers) => batch.forEach(({ resolve }, index) => resolve(answers[index]!)),
      (error: unknown) => batch.forEach(({ reject }) => reject(error)),
    );
  }
}
