import { createHmac, randomBytes } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { KeeperSettings } from '../platform/config/settings.js';
import { DestinationPace, type Entry } from '../platform/pace/destination-pace.js';
import type { SmtpOutcome } from '../platform/smtp/smtp-outcome.js';
import type { EmailAddress } from '../registers/email-address.js';
import { KEEPER_SETTINGS } from './tokens.js';

/**
 * How many messages may be under way for each connection: one on it, the next made ready, and those before whose
 * outcomes are being written.
 */
export const UNDER_WAY_PER_CONNECTION = 4;

/** How much each receiving domain is given. Remembered by this process alone: a new one starts slowly again. */
@Injectable()
export class SendingPace {
  /** Domains are known by a hash under a key that nobody else ever has: neither a dump nor a log could tell them. */
  readonly #key = randomBytes(32);
  readonly #domains: DestinationPace;

  constructor(@Inject(KEEPER_SETTINGS) settings: KeeperSettings) {
    const perSecond = settings.DOMAIN_PER_SECOND || Infinity;
    this.#domains = new DestinationPace({
      perSecond,
      burst: Number.isFinite(perSecond) ? Math.max(1, Math.ceil(perSecond)) : 1,
      // Those who wait for a connection count as well: without a back-off no domain is held up.
      ceiling: settings.RELAY_CONNECTIONS * UNDER_WAY_PER_CONNECTION,
    });
  }

  keyOf(address: EmailAddress): string {
    return createHmac('sha256', this.#key).update(address.asciiDomain).digest('base64');
  }

  /** `go`: {@link leave} follows once. `wait`: so many milliseconds, then ask again. */
  enter(key: string): Entry {
    return this.#domains.enter(key);
  }

  leave(key: string, outcome: SmtpOutcome | undefined): void {
    const slowDown = outcome?.kind === 'refused' && outcome.slowDown === 'recipient';
    this.#domains.leave(key, slowDown ? 'back-off' : outcome?.kind === 'accepted' ? 'success' : 'neutral');
  }
}
