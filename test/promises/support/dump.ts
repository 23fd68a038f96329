import type pg from 'pg';

/** A row as a thief of the whole database has it: its columns, which transaction wrote it, and where it lies. */
export interface DumpedRow {
  table: string;
  /** Its place among the rows of its table, as they come. */
  order: number;
  columns: Record<string, unknown>;
}

/** Every row of every table of ours, with what PostgreSQL keeps beside it. */
export async function dumpAll(owner: pg.Client): Promise<DumpedRow[]> {
  const { rows: tables } = await owner.query<{ name: string }>(
    `select c.oid::regclass::text as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where c.relkind in ('r', 'p') and n.nspname in ('jatakk', 'vault', 'survey', 'traffic')`,
  );
  const dumped: DumpedRow[] = [];
  for (const { name: table } of tables) {
    const { rows } = await owner.query<{ columns: Record<string, unknown> }>(
      `select to_jsonb(t) || jsonb_build_object('xmin', t.xmin::text, 'ctid', t.ctid::text) as columns from ${table} t`,
    );
    dumped.push(...rows.map(({ columns }, order) => ({ table, order, columns })));
  }
  return dumped;
}
