import { join } from 'node:path';
import pg from 'pg';
import { copyOut } from '../database/copy-stream.js';
import { BackupError } from './backup-error.js';
import { BackupFileWriter } from './backup-file-writer.js';
import { dataFileName, keepNewest, openBackupFolders } from './backup-files.js';
import type { BackupKind } from './backup-preamble.js';
import { type BackupTable, copyOutSql, migrationsOf, tablesOf } from './tables.queries.js';

/** What is wanted. It goes through a pipe to a process of its own, so it is plain. */
export interface BackupOrder {
  ownerUrl: string;
  /** The keeper's, 32 bytes as base64url. */
  secret: string;
  houseId: string | undefined;
  /** The folder for backups. */
  to: string;
  /** How many backups of the data stay. */
  keep: number;
}

/** What a backup says of itself, in its first message. */
export interface BackupAbout {
  kind: BackupKind;
  /** ISO, when its snapshot was taken. */
  madeAt: string;
  migrations: string[];
}

export interface MadeBackup {
  dataFile: string;
  vaultFile: string;
  rows: number;
  /** How many older ones of the data went. */
  removed: number;
}

/**
 * Writes the data and, apart from it, the vault, both from one snapshot, while the house runs. Nothing gets its name
 * before both are whole and on the disk: first the vault, since a vault may be newer than the data but not older.
 * @throws BackupError in words for the operator; the backups that were there are untouched then
 */
export async function makeBackup(order: BackupOrder): Promise<MadeBackup> {
  const folders = openBackupFolders(order.to);
  const client = new pg.Client({
    connectionString: order.ownerUrl,
    application_name: 'jatakk-backup',
    options: '-c search_path=pg_catalog',
  });
  client.on('error', () => undefined);
  await client.connect();
  const files: BackupFileWriter[] = [];
  try {
    const madeAt = await beginSnapshot(client);
    const migrations = await migrationsOf(client);
    if (migrations.length === 0) throw new BackupError('There is no Jatakk in this database yet.');
    const dataFile = join(folders.data, dataFileName(madeAt));
    const open = (path: string, kind: BackupKind) => {
      const file = new BackupFileWriter(path, kind, Buffer.from(order.secret, 'base64url'), order.houseId);
      files.push(file);
      file.tell('about', { kind, madeAt: madeAt.toISOString(), migrations } satisfies BackupAbout);
      return file;
    };
    const [vault, data] = [open(folders.vaultFile, 'vault'), open(dataFile, 'data')];
    const rows = (await writeTables(client, data, 'data')) + (await writeTables(client, vault, 'vault'));
    for (const file of files) file.close();
    for (const file of files) file.publish();
    files.length = 0;
    return { dataFile, vaultFile: folders.vaultFile, rows, removed: keepNewest(order.to, order.keep) };
  } finally {
    for (const file of files) file.abandon();
    await client.end().catch(() => undefined);
  }
}

async function beginSnapshot(client: pg.Client): Promise<Date> {
  const { rows: locked } = await client.query<{ mine: boolean }>(
    `select pg_try_advisory_lock(hashtext('jatakk backup')) as mine`,
  );
  if (!locked[0]!.mine) throw new BackupError('Another backup is being made.');
  await client.query('begin isolation level repeatable read read only');
  const { rows } = await client.query<{ at: Date }>('select clock_timestamp() as at');
  return rows[0]!.at;
}

async function writeTables(client: pg.Client, file: BackupFileWriter, kind: BackupKind): Promise<number> {
  let all = 0;
  for (const table of await tablesOf(client, kind)) {
    file.tell('table', table satisfies BackupTable);
    const rows = await copyOut(client, copyOutSql(table), (bytes) => file.rows(bytes));
    file.tell('end', { rows });
    all += rows;
  }
  file.tell('end', { rows: all }, true);
  return all;
}
