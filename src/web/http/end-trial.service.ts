import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { faultCode } from '../../platform/fault-code.js';
import { readHouse } from '../../registers/house.queries.js';
import { CountViews } from '../../traffic/count-views.service.js';

const MINUTE_MS = 60_000;

/**
 * When the house goes live, takes away what was counted and answered on trial: that lies in schemas of which whoever makes
 * it live sees nothing. Each does it once, whoever asks; so every web asks until it has been done, also where it was the
 * operator who went live, or a web that ended in the middle of it.
 */
@Injectable()
export class EndTrial implements OnApplicationBootstrap, OnModuleDestroy {
  readonly #log = new Logger('go-live');
  #timer: NodeJS.Timeout | undefined;

  constructor(
    @InjectDataSource() private readonly database: DataSource,
    @InjectDataSource('traffic') private readonly traffic: DataSource,
    @InjectDataSource('survey') private readonly surveys: DataSource,
    private readonly counting: CountViews,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    // Of what was counted before this web began it holds nothing.
    if (await this.endIfLive()) return;
    this.#timer = setInterval(() => void this.endIfLive(), MINUTE_MS);
    this.#timer.unref();
  }

  onModuleDestroy(): void {
    clearInterval(this.#timer);
  }

  /** Whether the trial is over, and nothing of it left. */
  async endIfLive(): Promise<boolean> {
    try {
      const { mode } = await readHouse(this.database);
      if (mode === 'trial') return false;
      this.counting.drop();
      await this.traffic.query('select traffic.begin_live()');
      await this.surveys.query('select survey.begin_live()');
      clearInterval(this.#timer);
      return true;
    } catch (error) {
      this.#log.warn(`what was counted on trial is still there (${faultCode(error)})`);
      return false;
    }
  }
}
