import { Inject, Injectable } from '@nestjs/common';
import type { WebSettings } from '../../platform/config/settings.js';
import { FormStamp, type StampReading } from '../http/form-stamp.js';
import { networkOf } from '../../platform/http/client-network.js';
import { RateLimit } from '../http/rate-limit.js';
import { WEB_SECRET, WEB_SETTINGS } from '../tokens.js';

const PER_DOMAIN = 600;
const WHOLE_HOUSE = 3000;

/** The first defences of the form: a minimum time, limits per network and per recipient domain, and a breaker. */
@Injectable()
export class SignUpGuard {
  readonly #stamp: FormStamp;
  readonly #perNetwork: RateLimit;
  readonly #perNetworkWithoutStamp: RateLimit;
  readonly #perDomain = new RateLimit(PER_DOMAIN);
  readonly #wholeHouse = new RateLimit(WHOLE_HOUSE);
  readonly #tight: RateLimit;

  constructor(@Inject(WEB_SECRET) secret: Buffer, @Inject(WEB_SETTINGS) settings: WebSettings) {
    this.#stamp = new FormStamp(secret, settings.FORM_MINIMUM_SECONDS);
    this.#perNetwork = new RateLimit(settings.SIGN_UPS_PER_CLIENT);
    // A form on the organisation's own site has no stamp: fewer of those from one network.
    this.#perNetworkWithoutStamp = new RateLimit(Math.max(1, Math.floor(settings.SIGN_UPS_PER_CLIENT / 4)));
    this.#tight = new RateLimit(Math.max(1, Math.floor(settings.SIGN_UPS_PER_CLIENT / 10)));
  }

  stamp(): string {
    return this.#stamp.make();
  }

  /** An absent stamp is fine: it comes from a form on another site, which has its own limit. */
  readStamp(stamp: string): StampReading {
    return stamp === '' ? 'fine' : this.#stamp.read(stamp);
  }

  /** Counts one sign-up. Undefined to let it through, otherwise the seconds to wait. */
  limited(from: { ip: string; domain: string; stamped: boolean }): number | undefined {
    const network = networkOf(from.ip);
    const limit = from.stamped ? this.#perNetwork : this.#perNetworkWithoutStamp;
    const waits = [limit.exceeded(network), this.#perDomain.exceeded(from.domain)];
    // Under attack everybody's share shrinks to a tenth, rather than the form closing for all.
    if (this.#wholeHouse.exceeded('all') !== undefined) waits.push(this.#tight.exceeded(network));
    return waits.find((wait) => wait !== undefined);
  }
}
