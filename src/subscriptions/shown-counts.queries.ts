import type { DataSource } from 'typeorm';
import type { Grain, ShownCount } from './periods.js';

/** What is shown of a list from a day on, by its weeks or months. Never a number under five. */
export async function shownCounts(
  database: DataSource,
  listId: string,
  { grain, from }: { grain: Grain; from: string },
): Promise<ShownCount[]> {
  return (await database.query(
    `select date_trunc($2, s.day)::date::text as start, s.kind, sum(s.count)::integer as count
       from jatakk.count_shown s
      where s.counted = $1 and s.day >= $3 and (s.grain = 'day' or $2 = 'month')
      group by 1, 2`,
    [listId, grain, from],
  )) as ShownCount[];
}

/** How many have said yes and are there, the paused among them; and since when. */
export async function standingOf(
  database: DataSource,
  listId: string,
): Promise<{ onIt: number; since: string; countedSince: string }> {
  const rows = (await database.query(
    `select n.on_it as "onIt",
            (select min(p.published_on)::text from jatakk.purpose_text p where p.list_id = $1) as since,
            (select i.counts_since::text from jatakk.installation i) as "countedSince"
       from jatakk.list_numbers($1) n`,
    [listId],
  )) as { onIt: string; since: string; countedSince: string }[];
  return { ...rows[0]!, onIt: Number(rows[0]!.onIt) };
}
