import { randomBytes } from 'node:crypto';
import type { DataSource, EntityManager } from 'typeorm';
import { generateSealPair } from '../platform/sealing/open-sealed-box.js';
import { OpeningError } from '../platform/sealing/opening-error.js';
import { unwrapKey, wrapKey } from '../platform/sealing/wrap-key.js';
import { KeyRing, type KeyPurpose } from './key-ring.js';
import { STAFF_RING } from './staff-ring.js';

const PLAIN_PURPOSES: KeyPurpose[] = ['rest', 'index', 'link', 'notice', 'verp', 'suppression', 'ledger'];

interface WrappedKey {
  purpose: KeyPurpose;
  version: number;
  wrapped: Buffer;
}

/** The rings of all registers and of the staff, for the keeper only. Made here, wrapped under the keeper secret. */
export class KeyRings {
  readonly #rings = new Map<string, KeyRing>();

  constructor(
    private readonly database: DataSource,
    private readonly keeperSecret: Buffer,
  ) {}

  /**
   * One ring, unwrapped.
   * @throws OpeningError 'key-missing' when no such ring exists, 'key-not-authentic' under another keeper secret.
   */
  async ring(ringId: string): Promise<KeyRing> {
    return this.#rings.get(ringId) ?? (await this.#load(ringId, this.database.manager));
  }

  /**
   * Makes what is missing: the staff's ring, that of every register made since, and in older rings the keys that they
   * did not have yet. Returns how many rings were touched.
   */
  async makeMissing(): Promise<number> {
    const missing = (await this.database.query(
      `select w.id from (select $1::uuid as id union all select id from jatakk.register) w
        where (select count(distinct k.purpose) from vault.ring_key k where k.ring_id = w.id) < $2`,
      [STAFF_RING, PLAIN_PURPOSES.length + 1],
    )) as { id: string }[];
    for (const { id } of missing) await this.#make(id);
    return missing.length;
  }

  /** Opens every ring once, so that a keeper with the wrong secret says so at its start and not at the first letter. */
  async checkSecret(): Promise<void> {
    const rings = (await this.database.query(`select distinct ring_id as id from vault.ring_key`)) as {
      id: string;
    }[];
    for (const { id } of rings) await this.ring(id);
  }

  async #make(ringId: string): Promise<void> {
    await this.database.transaction(async (tx) => {
      await tx.query('select pg_advisory_xact_lock(hashtext($1))', [`ring ${ringId}`]);
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
    const wrapped = wrapKey(this.keeperSecret, { ringId, purpose, version: 1 }, key);
    await tx.query('insert into vault.ring_key (ring_id, purpose, version, wrapped) values ($1, $2, 1, $3)', [
      ringId,
      purpose,
      wrapped,
    ]);
  }

  async #load(ringId: string, manager: EntityManager): Promise<KeyRing> {
    const rows = (await manager.query(
      'select purpose, version, wrapped from vault.ring_key where ring_id = $1',
      [ringId],
    )) as WrappedKey[];
    if (rows.length === 0) throw new OpeningError('key-missing');
    const ring = new KeyRing(ringId);
    for (const { purpose, version, wrapped } of rows) {
      const key = unwrapKey(this.keeperSecret, { ringId, purpose, version }, wrapped);
      if (purpose === 'seal') {
        ring.addSealPair(version, { publicKey: key.subarray(0, 32), secretKey: key.subarray(32) });
      } else {
        ring.add(purpose, version, key);
      }
    }
    this.#rings.set(ringId, ring);
    return ring;
  }
}
