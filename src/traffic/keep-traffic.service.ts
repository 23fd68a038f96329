import {
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnModuleDestroy,
} from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { faultCode } from '../platform/fault-code.js';
import { CountViews } from './count-views.service.js';
import { TrafficChoicesKept } from './traffic-choices.service.js';
import { addCounts } from './traffic.queries.js';

export const TRAFFIC_DAILY = 'jatakk what is done with traffic every day';

const EVERY_MS = 60_000;

/**
 * Once a minute what was counted goes to the database, and what is over there is folded and forgotten. Each step may be
 * done by any web process at any time, and twice: the second finds nothing to do.
 */
@Injectable()
export class KeepTraffic implements OnApplicationBootstrap, OnModuleDestroy {
  readonly #log = new Logger('traffic');
  #timer: NodeJS.Timeout | undefined;
  #away = false;
  #tidied = '';

  constructor(
    @InjectDataSource('traffic') private readonly database: DataSource,
    private readonly counting: CountViews,
    private readonly choices: TrafficChoicesKept,
    @Inject(TRAFFIC_DAILY) private readonly daily: readonly string[],
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.#try(() => this.choices.read());
    this.#timer = setInterval(() => void this.tick(), EVERY_MS);
    this.#timer.unref();
  }

  async onModuleDestroy(): Promise<void> {
    clearInterval(this.#timer);
    await this.writeDown({ closing: true });
  }

  async tick(): Promise<void> {
    await this.#try(() => this.choices.read());
    await this.writeDown();
    // Once an hour: a day is over a quarter of an hour after midnight.
    const hour = new Date().toISOString().slice(0, 13);
    if (hour !== this.#tidied && (await this.#try(() => this.tidy()))) this.#tidied = hour;
  }

  async writeDown({ closing = false } = {}): Promise<void> {
    for (const day of this.counting.held({ closing })) {
      const counts = day.take();
      const written =
        counts.length === 0 || (await this.#try(() => addCounts(this.database, day.day, counts)));
      if (written) this.counting.written(day);
      else day.giveBack(counts);
    }
  }

  /** Folds what is over, and forgets what is too old. */
  async tidy(): Promise<void> {
    await this.database.query('select traffic.fold()');
    for (const statement of this.daily) await this.database.query(statement);
  }

  /** A database that is away is said once, and not every minute. */
  async #try(act: () => Promise<unknown>): Promise<boolean> {
    try {
      await act();
      this.#away = false;
      return true;
    } catch (error) {
      if (!this.#away) this.#log.warn(`views could not be written down (${faultCode(error)})`);
      this.#away = true;
      return false;
    }
  }
}
