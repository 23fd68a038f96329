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
import { saySettings } from '../../privacy/facts/facts.queries.js';
import { WEB_SETTINGS } from '../tokens.js';
import { UntilSaid } from './until-said.js';

/** Says once, as web starts, what the privacy page tells of its settings: the keeper that notes the page has others. */
@Injectable()
export class SaySettings implements OnApplicationBootstrap, OnModuleDestroy {
  readonly #settings: UntilSaid;

  constructor(@InjectDataSource() database: DataSource, @Inject(WEB_SETTINGS) settings: WebSettings) {
    const { CONSENT_NETWORK_PREFIX, OIDC_ISSUER, MINIMUM_AGE, DNS_RESOLVER } = settings;
    this.#settings = new UntilSaid(
      new Logger('facts'),
      'the privacy page is not told of our settings yet',
      () =>
        saySettings(database, {
          keepsNetwork: CONSENT_NETWORK_PREFIX,
          provider: OIDC_ISSUER ? new URL(OIDC_ISSUER).host : '',
          minimumAge: MINIMUM_AGE,
          asksNames: DNS_RESOLVER !== 'off',
        }),
    );
  }

  onApplicationBootstrap(): Promise<void> {
    return this.#settings.say();
  }

  onModuleDestroy(): void {
    this.#settings.stop();
  }
}
