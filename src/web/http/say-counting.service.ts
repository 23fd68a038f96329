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
import { sayCounting } from '../../privacy/facts/apart/traffic.js';
import { readTrafficFacts } from '../../traffic/traffic-facts.js';
import { WEB_SETTINGS } from '../tokens.js';
import { UntilSaid } from './until-said.js';

/**
 * Says what is counted, as web starts and whenever staff choose something else: whoever writes and notes the privacy page
 * has no right to look into the schema where it is kept.
 */
@Injectable()
export class SayCounting implements OnApplicationBootstrap, OnModuleDestroy {
  readonly #counting: UntilSaid;

  constructor(
    @InjectDataSource() database: DataSource,
    @InjectDataSource('traffic') traffic: DataSource,
    @Inject(WEB_SETTINGS) settings: WebSettings,
  ) {
    this.#counting = new UntilSaid(
      new Logger('facts'),
      'the privacy page is not told of what is counted yet',
      async () => sayCounting(database, await readTrafficFacts(traffic, settings)),
    );
  }

  onApplicationBootstrap(): Promise<void> {
    return this.say();
  }

  onModuleDestroy(): void {
    this.#counting.stop();
  }

  say(): Promise<void> {
    return this.#counting.say();
  }
}
