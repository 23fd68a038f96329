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
import { saySettings } from '../../privacy/facts/facts.queries.js';
import { WEB_SETTINGS } from '../tokens.js';

const AGAIN_MS = 10_000;

/** Says once, as web starts, what the privacy page tells of its settings: the keeper that notes the page has others. */
@Injectable()
export class SaySettings implements OnApplicationBootstrap, OnModuleDestroy {
  readonly #log = new Logger('facts');
  #again: NodeJS.Timeout | undefined;

  constructor(
    @InjectDataSource() private readonly database: DataSource,
    @Inject(WEB_SETTINGS) private readonly settings: WebSettings,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    const { CONSENT_NETWORK_PREFIX, OIDC_ISSUER, MINIMUM_AGE, DNS_RESOLVER } = this.settings;
    try {
      await saySettings(this.database, {
        keepsNetwork: CONSENT_NETWORK_PREFIX,
        provider: OIDC_ISSUER ? new URL(OIDC_ISSUER).host : '',
        minimumAge: MINIMUM_AGE,
        asksNames: DNS_RESOLVER !== 'off',
      });
    } catch (error) {
      this.#log.warn(`the privacy page is not told of our settings yet (${faultCode(error)})`);
      this.#again = setTimeout(() => void this.onApplicationBootstrap(), AGAIN_MS);
      this.#again.unref();
    }
  }

  onModuleDestroy(): void {
    clearTimeout(this.#again);
  }
}
