import pg from 'pg';
import { type BackupOrder, type MadeBackup, makeBackup } from '../backup/make-backup.js';
import { migrationsOf } from '../backup/tables.queries.js';
import { isHalfRestored } from '../database/migrate.js';
import { migrations } from '../database/migrations.js';

/** What the forked backup is asked: always, or only if migrations are about to change what somebody has put there. */
export type BackupErrand = BackupOrder & { onlyBeforeMigrations: boolean };

/** What it answers. `made` is undefined when there was no need. */
export type BackupWord =
  { type: 'done'; made: Pick<MadeBackup, 'dataFile'> | undefined } | { type: 'failed'; message: string };

process.once('message', (errand: BackupErrand) => {
  doErrand(errand).then(
    (made) => tell({ type: 'done', made }, 0),
    (error: unknown) => {
      const message = error instanceof Error ? error.message : String(error);
      tell({ type: 'failed', message }, 1);
    },
  );
});

async function doErrand({ onlyBeforeMigrations, ...order }: BackupErrand): Promise<MadeBackup | undefined> {
  if (await isWanted(order.ownerUrl, onlyBeforeMigrations)) return makeBackup(order);
  return undefined;
}

async function isWanted(ownerUrl: string, onlyBeforeMigrations: boolean): Promise<boolean> {
  const client = new pg.Client({ connectionString: ownerUrl, application_name: 'jatakk-backup' });
  client.on('error', () => undefined);
  await client.connect();
  try {
    const had = await migrationsOf(client);
    // An empty database, and one that is not whole, have nothing that is worth keeping.
    if (had.length === 0 || (await isHalfRestored(client))) return false;
    const { rowCount } = await client.query('select 1 from jatakk.organisation');
    if (!rowCount) return false;
    return !onlyBeforeMigrations || migrations.some(({ name }) => !had.includes(name));
  } finally {
    await client.end().catch(() => undefined);
  }
}

function tell(word: BackupWord, code: number): void {
  process.send!(word, () => process.exit(code));
}
