import { Inject, Injectable } from '@nestjs/common';
import { rememberingLookUp, resolverFor } from '../../platform/dns/domain-exists.js';
import type { Message } from '../../platform/i18n/messages.js';
import type { WebSettings } from '../../platform/config/settings.js';
import {
  type EmailAddress,
  isReservedForExamples,
  parseEmailAddress,
} from '../../registers/email-address.js';
import { WEB_SETTINGS } from '../tokens.js';
import { addressMessage } from './address-words.js';
import { Frames } from './frames.service.js';

export type CheckedAddress = { ok: true; address: EmailAddress } | { ok: false; message: Message };

/** What a form asks of an address before it is sealed: the grammar, then whether its domain takes mail at all. */
@Injectable()
export class CheckAddress {
  readonly #lookUp: ReturnType<typeof rememberingLookUp>;

  constructor(
    private readonly frames: Frames,
    @Inject(WEB_SETTINGS) settings: WebSettings,
  ) {
    this.#lookUp = rememberingLookUp({ resolver: resolverFor(settings.DNS_RESOLVER), timeoutMs: 1000 });
  }

  /** On trial only addresses reserved for examples; live none of those, and only domains that exist. */
  async forSubscriber(typed: string): Promise<CheckedAddress> {
    const reading = parseEmailAddress(typed);
    if (!reading.ok) return { ok: false, message: addressMessage(reading.reason) };
    const { address } = reading;
    const example = isReservedForExamples(address);
    if ((await this.frames.house()).mode === 'trial') {
      return example ? { ok: true, address } : { ok: false, message: { key: 'address.error.trial' } };
    }
    const unknown: Message = { key: 'address.error.domain-unknown', params: { domain: address.domain } };
    if (example) return { ok: false, message: unknown };
    const verdict = await this.#lookUp(address.asciiDomain);
    if (verdict === 'does-not-exist' || verdict === 'accepts-no-mail') return { ok: false, message: unknown };
    return { ok: true, address };
  }
}
