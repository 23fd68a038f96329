import type { DataSource } from 'typeorm';

/** About how many a breach of a list would concern; 0 stands for fewer than twenty. */
export interface ListScope {
  slug: string;
  onIt: number;
  /** Who has left: kept, encrypted, as evidence. */
  left: number;
  /** ISO date of its first purpose. */
  since: string;
}

export async function listScopes(database: DataSource): Promise<ListScope[]> {
  const rows = (await database.query(
    `select l.slug, n.on_it::integer as "onIt", n.ended::integer as left,
            (select min(p.published_on)::text from jatakk.purpose_text p where p.list_id = l.id) as since
       from jatakk.list l cross join lateral jatakk.list_numbers(l.id) n where l.state <> 'deleting'`,
  )) as ListScope[];
  return rows.map((row) => ({ ...row, onIt: about(row.onIt), left: about(row.left) }));
}

/** As `jatakk.about_so_many` rounds: a notice needs no more. */
function about(exact: number): number {
  if (exact < 20) return 0;
  const step = exact < 200 ? 10 : exact < 2000 ? 50 : 100;
  return Math.round(exact / step) * step;
}
