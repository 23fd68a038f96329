import { Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { type DataSource, QueryFailedError } from 'typeorm';
import { setTimeout as wait } from 'node:timers/promises';
import { faultCode } from '../platform/fault-code.js';
import {
  beginRewrite,
  registersToRewrite,
  rewriteBatch,
  settleConversations,
} from '../privacy/rewrite.queries.js';

/** People at a time: their tables are locked for so long, a few dozen milliseconds. */
const BATCH = 500;

/** Conversations at a time: what was attached to them is rewritten with them. */
const CONVERSATIONS = 20;

/** Somebody else has the tables. */
const LOCK_NOT_AVAILABLE = '55P03';
const DEADLOCK = '40P01';
const TRIES = 200;
const AGAIN_MS = 500;

/**
 * Once a day and register, rewrites who came or changed since, and all who look like them, in the order of their random
 * ids. Whatever it is interrupted by, the next look goes on where it was.
 */
@Injectable()
export class NightlyRewrite implements OnModuleDestroy {
  readonly #log = new Logger('rewrite');
  #closing = false;
  #running: Promise<unknown> | undefined;

  constructor(@InjectDataSource() private readonly database: DataSource) {}

  async onModuleDestroy(): Promise<void> {
    this.#closing = true;
    await this.#running;
  }

  /** Does it beside everything else, once at a time. */
  start(): void {
    this.#running ??= this.rewrite()
      .catch((error: unknown) => this.#log.warn(`nothing was rewritten (${faultCode(error)})`))
      .finally(() => (this.#running = undefined));
  }

  /** Returns how many people were rewritten. */
  async rewrite(): Promise<number> {
    let people = 0;
    for (const registerId of await registersToRewrite(this.database)) {
      try {
        if (await beginRewrite(this.database, registerId)) people += await this.#all(registerId);
        await this.#conversations(registerId);
      } catch (error) {
        this.#log.warn(`a register waits to be rewritten (${faultCode(error)})`);
      }
    }
    return people;
  }

  async #conversations(registerId: string): Promise<void> {
    while (!this.#closing && (await settleConversations(this.database, registerId, CONVERSATIONS)) > 0);
  }

  async #all(registerId: string): Promise<number> {
    let people = 0;
    for (let failed = 0; !this.#closing;) {
      const before = performance.now();
      try {
        const done = await rewriteBatch(this.database, registerId, BATCH);
        if (!done) break;
        people += done;
        failed = 0;
        // As long as it took: whoever waited gets the tables first.
        await wait(performance.now() - before);
      } catch (error) {
        if (!isLocked(error) || (failed += 1) === TRIES) throw error;
        await wait(AGAIN_MS);
      }
    }
    return people;
  }
}

function isLocked(error: unknown): boolean {
  const code = error instanceof QueryFailedError ? (error.driverError as { code?: string }).code : undefined;
  return code === LOCK_NOT_AVAILABLE || code === DEADLOCK;
}
