import { createPrivateKey } from 'node:crypto';
import { domainToASCII } from 'node:url';
import { Inject, Injectable, Logger } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { z } from 'zod';
import type { KeeperSettings } from '../platform/config/settings.js';
import type { RecordVerdict } from '../platform/dns/dkim-record.js';
import { resolverFor } from '../platform/dns/domain-exists.js';
import { openSealedBox } from '../platform/sealing/open-sealed-box.js';
import { OpeningError } from '../platform/sealing/opening-error.js';
import { type DkimKey, DkimSigner } from '../platform/smtp/dkim-signer.js';
import { checkDkimKeys } from '../registers/check-dkim-keys.js';
import { type DkimKeyRow, readDkimKeys, readSealedKey } from '../registers/dkim-key.queries.js';
import { readHouse } from '../registers/house.queries.js';
import { KeyRings } from '../registers/key-rings.service.js';
import { signingKeyPlace } from '../registers/make-dkim-keys.js';
import { isFound, signingPair, type SigningPair } from '../registers/signing-pair.js';
import { STAFF_RING } from '../registers/staff-ring.js';
import { KEEPER_SETTINGS } from './tokens.js';

/** Whether mail from a domain may leave, and signed by whom. Live there is no `unsigned`. */
export type Signing =
  | { outcome: 'sign'; signer: DkimSigner }
  | { outcome: 'unsigned' }
  | { outcome: 'refused'; why: 'no-key' | Exclude<RecordVerdict, 'published'> };

const KEPT_FOR_MS = 250;
const WARN_AGAIN_MS = 3_600_000;

/** The keys that mail is signed with. Live, only those that DNS shows to the receivers. */
@Injectable()
export class SigningKeys {
  readonly #log = new Logger('signing');
  readonly #resolver: ReturnType<typeof resolverFor>;
  readonly #signers = new Map<string, Promise<DkimSigner | undefined>>();
  readonly #live = new Map<string, { answer: Promise<Signing>; until: number }>();
  readonly #warned = new Map<string, number>();

  constructor(
    @InjectDataSource() private readonly database: DataSource,
    private readonly rings: KeyRings,
    @Inject(KEEPER_SETTINGS) settings: KeeperSettings,
  ) {
    this.#resolver = resolverFor(settings.DNS_RESOLVER);
  }

  /**
   * Cheap: live, what was answered holds for a quarter of a second, and DNS is asked when the rows say that it is time.
   * @param domain of the From address, in any form
   */
  async forDomain(domain: string): Promise<Signing> {
    const ascii = domainToASCII(domain);
    const known = this.#live.get(ascii);
    if (known && performance.now() < known.until) return known.answer;
    const { mode } = await readHouse(this.database);
    // The trial's answer is not kept: it must be forgotten the moment the house goes live.
    return mode === 'trial' ? this.#onTrial(ascii) : this.#kept(ascii);
  }

  async #onTrial(domain: string): Promise<Signing> {
    const pair = signingPair(await readDkimKeys(this.database, domain));
    const signer = pair && (await this.#signer(pair));
    return signer ? { outcome: 'sign', signer } : { outcome: 'unsigned' };
  }

  #kept(domain: string): Promise<Signing> {
    const asked = this.#live.get(domain);
    if (asked && performance.now() < asked.until) return asked.answer;
    const entry = { answer: this.#onceLive(domain), until: Number.POSITIVE_INFINITY };
    this.#live.set(domain, entry);
    entry.answer.then(
      () => (entry.until = performance.now() + KEPT_FOR_MS),
      () => this.#live.delete(domain),
    );
    return entry.answer;
  }

  async #onceLive(domain: string): Promise<Signing> {
    const pair = signingPair(await checkDkimKeys(this.database, domain, { resolver: this.#resolver }));
    const missing = pair?.find((key) => !isFound(key));
    const signer = pair && !missing ? await this.#signer(pair) : undefined;
    if (signer) return { outcome: 'sign', signer };
    const result = missing?.checkResult;
    const why = result && result !== 'published' ? result : 'no-key';
    this.#warn(domain, why);
    return { outcome: 'refused', why };
  }

  /** Undefined when a private key does not open, or has retired a moment ago. */
  #signer(pair: SigningPair): Promise<DkimSigner | undefined> {
    const name = pair.map(({ domain, selector }) => `${selector}._domainkey.${domain}`).join();
    const known = this.#signers.get(name);
    if (known) return known;
    const opening = this.#open(pair).catch((error: unknown) => {
      if (!(error instanceof OpeningError)) throw error;
      this.#log.error(`a signing key of ${pair[0].domain} could not be opened (${error.code})`);
      return undefined;
    });
    this.#signers.set(name, opening);
    opening.then(
      (signer) => signer ?? this.#signers.delete(name),
      () => this.#signers.delete(name),
    );
    return opening;
  }

  async #open(pair: SigningPair): Promise<DkimSigner | undefined> {
    const keys = await Promise.all(pair.map((key) => this.#openKey(key)));
    const opened = keys.filter((key) => key !== undefined);
    return opened.length === pair.length ? new DkimSigner(opened) : undefined;
  }

  async #openKey(key: DkimKeyRow): Promise<DkimKey | undefined> {
    const row = await readSealedKey(this.database, key);
    if (!row) return undefined;
    const ring = await this.rings.having(STAFF_RING, 'seal', row.keyVersion);
    const opened = openSealedBox(ring.sealPair(row.keyVersion), signingKeyPlace(key), row.sealed);
    const bytes = Buffer.from(z.base64().parse(opened), 'base64');
    const privateKey = createPrivateKey({ key: bytes, format: 'der', type: 'pkcs8' });
    bytes.fill(0);
    return { domain: key.domain, selector: key.selector, algorithm: key.algorithm, privateKey };
  }

  #warn(domain: string, why: string): void {
    const last = this.#warned.get(domain);
    if (last !== undefined && performance.now() - last < WARN_AGAIN_MS) return;
    this.#warned.set(domain, performance.now());
    this.#log.warn(
      `nothing is sent from ${domain}: it cannot be signed (${why}); jatakk dkim says what is missing`,
    );
  }
}
