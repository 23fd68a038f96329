import type pg from 'pg';

/**
 * How many are on each list in each state under each version, in one moment: as it is kept for the pages, and counted
 * from the rows.
 */
export async function counted(owner: pg.Client): Promise<{ kept: string[]; there: string[] }> {
  const { rows } = await owner.query<{ kept: string[]; there: string[] }>(
    `select coalesce((select array_agg(k.line order by k.line) from (
                        select concat_ws(' ', t.list_id, t.state, t.version, sum(t.count)) as line
                          from jatakk.subscription_tally t group by t.list_id, t.state, t.version
                        having sum(t.count) <> 0) k), '{}') as kept,
            coalesce((select array_agg(r.line order by r.line) from (
                        select concat_ws(' ', s.list_id, s.state, s.purpose_version, count(*)) as line
                          from jatakk.subscription s where s.state <> 'pending'
                         group by s.list_id, s.state, s.purpose_version) r), '{}') as there`,
  );
  return rows[0]!;
}
