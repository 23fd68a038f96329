import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { faultCode } from '../platform/fault-code.js';
import { noteFacts } from '../privacy/facts/facts-versions.queries.js';
import { readFacts } from '../privacy/facts/read-facts.js';

const SOON_MS = 2000;
const HALF_A_MINUTE_MS = 30_000;

/**
 * Notes what the privacy page says whenever that has changed, and once a month about how many are on each list. By a timer
 * of its own: showing a page changes nothing, and what is true is dated even while the queue is gone.
 */
@Injectable()
export class NoteFacts implements OnApplicationBootstrap, OnModuleDestroy {
  readonly #log = new Logger('facts');
  #soon: NodeJS.Timeout | undefined;
  #timer: NodeJS.Timeout | undefined;
  #noting: Promise<void> | undefined;
  #told = '';

  constructor(@InjectDataSource() private readonly database: DataSource) {}

  onApplicationBootstrap(): void {
    // Web, which starts beside this, has said by then what it runs with.
    this.#soon = setTimeout(() => void this.note(), SOON_MS);
    this.#timer = setInterval(() => void this.note(), HALF_A_MINUTE_MS);
    for (const timer of [this.#soon, this.#timer]) timer.unref();
  }

  async onModuleDestroy(): Promise<void> {
    clearTimeout(this.#soon);
    clearInterval(this.#timer);
    await this.#noting;
  }

  /** What is so now is noted when this answers, or why it is not is in the log. */
  note(): Promise<void> {
    this.#noting ??= this.#telling().finally(() => (this.#noting = undefined));
    return this.#noting;
  }

  /** A fault is told once, not each half minute. */
  async #telling(): Promise<void> {
    const why = await this.#noteOnce().catch((error: unknown) => faultCode(error));
    if (why !== '' && why !== this.#told) this.#log.error(`what the privacy page says is not noted (${why})`);
    this.#told = why;
  }

  async #noteOnce(): Promise<''> {
    const facts = await readFacts(this.database);
    if (facts) await noteFacts(this.database, facts);
    await this.database.query('select jatakk.note_sizes()');
    return '';
  }
}
