/** A step of closing down; `hurry` tells whether the operator has lost patience. */
export type ClosingStep = (hurry: () => boolean) => unknown;

/** What must be undone when the house closes: the last opened first. */
export class Closing {
  private readonly steps: ClosingStep[] = [];
  private readonly abort = new AbortController();
  private hurried = false;
  private done?: Promise<void>;

  add(step: ClosingStep): void {
    this.steps.push(step);
  }

  /** Aborts when closing begins: what is being waited for need not be. */
  get signal(): AbortSignal {
    return this.abort.signal;
  }

  hurry(): void {
    this.hurried = true;
  }

  /** Undoes all; a step that fails does not keep the others from being undone. Later calls wait for the first. */
  run(): Promise<void> {
    this.done ??= this.undoAll();
    return this.done;
  }

  private async undoAll(): Promise<void> {
    this.abort.abort();
    for (let step = this.steps.pop(); step; step = this.steps.pop()) {
      try {
        await step(() => this.hurried);
      } catch (error) {
        process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
      }
    }
  }
}

/**
 * Closes on Ctrl-C, SIGTERM and a closed terminal, and ends with 0. A second Ctrl-C hurries; the same one
 * often comes twice, from the terminal and from npm, so what follows within a second does not count.
 */
export function closeOnSignals(closing: Closing, say: (line: string) => void): void {
  let firstAt = 0;
  const answer = () => {
    if (firstAt) {
      if (Date.now() - firstAt > 1_000) closing.hurry();
      return;
    }
    firstAt = Date.now();
    say('Stopping. What has begun is finished first; Ctrl-C again hurries.');
    void closing.run().then(() => {
      say('Stopped.');
      process.exit(0);
    });
  };
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, answer);
  if (process.env.npm_lifecycle_event) answerParentsEnd(answer);
  // Nobody listens any more: not a reason to fall.
  process.stdout.on('error', () => undefined);
  process.stderr.on('error', () => undefined);
}

/**
 * npm runs us through a shell. A SIGTERM for npm reaches that shell, which ends and passes nothing on: then the
 * shell's end is what tells.
 */
function answerParentsEnd(answer: () => void): void {
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    answer();
  }, 250);
  watch.unref();
}
