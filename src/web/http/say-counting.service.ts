import {
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnModuleDestroy,
} from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import type { WebSettings } from '../../platform/config/settings.js';
import { faultCode } from '../../platform/fault-code.js';
import { sayCounting } from '../../privacy/facts/apart/traffic.js';
import { readTrafficFacts } from '../../traffic/traffic-facts.js';
import { WEB_SETTINGS } from '../tokens.js';

const AGAIN_MS = 10_000;

/**
 * Says what is counted, as web starts and whenever staff choose something else: whoever writes and notes the privacy page
 * has no right to look into the schema where it is kept.
 */
@Injectable()
export class SayCounting implements OnApplicationBootstrap, OnModuleDestroy {
  readonly #log = new Logger('facts');
  #again: NodeJS.Timeout | undefined;

  constructor(
    @InjectDataSource() private readonly database: DataSource,
    @InjectDataSource('traffic') private readonly traffic: DataSource,
    @Inject(WEB_SETTINGS) private readonly settings: WebSettings,
  ) {}

  onApplicationBootstrap(): Promise<void> {
    return this.say();
  }

  onModuleDestroy(): void {
    clearTimeout(this.#again);
  }

  async say(): Promise<void> {
    clearTimeout(this.#again);
    try {
      await sayCounting(this.database, await readTrafficFacts(this.traffic, this.settings));
    } catch (error) {
      this.#log.warn(`the privacy page is not told of what is counted yet (${faultCode(error)})`);
      this.#again = setTimeout(() => void this.say(), AGAIN_MS);
      this.#again.unref();
    }
  }
}
