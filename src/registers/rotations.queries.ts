import type { DataSource } from 'typeorm';
import type { KeyPurpose } from './key-ring.js';

/** Every key of a ring that may be rotated. The ledger's is not: another key is another log. */
export const ROTATED: readonly Exclude<KeyPurpose, 'ledger'>[] = [
  'seal',
  'rest',
  'index',
  'link',
  'notice',
  'suppression',
  'verp',
];

/** A rotation that waits for a keeper, or that one is working at. */
export interface OpenRotation {
  id: string;
  ringId: string | null;
  purpose: string;
  begun: boolean;
}

/** Opens rotations of some keys of a ring, where none is open, and rings the keeper. Only the database's owner may. */
export async function openRingRotations(
  database: DataSource,
  ringId: string,
  purposes: readonly string[],
): Promise<void> {
  await database.query(
    `insert into jatakk.rotation (ring_id, purpose) select $1, p from unnest($2::text[]) as p
         on conflict (ring_id, purpose) where done_at is null do nothing`,
    [ringId, purposes],
  );
  await ringBell(database);
}

/** Opens the change to a keeper secret that every keeper has been given. */
export async function openSecretRotation(database: DataSource, secretId: string): Promise<void> {
  await database.query(
    `insert into jatakk.rotation (purpose, secret_id) values ('secret', $1)
         on conflict (ring_id, purpose) where done_at is null do update set secret_id = excluded.secret_id`,
    [secretId],
  );
  await ringBell(database);
}

export async function openRotations(database: DataSource): Promise<OpenRotation[]> {
  return (await database.query(
    `select id, ring_id as "ringId", purpose, begun_at is not null as begun
       from jatakk.rotation where done_at is null order by opened_at, id`,
  )) as OpenRotation[];
}

/** The secrets of every keeper that was here within the last 90 seconds, by name, the newest last. */
export async function keepersHere(database: DataSource): Promise<string[][]> {
  const rows = (await database.query(
    `select secrets from jatakk.keeper_here where seen_at > clock_timestamp() - interval '90 seconds'`,
  )) as { secrets: string[] }[];
  return rows.map(({ secrets }) => secrets);
}

/** How many keys of rings are wrapped under another secret than the one of that name. */
export async function keysUnderOthers(database: DataSource, secretId: string): Promise<number> {
  const rows = (await database.query(
    'select count(*)::integer as keys from vault.ring_key where secret_id is distinct from $1',
    [secretId],
  )) as { keys: number }[];
  return rows[0]!.keys;
}

/** Has every keeper look at once, and say that it is here. */
export async function ringBell(database: DataSource): Promise<void> {
  await database.query(`select pg_notify('jatakk_bell', '')`);
}
