import { randomBytes } from 'node:crypto';
import type { DataSource, EntityManager } from 'typeorm';
import { generateSealPair } from '../platform/sealing/open-sealed-box.js';
import { OpeningError } from '../platform/sealing/opening-error.js';
import { KeeperSecrets } from './keeper-secrets.js';
import { KeyRing, type KeyPurpose, type PinnedVersions } from './key-ring.js';
import { holdRing, isDestroyed, readRing, ringsWithMissingKeys, storeRingKey } from './key-rings.queries.js';

const PLAIN_PURPOSES: KeyPurpose[] = ['rest', 'index', 'link', 'notice', 'verp', 'suppression', 'ledger'];

/** A ring older than this is read anew, so that what another keeper has rotated is known here too. */
const KEPT_MS = 2000;

interface KeptRing {
  ring: KeyRing;
  /** What the vault holds of it, in the database's own words. */
  state: string;
  until: number;
}

/** The rings of all registers and of the staff, for the keeper only. Made here, wrapped under the keeper secret. */
export class KeyRings {
  readonly #rings = new Map<string, KeptRing>();
  readonly #loading = new Map<string, Promise<KeyRing>>();
  readonly secrets: KeeperSecrets;

  constructor(
    private readonly database: DataSource,
    secrets: KeeperSecrets | Buffer,
  ) {
    this.secrets = secrets instanceof KeeperSecrets ? secrets : new KeeperSecrets([secrets]);
  }

  /**
   * One ring, unwrapped, as it was two seconds ago at most. Whoever looks somebody up by an index, or stores what one
   * is found by, takes it from {@link held} instead.
   * @throws OpeningError 'key-missing' when no such ring exists, 'key-not-authentic' under another keeper secret.
   */
  async ring(ringId: string): Promise<KeyRing> {
    const kept = this.#rings.get(ringId);
    if (kept && performance.now() < kept.until) return kept.ring;
    const loading = this.#loading.get(ringId) ?? this.#loadOnce(ringId);
    // With the database away, what was known goes on being known: nothing can be written meanwhile anyway.
    return loading.catch((error: unknown) => {
      if (kept && !(error instanceof OpeningError)) return kept.ring;
      throw error;
    });
  }

  /** One ring exactly as it is, and stays until this transaction ends. @throws OpeningError as {@link ring} */
  async held(tx: EntityManager, ringId: string): Promise<KeyRing> {
    const state = await holdRing(tx, ringId);
    const kept = this.#rings.get(ringId);
    return kept?.state === state ? kept.ring : this.#load(ringId, tx);
  }

  /** One ring with a version that something is sealed under, read anew where it is not known here yet. */
  async having(ringId: string, purpose: KeyPurpose, version: number): Promise<KeyRing> {
    const ring = await this.ring(ringId);
    return ring.has(purpose, version) ? ring : this.#load(ringId, this.database.manager);
  }

  /** One ring as it was when a message was first made. */
  async asOf(ringId: string, versions: PinnedVersions): Promise<KeyRing> {
    let ring = await this.ring(ringId);
    for (const purpose of ['notice', 'link'] as const) {
      const version = versions[purpose];
      if (version !== undefined && !ring.has(purpose, version))
        ring = await this.having(ringId, purpose, version);
    }
    return ring.asOf(versions);
  }

  /**
   * Makes what is missing: the staff's ring, that of every register made since, and in older rings the keys that they
   * did not have yet. Returns how many rings were touched.
   */
  async makeMissing(): Promise<number> {
    const missing = await ringsWithMissingKeys(this.database, PLAIN_PURPOSES.length + 1);
    for (const id of missing) await this.#make(id);
    return missing.length;
  }

  /** Opens every ring once, so that a keeper with the wrong secret says so at its start and not at the first letter. */
  async checkSecret(): Promise<void> {
    const rings = (await this.database.query(`select distinct ring_id as id from vault.ring_key`)) as {
      id: string;
    }[];
    for (const { id } of rings) await this.ring(id);
  }

  /** After a register's end: its keys leave the memory too. */
  forget(ringId: string): void {
    this.#rings.delete(ringId);
  }

  async #make(ringId: string): Promise<void> {
    await this.database.transaction(async (tx) => {
      await tx.query('select pg_advisory_xact_lock(jatakk.ring_lock($1))', [ringId]);
      if (await isDestroyed(tx, ringId)) return;
      const there = (await tx.query('select distinct purpose from vault.ring_key where ring_id = $1', [
        ringId,
      ])) as { purpose: KeyPurpose }[];
      const has = new Set(there.map(({ purpose }) => purpose));
      for (const purpose of PLAIN_PURPOSES)
        if (!has.has(purpose)) await this.#store(tx, ringId, purpose, randomBytes(32));
      if (has.has('seal')) return;
      const pair = generateSealPair();
      await this.#store(tx, ringId, 'seal', Buffer.concat([pair.publicKey, pair.secretKey]));
      await tx.query('insert into jatakk.sealing_key (ring_id, version, public_key) values ($1, 1, $2)', [
        ringId,
        pair.publicKey,
      ]);
    });
    this.#rings.delete(ringId);
  }

  async #store(tx: EntityManager, ringId: string, purpose: KeyPurpose, key: Buffer): Promise<void> {
    const place = { ringId, purpose, version: 1 };
    await storeRingKey(tx, place, this.secrets.wrap(place, key));
  }

  #loadOnce(ringId: string): Promise<KeyRing> {
    const loading = this.#load(ringId, this.database.manager).finally(() => this.#loading.delete(ringId));
    this.#loading.set(ringId, loading);
    return loading;
  }

  async #load(ringId: string, manager: EntityManager): Promise<KeyRing> {
    const keys = await readRing(manager, ringId);
    if (keys.length === 0) {
      this.#rings.delete(ringId);
      throw new OpeningError('key-missing');
    }
    const ring = new KeyRing(ringId);
    for (const { purpose, version, used, ...wrapped } of keys) {
      const key = this.secrets.unwrap({ ringId, purpose, version }, wrapped);
      if (purpose === 'seal') {
        ring.addSealPair(version, { publicKey: key.subarray(0, 32), secretKey: key.subarray(32) });
      } else {
        ring.add(purpose, version, key, used);
      }
    }
    this.#rings.set(ringId, { ring, state: keys[0]!.state, until: performance.now() + KEPT_MS });
    return ring;
  }
}
