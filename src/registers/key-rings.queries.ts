import type { DataSource, EntityManager } from 'typeorm';
import type { WrapPlace } from '../platform/sealing/wrap-key.js';
import type { WrappedKey } from './keeper-secrets.js';
import type { KeyPurpose } from './key-ring.js';
import { STAFF_RING } from './staff-ring.js';

export interface RingKeyRow extends WrappedKey {
  purpose: KeyPurpose;
  version: number;
  used: boolean;
  /** The whole ring, as {@link holdRing} answers. */
  state: string;
}

export async function readRing(manager: EntityManager, ringId: string): Promise<RingKeyRow[]> {
  return (await manager.query(
    `select purpose, version, wrapped, secret_id as "secretId", used, jatakk.ring_state(ring_id) as state
       from vault.ring_key where ring_id = $1`,
    [ringId],
  )) as RingKeyRow[];
}

/** Keeps every rotation of a ring from coming into use until this transaction ends. Returns what the ring is now. */
export async function holdRing(tx: EntityManager, ringId: string): Promise<string> {
  const rows = (await tx.query('select jatakk.hold_ring($1) as state', [ringId])) as { state: string }[];
  return rows[0]!.state;
}

/** The staff's ring and the registers', where they have fewer purposes than that. Not of a register at its end. */
export async function ringsWithMissingKeys(database: DataSource, purposes: number): Promise<string[]> {
  const rows = (await database.query(
    `select w.id from (select $1::uuid as id union all
                       select r.id from jatakk.register r where not exists (
                         select 1 from jatakk.register_deletion d
                          where d.register_id = r.id and d.keys_destroyed_at is not null)) w
      where (select count(distinct k.purpose) from vault.ring_key k where k.ring_id = w.id) < $2`,
    [STAFF_RING, purposes],
  )) as { id: string }[];
  return rows.map(({ id }) => id);
}

export async function storeRingKey(
  tx: EntityManager,
  { ringId, purpose, version }: WrapPlace,
  { wrapped, secretId }: WrappedKey,
): Promise<void> {
  await tx.query(
    'insert into vault.ring_key (ring_id, purpose, version, wrapped, secret_id) values ($1, $2, $3, $4, $5)',
    [ringId, purpose, version, wrapped, secretId],
  );
}

/** Whether this register has come to its end: nobody makes it keys again. */
export async function isDestroyed(tx: EntityManager, ringId: string): Promise<boolean> {
  const rows = (await tx.query(
    'select 1 from jatakk.register_deletion where register_id = $1 and keys_destroyed_at is not null',
    [ringId],
  )) as unknown[];
  return rows.length > 0;
}
