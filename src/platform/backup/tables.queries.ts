import type pg from 'pg';
import type { BackupKind } from './backup-preamble.js';
import { LEFT_OUT } from './left-out.js';

/** One table as it is backed up. Names are plain; {@link quoted} puts them into SQL. */
export interface BackupTable {
  schema: string;
  name: string;
  columns: string[];
  /** The primary key, by which rows are ordered: of people it is random, so the order tells nothing. */
  key: string[];
}

/** Where what is backed up lies: keys apart from what they open. */
const SCHEMAS: Record<BackupKind, string[]> = {
  data: ['jatakk', 'survey', 'traffic'],
  vault: ['vault'],
};

/** The tables of one kind of backup, by name. A test sees to it that every column is of a type that any version reads. */
export async function tablesOf(client: pg.Client, kind: BackupKind): Promise<BackupTable[]> {
  const { rows } = await client.query<BackupTable>(
    `select n.nspname as schema, c.relname as name,
            array_agg(a.attname::text order by a.attnum) as columns,
            coalesce((select array_agg(k.attname::text order by array_position(i.indkey::int2[], k.attnum))
                        from pg_index i
                        join pg_attribute k on k.attrelid = i.indrelid and k.attnum = any (i.indkey::int2[])
                       where i.indrelid = c.oid and i.indisprimary), '{}') as key
       from pg_class c
       join pg_namespace n on n.oid = c.relnamespace
       join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
      where n.nspname = any ($1) and c.relkind = 'r' and c.relpersistence = 'p'
      group by c.oid, n.nspname, c.relname order by n.nspname, c.relname`,
    [SCHEMAS[kind]],
  );
  return rows.filter(({ schema, name }) => !Object.hasOwn(LEFT_OUT, `${schema}.${name}`));
}

export function quoted(table: Pick<BackupTable, 'schema' | 'name'>): string {
  return `${identifier(table.schema)}.${identifier(table.name)}`;
}

export function columnsOf({ columns }: BackupTable): string {
  return columns.map(identifier).join(', ');
}

/** A table without a key has rows that stand for nobody: counts. */
export function copyOutSql(table: BackupTable): string {
  const order = table.key.length > 0 ? table.key.map(identifier).join(', ') : 'gen_random_uuid()';
  return `copy (select ${columnsOf(table)} from ${quoted(table)} order by ${order}) to stdout (format binary)`;
}

export function copyInSql(table: BackupTable): string {
  return `copy ${quoted(table)} (${columnsOf(table)}) from stdin (format binary)`;
}

/** The migrations that this database has had, in order; none where there is no database of ours. */
export async function migrationsOf(client: pg.Client): Promise<string[]> {
  const there = await client.query<{ there: boolean }>(
    `select to_regclass('jatakk.migration') is not null as there`,
  );
  if (!there.rows[0]!.there) return [];
  const { rows } = await client.query<{ name: string }>('select name from jatakk.migration order by id');
  return rows.map(({ name }) => name);
}

function identifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
