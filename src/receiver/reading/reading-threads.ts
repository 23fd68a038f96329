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

/** Messages that a thread has at once, so that it need not wait for us between one and the next: it had done so for most of its time. */
const IN_HAND = 4;

/** A thread, and what it reads, in order: the first is under way. */
interface Reader {
  worker: Worker;
  inHand: Waiting[];
  late?: NodeJS.Timeout;
}

/**
 * Reads messages on threads of their own, one after the other. What takes too long or too much memory ends the thread
 * that reads it, and nothing else: those behind it are read by another.
 */
export class ReadingThreads {
  readonly #waiting: Waiting[] = [];
  readonly #readers = new Set<Reader>();
  #closed = false;

  constructor(
    private readonly options: ReadingThreadsOptions,
    private readonly file = new URL('./read-worker.js', import.meta.url),
  ) {}

  /** Undefined where it could not be read. */
  read(job: ReadingJob): Promise<Reading | undefined> {
    return new Promise((resolve) => {
      this.#waiting.push({ job, resolve });
      this.#handOut();
    });
  }

  async close(): Promise<void> {
    this.#closed = true;
    for (const { late } of this.#readers) clearTimeout(late);
    await Promise.all([...this.#readers].map(({ worker }) => worker.terminate()));
  }

  #handOut(): void {
    while (this.#waiting.length > 0 && !this.#closed) {
      const reader = this.#leastBusy();
      if (reader.inHand.length >= IN_HAND) return;
      const next = this.#waiting.shift()!;
      reader.inHand.push(next);
      if (reader.inHand.length === 1) this.#expect(reader);
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
      reader.worker.postMessage(next.job);
    }
  }

  #leastBusy(): Reader {
    const [first] = [...this.#readers].sort((a, b) => a.inHand.length - b.inHand.length);
    const isFree = first !== undefined && first.inHand.length === 0;
    return isFree || this.#readers.size >= this.options.threads ? first! : this.#start();
  }

  /** The one under way has so long from now on. */
  #expect(reader: Reader): void {
    clearTimeout(reader.late);
    if (reader.inHand.length > 0) reader.late = setTimeout(() => this.#end(reader), this.options.deadlineMs);
  }

  #answer(reader: Reader, reading: Reading | undefined): void {
    const done = reader.inHand.shift();
    this.#expect(reader);
    done?.resolve(reading);
    this.#handOut();
  }

  /** The one under way was too much for it; the others go to the front of the queue again. */
  #end(reader: Reader): void {
    if (!this.#readers.delete(reader)) return;
    clearTimeout(reader.late);
    void reader.worker.terminate();
    const [tooMuch, ...others] = reader.inHand;
    this.#waiting.unshift(...others);
    tooMuch?.resolve(undefined);
    this.#handOut();
  }

  #start(): Reader {
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
    const reader: Reader = { worker, inHand: [] };
    this.#readers.add(reader);
    worker.on('message', (reading: Reading | undefined) => {
      if (this.#readers.has(reader)) this.#answer(reader, reading);
    });
    // Why it ended is told by its end.
    worker.on('error', () => undefined);
    worker.once('exit', () => this.#end(reader));
    return reader;
  }
}
