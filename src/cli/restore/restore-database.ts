import pg from 'pg';
import { BackupError } from '../../platform/backup/backup-error.js';
import { loadBackups } from '../../platform/backup/load-backup.js';
import type { WholeBackup } from '../../platform/backup/read-backup.js';
import { migrate, UNDER_RESTORE } from '../../platform/database/migrate.js';
import { migrations } from '../../platform/database/migrations.js';
import type { PerRole } from '../../platform/database/runtime-roles.js';
import type { JournalLine } from '../../platform/journal/journal-line.js';
import { doJournalAgain, type Redone } from './do-journal-again.js';
import { emptyDatabase } from './empty-database.js';
import { holdWhatWasUnderWay, type Held } from './hold.js';

export interface RestoreOrder {
  ownerUrl: string;
  /** What the runtime roles' passwords are to be, where it is ours to say. */
  passwords: Partial<PerRole<string>>;
  undoSeconds: number;
  data: WholeBackup;
  vault: WholeBackup;
  /** Each 32 bytes: the keeper's, and older ones. */
  secrets: Buffer[];
  journal: JournalLine[];
  /** The highest counter that a keeper has noted. */
  seen: number;
  /** Called when the database has been found fit to be filled. */
  onEmptied?: () => void;
}

export interface Restored {
  rows: number;
  /** Migrations that came since the backup. */
  later: number;
  redone: Redone;
  /** People whom the vault had no key for. */
  forgotten: number;
  held: Held;
}

/**
 * Puts a backup into an empty database. Until the journal has been done again and everything is held, the database is
 * marked as half restored: neither a start nor a migration takes it, and another restore begins anew.
 * @throws BackupError
 */
export async function restoreDatabase(order: RestoreOrder): Promise<Restored> {
  const { ownerUrl, passwords, undoSeconds, data, vault, secrets } = order;
  refuseNewer(data);
  const client = new pg.Client({
    connectionString: ownerUrl,
    application_name: 'jatakk-restore',
    options: '-c search_path=pg_catalog',
  });
  client.on('error', () => undefined);
  await client.connect();
  const toVersion = (only?: readonly string[]) =>
    migrate({ ownerUrl, passwords, undoSeconds, log: () => undefined, restoring: { only } });
  try {
    await takeTurn(client);
    await emptyDatabase(client);
    order.onEmptied?.();
    await toVersion(data.migrations);
    const rows = await inTransaction(client, async () => {
      const loaded = await loadBackups(client, { data, vault }, secrets);
      await client.query(`comment on schema jatakk is '${UNDER_RESTORE}'`);
      // A link that was printed before the backup may have been used since.
      await client.query('update jatakk.installation set setup_hash = null');
      return loaded;
    });
    await toVersion();
    const after = await inTransaction(client, async () => {
      await client.query('select jatakk.roll_restored()');
      await dropOpenImports(client);
      const redone = await doJournalAgain(client, order.journal);
      const forgotten = await forgetKeyless(client);
      const held = await holdWhatWasUnderWay(client, order.seen);
      await client.query('comment on schema jatakk is null');
      return { redone, forgotten, held };
    });
    await client.query('analyze');
    return { rows, later: migrations.length - data.migrations.length, ...after };
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** What a newer version has written, this one may not understand. */
function refuseNewer({ path, migrations: recorded }: WholeBackup): void {
  const unknown = recorded.filter((name) => !migrations.some((known) => known.name === name));
  if (unknown.length > 0)
    throw new BackupError(`${path} was made by a newer Jatakk than this one. Nothing has been changed.`);
}

async function takeTurn(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ mine: boolean }>(
    `select pg_try_advisory_lock(hashtext('jatakk restore')) as mine`,
  );
  if (!rows[0]!.mine) throw new BackupError('Another restore works on this database.');
}

/** Their rows are in no backup. Who was moving people in reads the file once more. */
async function dropOpenImports(client: pg.Client): Promise<void> {
  await client.query(
    `select jatakk.empty_import(i.id) from jatakk.import i where i.state not in ('done', 'dropped')`,
  );
}

async function forgetKeyless(client: pg.Client): Promise<number> {
  const { rows } = await client.query<{ forgotten: number }>('select jatakk.forget_keyless() as forgotten');
  return rows[0]!.forgotten;
}

async function inTransaction<T>(client: pg.Client, work: () => Promise<T>): Promise<T> {
  await client.query('begin');
  try {
    const result = await work();
    await client.query('commit');
    return result;
  } catch (error) {
    await client.query('rollback').catch(() => undefined);
    throw error;
  }
}
