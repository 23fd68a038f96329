import type { DataSource, EntityManager } from 'typeorm';
import type { KeyPurpose } from '../../registers/key-ring.js';

/** A rotation that somebody has opened, of one key of a ring. */
export interface RingRotation {
  id: string;
  ringId: string;
  purpose: Exclude<KeyPurpose, 'ledger'>;
  /** Null until a keeper has made the new key. */
  version: number | null;
}

/** The change of the keeper secret to the one of that name. */
export interface SecretRotation {
  id: string;
  purpose: 'secret';
  secretId: string;
}

export async function openRotations(database: DataSource): Promise<(RingRotation | SecretRotation)[]> {
  return (await database.query(
    `select id, ring_id as "ringId", purpose, version, secret_id as "secretId"
       from jatakk.rotation where done_at is null order by opened_at, id`,
  )) as (RingRotation | SecretRotation)[];
}

/** Whether this transaction may work at a rotation; false while another keeper does. */
export async function takeRotation(tx: EntityManager, id: string): Promise<boolean> {
  return answer(tx, `pg_try_advisory_xact_lock(hashtextextended('jatakk rotation ' || $1, 0))`, [id]);
}

/** Keeps everybody else from taking the ring in hand until this transaction ends. */
export async function takeRing(tx: EntityManager, ringId: string): Promise<void> {
  await tx.query('select pg_advisory_xact_lock(jatakk.ring_lock($1))', [ringId]);
}

/** The version after the newest. */
export async function nextVersion(database: DataSource, { ringId, purpose }: RingRotation): Promise<number> {
  const rows = (await database.query(
    'select coalesce(max(version), 0) + 1 as next from vault.ring_key where ring_id = $1 and purpose = $2',
    [ringId, purpose],
  )) as { next: number }[];
  return rows[0]!.next;
}

/** False when another keeper was first. */
export async function beginRotation(
  database: DataSource,
  id: string,
  key: { version: number; wrapped: Buffer; secretId: string; publicKey: Buffer | null },
): Promise<boolean> {
  return answer(database, 'jatakk.rotation_begin($1, $2, $3, $4, $5)', [
    id,
    key.version,
    key.wrapped,
    key.secretId,
    key.publicKey,
  ]);
}

/** False while something is not rolled yet, or some receiver cannot check what would be made with it. */
export async function switchRotation(tx: DataSource | EntityManager, id: string): Promise<boolean> {
  return answer(tx, 'jatakk.rotation_switch($1)', [id]);
}

/** False while something is under an older version, or may still be written under one. */
export async function finishRotation(
  database: DataSource | EntityManager,
  id: string,
  givenUp: readonly string[] = [],
): Promise<boolean> {
  return answer(database, 'jatakk.rotation_finish($1, $2)', [id, givenUp]);
}

async function answer(
  database: DataSource | EntityManager,
  call: string,
  values: unknown[],
): Promise<boolean> {
  const rows = (await database.query(`select ${call} as yes`, values)) as { yes: boolean }[];
  return rows[0]!.yes;
}
