import type pg from 'pg';
import { BackupError } from '../../platform/backup/backup-error.js';
import { isHalfRestored } from '../../platform/database/migrate.js';
import { roleName, RUNTIME_ROLES } from '../../platform/database/runtime-roles.js';

/** Whatever a person has made; what a start makes by itself is none of it. */
const MADE_BY_PEOPLE = ['organisation', 'staff', 'register', 'intake'];

/**
 * Makes room for what comes back: takes what an unused house, or a restore that was cut off, has left.
 * @throws BackupError when the database is used, or in use
 */
export async function emptyDatabase(client: pg.Client): Promise<void> {
  await refuseCompany(client);
  if (!(await isHalfRestored(client))) await refuseContent(client);
  await client.query('drop schema if exists jatakk, vault, survey, traffic, bullmq cascade');
}

async function refuseCompany(client: pg.Client): Promise<void> {
  const { rowCount } = await client.query(
    `select 1 from pg_stat_activity
      where datname = current_database() and usename = any ($1) limit 1`,
    [RUNTIME_ROLES.map(roleName)],
  );
  if (rowCount) throw new BackupError('Web or keeper works on this database. Stop Jatakk first.');
}

async function refuseContent(client: pg.Client): Promise<void> {
  for (const table of MADE_BY_PEOPLE) {
    const { rows } = await client.query<{ there: boolean }>('select to_regclass($1) is not null as there', [
      `jatakk.${table}`,
    ]);
    if (!rows[0]!.there) continue;
    const { rowCount } = await client.query(`select 1 from jatakk.${table} limit 1`);
    if (rowCount)
      throw new BackupError(
        'This database is not empty. Put the backup into a new one; nothing has been changed.',
      );
  }
}
