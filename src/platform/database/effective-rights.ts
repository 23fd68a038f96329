import type { DataSource } from 'typeorm';

/**
 * Everything the current role may do in this database, one right a line, sorted: what a role is granted, inherits,
 * owns or gets through PUBLIC, as PostgreSQL's own has_*_privilege functions see it.
 */
export async function effectiveRights(database: Pick<DataSource, 'query'>): Promise<string[]> {
  const rows = (await database.query(`
    with ours as (
      select oid, nspname from pg_namespace where nspname in ('jatakk', 'vault', 'survey', 'traffic', 'bullmq', 'public')
    ), rights as (
      select format('superuser') as right from pg_roles where rolname = current_user and rolsuper
      union all
      select 'role ' || r.rolname from pg_roles r
       where pg_has_role(current_user, r.oid, 'member') and r.rolname <> current_user
      union all
      select format('database %s', p) from unnest(array['CREATE', 'TEMP']) p
       where has_database_privilege(current_database(), p)
      union all
      select format('schema %s %s', n.nspname, p) from ours n, unnest(array['USAGE', 'CREATE']) p
       where has_schema_privilege(n.oid, p)
      union all
      select format('table %s.%s %s', n.nspname, c.relname, p)
        from pg_class c join ours n on n.oid = c.relnamespace, unnest(array['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'REFERENCES', 'TRIGGER']) p
       where c.relkind in ('r', 'p', 'v', 'm', 'f') and has_table_privilege(c.oid, p) and n.nspname <> 'bullmq'
      union all
      select format('column %s.%s.%s %s', n.nspname, c.relname, a.attname, p)
        from pg_class c join ours n on n.oid = c.relnamespace
        join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped,
             unnest(array['SELECT', 'INSERT', 'UPDATE', 'REFERENCES']) p
       where c.relkind in ('r', 'p', 'v', 'm', 'f') and n.nspname <> 'bullmq'
         and not has_table_privilege(c.oid, p) and has_column_privilege(c.oid, a.attnum, p)
      union all
      select format('function %s.%s(%s) EXECUTE', n.nspname, f.proname, pg_get_function_identity_arguments(f.oid))
        from pg_proc f join ours n on n.oid = f.pronamespace
       where has_function_privilege(f.oid, 'EXECUTE') and n.nspname <> 'bullmq'
      union all
      select format('sequence %s.%s', n.nspname, c.relname)
        from pg_class c join ours n on n.oid = c.relnamespace
       where n.nspname <> 'bullmq'
         and case when c.relkind = 'S' then has_sequence_privilege(c.oid, 'USAGE, SELECT, UPDATE') else false end
      union all
      select 'queue tables' where exists (
        select 1 from pg_class c join ours n on n.oid = c.relnamespace
         where n.nspname = 'bullmq' and case when c.relkind in ('r', 'p')
           then has_table_privilege(c.oid, 'SELECT, INSERT, UPDATE, DELETE, TRUNCATE') else false end)
    ) select r.right from rights r order by 1
  `)) as { right: string }[];
  return rows.map(({ right }) => right);
}

/** Thrown when a process was given a role that may do more than its committed list. */
export class TooManyRightsError extends Error {
  constructor(role: string, extra: string[]) {
    super(
      `The database role of ${role} may do more than it needs, so ${role} does not start. ` +
        `Beyond its list: ${extra.slice(0, 8).join('; ')}${extra.length > 8 ? ` and ${extra.length - 8} more` : ''}.`,
    );
  }
}

/** @throws TooManyRightsError when the role has a right that `allowed` does not name. */
export async function refuseTooManyRights(
  database: Pick<DataSource, 'query'>,
  role: string,
  allowed: readonly string[],
): Promise<void> {
  const known = new Set(allowed);
  const extra = (await effectiveRights(database)).filter((right) => !known.has(right));
  if (extra.length > 0) throw new TooManyRightsError(role, extra);
}
