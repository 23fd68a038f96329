import { Worker } from 'node:worker_threads';
import type { Reading, ReadingJob } from './reading.js';

export interface ReadingThreadsOptions {
  threads: number;
  /** How long one message may take; a hundred times what one of ten megabytes takes. */
  deadlineMs: number;
}

interface Waiting {
  job: ReadingJob;
  resolve: (reading: Reading | undefined) => void;
}

/**
 * Reads messages on threads of their own, one at a time each. What takes too long or too much memory ends the thread
 * that reads it, and nothing else; another takes its place.
 */
export class ReadingThreads {
  readonly #waiting: Waiting[] = [];
  readonly #idle: Worker[] = [];
  readonly #all = new Set<Worker>();
  #closed = false;

  constructor(
    private readonly options: ReadingThreadsOptions,
    private readonly file = new URL('./read-worker.js', import.meta.url),
  ) {}

  /** Undefined where it could not be read. */
  read(job: ReadingJob): Promise<Reading | undefined> {
    return new Promise((resolve) => {
      this.#waiting.push({ job, resolve });
      this.#next();
    });
  }

  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all([...this.#all].map((worker) => worker.terminate()));
  }

  #next(): void {
    if (this.#waiting.length === 0 || this.#closed) return;
    const worker = this.#idle.pop() ?? (this.#all.size < this.options.threads ? this.#start() : undefined);
    if (worker) this.#give(worker, this.#waiting.shift()!);
  }

  #give(worker: Worker, { job, resolve }: Waiting): void {
    const done = (reading: Reading | undefined, alive: boolean) => {
      clearTimeout(late);
      worker.off('message', read).off('exit', ended);
      if (alive) this.#idle.push(worker);
      else {
        this.#all.delete(worker);
        void worker.terminate();
      }
      resolve(reading);
      this.#next();
    };
    const read = (reading: Reading | undefined) => done(reading, true);
    const ended = () => done(undefined, false);
    const late = setTimeout(ended, this.options.deadlineMs);
    worker.once('message', read).once('exit', ended);
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
    worker.postMessage(job);
  }

  #start(): Worker {
    const worker = new Worker(this.file, {
      // Nothing of ours: settings hold the way to the database.
      env: {},
      argv: [],
      stdout: true,
      stderr: true,
      resourceLimits: { maxOldGenerationSizeMb: 192, maxYoungGenerationSizeMb: 32, stackSizeMb: 4 },
    });
    worker.stdout.resume();
    worker.stderr.resume();
    // Why it ended is told by its end.
    worker.on('error', () => undefined);
    worker.once('exit', () => {
      this.#all.delete(worker);
      const at = this.#idle.indexOf(worker);
      if (at !== -1) this.#idle.splice(at, 1);
    });
    this.#all.add(worker);
    return worker;
  }
}
