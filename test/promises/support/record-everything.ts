import type pg from 'pg';

/** One row that the database wrote, changed or deleted, in the order in which it did. */
export interface Recorded {
  seq: number;
  transaction: string;
  table: string;
  act: 'INSERT' | 'UPDATE' | 'DELETE';
  before: Record<string, unknown> | null;
  after: Record<string, unknown> | null;
}

/**
 * Writes down everything that is written from now on, in order: what the write-ahead log would tell, and more easily
 * read. Made by the owner, so that no role of the house needs a right to it.
 */
export async function recordEverything(owner: pg.Client): Promise<void> {
  await owner.query(`
    create schema recorder;
    create table recorder.log (
      seq bigint generated always as identity, transaction text not null default pg_current_xact_id()::text,
      at timestamptz not null default clock_timestamp(), of_table text, act text, before jsonb, after jsonb);
    create function recorder.note() returns trigger language plpgsql security definer
      set search_path = pg_catalog, recorder, pg_temp as $$
    begin
      insert into recorder.log (of_table, act, before, after)
      values (tg_table_schema || '.' || tg_table_name, tg_op, to_jsonb(old), to_jsonb(new));
      return null;
    end $$;
    do $$
    declare t regclass;
    begin
      for t in select c.oid::regclass from pg_class c join pg_namespace n on n.oid = c.relnamespace
                where c.relkind = 'r' and n.nspname in ('jatakk', 'vault', 'survey', 'traffic') loop
        execute format('create trigger zz_recorder after insert or update or delete on %s
          for each row execute function recorder.note()', t);
      end loop;
    end $$;`);
}

export async function recorded(owner: pg.Client): Promise<Recorded[]> {
  const { rows } = await owner.query<Omit<Recorded, 'seq'> & { seq: string }>(
    'select seq, transaction, of_table as table, act, before, after from recorder.log order by seq',
  );
  return rows.map((row) => ({ ...row, seq: Number(row.seq) }));
}
