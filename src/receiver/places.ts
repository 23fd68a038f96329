import { domainToASCII } from 'node:url';
import { bearsMark } from '../inbound/register-mark.js';
import { isReturnToken, readReturnToken, RETURN_DAYS } from '../inbound/return-token.js';
import type { Recipient } from './recipient.js';

const DAY_MS = 86_400_000;

/** RFC 5321 §4.5.1, RFC 2142: every domain that sends or takes mail has these. */
const ALWAYS = /^(?:postmaster|abuse)$/;

/** A register that mail may come to. */
export interface Place {
  registerId: string;
  /** The addresses that its lists are sent from. */
  addresses: readonly string[];
  /** The versions of its `verp` key that are known here. */
  returnKeys: readonly Buffer[];
}

/** Whether an address is one of ours cannot be told now: its register's key has not come yet. */
export class NotKnownYetError extends Error {
  override name = 'NotKnownYetError';
}

/** Where mail may come to, as it was when this was read. */
export class Places {
  readonly #addresses = new Map<string, Place[]>();
  readonly #domains = new Map<string, string>();

  /** @param places in an order that stays: of two registers that send from one address new mail is for the first */
  constructor(
    private readonly places: readonly Place[],
    readonly returnDomain: string | undefined,
  ) {
    for (const place of places) {
      const { registerId, addresses } = place;
      for (const address of addresses.map(asCompared)) {
        this.#addresses.set(address, [...(this.#addresses.get(address) ?? []), place]);
        const domain = address.slice(address.lastIndexOf('@') + 1);
        if (!this.#domains.has(domain)) this.#domains.set(domain, registerId);
      }
    }
  }

  /** @throws NotKnownYetError */
  find(address: string, now: Date): Recipient | undefined {
    const at = address.lastIndexOf('@');
    if (at < 1) return undefined;
    const [local, compared] = [address.slice(0, at), asCompared(address)];
    const domain = compared.slice(compared.lastIndexOf('@') + 1);
    if (domain === this.returnDomain && isReturnToken(local)) return this.#ofToken(local, now);
    const registerId =
      this.#addresses.get(compared)?.[0]?.registerId ??
      (ALWAYS.test(local.toLowerCase()) ? this.#ofDomain(domain) : undefined);
    return registerId === undefined ? undefined : { kind: 'mail', registerId, address: compared };
  }

  /**
   * Of the registers that send from an address the one whose mail this answers; undefined where it answers none of
   * theirs. @param references Message-IDs without `<>`
   */
  answered(address: string, references: readonly string[]): string | undefined {
    return this.#addresses
      .get(asCompared(address))
      ?.find(({ returnKeys }) =>
        returnKeys.some((key) => references.some((reference) => bearsMark(key, reference))),
      )?.registerId;
  }

  /** A forged token, another house's and one that is too old are not told apart. */
  #ofToken(local: string, now: Date): Recipient | undefined {
    for (const { registerId, returnKeys } of this.places) {
      for (const key of returnKeys) {
        const token = readReturnToken(key, registerId, local);
        if (!token) continue;
        if (token.use === 'u') return { kind: 'leave', registerId, subscriptionId: token.id };
        // Made at any hour of its day.
        if (now.getTime() - token.madeOn.getTime() >= (RETURN_DAYS + 1) * DAY_MS) return undefined;
        return { kind: 'returned', registerId, deliveryId: token.id, address: this.#addressOf(registerId) };
      }
    }
    if (this.places.some(({ returnKeys }) => returnKeys.length === 0)) throw new NotKnownYetError();
    return undefined;
  }

  #ofDomain(domain: string): string | undefined {
    return domain === this.returnDomain ? this.places[0]?.registerId : this.#domains.get(domain);
  }

  #addressOf(registerId: string): string {
    const place = this.places.find((each) => each.registerId === registerId);
    return place?.addresses[0] ?? `postmaster@${this.returnDomain}`;
  }
}

/** Both parts in lower case, the domain in A-labels. */
function asCompared(address: string): string {
  const at = address.lastIndexOf('@');
  const domain = address.slice(at + 1).toLowerCase();
  return `${address.slice(0, at).toLowerCase()}@${domainToASCII(domain) || domain}`;
}
