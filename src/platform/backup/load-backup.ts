import type pg from 'pg';
import { copyIn } from '../database/copy-stream.js';
import { BackupError } from './backup-error.js';
import { readTables, type WholeBackup } from './read-backup.js';
import { copyInSql, quoted, tablesOf } from './tables.queries.js';

interface ForeignKey {
  table: string;
  name: string;
  definition: string;
}

/**
 * Puts the rows of both backups into an empty database of the same version, in the caller's transaction. What the
 * migrations have put there goes first. Keys between tables are taken off and put on again, so that every row is
 * checked, and no trigger of ours takes a row that comes back for one that is new.
 */
export async function loadBackups(
  client: pg.Client,
  backups: { data: WholeBackup; vault: WholeBackup },
  secrets: readonly Buffer[],
): Promise<number> {
  const known = [...(await tablesOf(client, 'data')), ...(await tablesOf(client, 'vault'))];
  const keys = await takeForeignKeysOff(client);
  for (const table of known) {
    await client.query(`alter table ${quoted(table)} disable trigger user`);
    await client.query(`delete from ${quoted(table)}`);
  }
  let rows = 0;
  for (const kind of ['data', 'vault'] as const) {
    await readTables(backups[kind].path, kind, secrets, async (table, bytes) => {
      if (!known.some(({ schema, name }) => schema === table.schema && name === table.name))
        throw new BackupError(`This version knows no table ${table.schema}.${table.name}.`);
      const loaded = await copyIn(client, copyInSql(table), bytes);
      rows += loaded;
      return loaded;
    });
  }
  await raiseCounters(client);
  for (const table of known) await client.query(`alter table ${quoted(table)} enable trigger user`);
  for (const { table, name, definition } of keys)
    await client.query(`alter table ${table} add constraint ${name} ${definition}`);
  return rows;
}

async function takeForeignKeysOff(client: pg.Client): Promise<ForeignKey[]> {
  const { rows } = await client.query<ForeignKey>(
    `select format('%I.%I', n.nspname, c.relname) as table, quote_ident(f.conname) as name,
            pg_get_constraintdef(f.oid) as definition
       from pg_constraint f
       join pg_class c on c.oid = f.conrelid
       join pg_namespace n on n.oid = c.relnamespace
      where f.contype = 'f' and n.nspname in ('jatakk', 'vault', 'survey', 'traffic') order by 1, 2`,
  );
  for (const { table, name } of rows) await client.query(`alter table ${table} drop constraint ${name}`);
  return rows;
}

/** Where the database numbers rows itself, it goes on behind those that came back. */
async function raiseCounters(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ sql: string }>(
    `select format('select setval(%L, (select coalesce(max(%I), 0) + 1 from %I.%I), false)',
                   pg_get_serial_sequence(format('%I.%I', n.nspname, c.relname), a.attname),
                   a.attname, n.nspname, c.relname) as sql
       from pg_attribute a
       join pg_class c on c.oid = a.attrelid
       join pg_namespace n on n.oid = c.relnamespace
      where n.nspname in ('jatakk', 'vault', 'survey', 'traffic') and c.relkind = 'r' and a.attidentity <> ''`,
  );
  for (const { sql } of rows) await client.query(sql);
}
