import type pg from 'pg';
import { hashToken, randomToken } from '../sealing/link-token.js';

/** What the start must know of the installation, read as the database's owner. */
export interface Installation {
  mode: 'trial' | 'live';
  publicUrl: string | undefined;
}

/** `restored`: a keeper has seen this database further on. `unsure`: it has not seen it, or not for long. */
export type RestoreQuestion = 'restored' | 'unsure';

export async function readInstallation(owner: pg.Client): Promise<Installation> {
  const { rows } = await owner.query<{ mode: 'trial' | 'live'; public_url: string | null }>(
    'select mode, public_url from jatakk.installation',
  );
  const row = rows[0];
  if (!row) throw new Error('The database holds no installation.');
  return { mode: row.mode, publicUrl: row.public_url ?? undefined };
}

/** Why nothing is sent until the operator answers, if a keeper asks whether the database was restored. */
export async function readRestoreQuestion(owner: pg.Client): Promise<RestoreQuestion | undefined> {
  const { rows } = await owner.query<{ kind: RestoreQuestion }>(
    'select kind from jatakk.restore_question where answer is null',
  );
  return rows[0]?.kind;
}

/** Whether the database, perhaps not ours before, holds keys that some keeper's secret has wrapped. */
export async function holdsKeys(owner: pg.Client): Promise<boolean> {
  const { rows } = await owner.query<{ there: boolean }>(
    `select to_regclass('vault.ring_key') is not null as there`,
  );
  if (!rows[0]?.there) return false;
  return ((await owner.query('select 1 from vault.ring_key limit 1')).rowCount ?? 0) > 0;
}

/**
 * A new one-time link to set the installation up, as long as nobody administers it: its path, or null.
 * Only its hash is stored, so an earlier link ends with this.
 */
export async function makeSetupPath(owner: pg.Client): Promise<string | null> {
  const { rowCount } = await owner.query(
    `select 1 from jatakk.staff s join jatakk.staff_grant g on g.staff_id = s.id
      where s.state = 'active' and g.role = 'administrator' and g.register_id is null limit 1`,
  );
  if (rowCount) return null;
  const token = randomToken();
  await owner.query('update jatakk.installation set setup_hash = $1', [hashToken(token)]);
  return `/setup/${token}`;
}
