import type { DataSource } from 'typeorm';

/** Where a link of a campaign leads that has been sent; undefined for what is none. */
export async function targetOf(database: DataSource, linkId: string): Promise<string | undefined> {
  const rows = (await database.query('select target from jatakk.campaign_link where id = $1', [linkId])) as {
    target: string;
  }[];
  return rows[0]?.target;
}

/** Adds to the day's counts. The database leaves out what went to too few. */
export async function addFollows(database: DataSource, counts: ReadonlyMap<string, number>): Promise<void> {
  await database.query('select jatakk.count_follows($1, $2)', [[...counts.keys()], [...counts.values()]]);
}
