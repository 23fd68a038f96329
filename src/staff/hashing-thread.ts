import { Worker } from 'node:worker_threads';
import type { Options } from '@node-rs/argon2';

const IDLE_MS = 10_000;

interface Waiting {
  resolve: (answer: string | boolean) => void;
  reject: (error: Error) => void;
}

/**
 * Argon2id on a thread of its own, which gives way to the others: libuv's four would each take a processor from those
 * who are shown pages, and are also what DNS and files wait for. It ends when nobody has signed in for a while.
 */
export class HashingThread {
  readonly #waiting = new Map<number, Waiting>();
  #worker: Worker | undefined;
  #ending: NodeJS.Timeout | undefined;
  #last = 0;

  constructor(private readonly options: Options) {}

  async hash(password: string): Promise<string> {
    return String(await this.#ask({ password, options: this.options }));
  }

  async verify(stored: string, password: string): Promise<boolean> {
    return (await this.#ask({ password, stored })) === true;
  }

  #ask(job: object): Promise<string | boolean> {
    clearTimeout(this.#ending);
    const worker = (this.#worker ??= this.#start());
    const id = (this.#last += 1);
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      worker.ref();
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
      worker.postMessage({ id, ...job });
    });
  }

  #start(): Worker {
    const worker = new Worker(new URL('./hashing-worker.mjs', import.meta.url));
    worker.on(
      'message',
      ({ id, answer, failed }: { id: number; answer: string | boolean; failed?: true }) => {
        const asked = this.#waiting.get(id);
        this.#waiting.delete(id);
        if (failed) asked?.reject(new Error('a password could not be hashed'));
        else asked?.resolve(answer);
        if (this.#waiting.size === 0) this.#rest(worker);
      },
    );
    worker.once('error', () => this.#gone(worker));
    worker.once('exit', () => this.#gone(worker));
    return worker;
  }

  /** Keeps no process alive while nothing is asked of it. */
  #rest(worker: Worker): void {
    worker.unref();
    clearTimeout(this.#ending);
    this.#ending = setTimeout(() => {
      if (this.#worker === worker) this.#worker = undefined;
      void worker.terminate();
    }, IDLE_MS).unref();
  }

  #gone(worker: Worker): void {
    if (this.#worker !== worker) return;
    this.#worker = undefined;
    for (const { reject } of this.#waiting.values()) reject(new Error('the hashing thread has ended'));
    this.#waiting.clear();
  }
}
