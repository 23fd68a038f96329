import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { addFollows } from '../../campaigns/followed-link.queries.js';
import { faultCode } from '../../platform/fault-code.js';

const EVERY_MS = 60_000;

/** More than this in a minute, and it is no reader. */
const MOST = 1_000_000;

/**
 * How often each link was followed since the last time this was written down. A number per link, and nothing else: no
 * moment, no browser, no network. What is not written down yet is lost when the process is, which costs a few.
 */
@Injectable()
export class FollowCounter implements OnApplicationBootstrap, OnModuleDestroy {
  readonly #log = new Logger('links');
  #counts = new Map<string, number>();
  #timer: NodeJS.Timeout | undefined;

  constructor(@InjectDataSource() private readonly database: DataSource) {}

  onApplicationBootstrap(): void {
    this.#timer = setInterval(() => void this.writeDown(), EVERY_MS);
    this.#timer.unref();
  }

  async onModuleDestroy(): Promise<void> {
    clearInterval(this.#timer);
    await this.writeDown();
  }

  /** @param linkId one that is there: so there are never more of them than links */
  count(linkId: string): void {
    this.#counts.set(linkId, Math.min(MOST, (this.#counts.get(linkId) ?? 0) + 1));
  }

  async writeDown(): Promise<void> {
    const counts = this.#counts;
    if (counts.size === 0) return;
    this.#counts = new Map();
    try {
      await addFollows(this.database, counts);
    } catch (error) {
      this.#log.warn(`clicks were not counted (${faultCode(error)}): they are lost`);
    }
  }
}
