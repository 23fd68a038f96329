import type { DataSource } from 'typeorm';

/** What was heard in a month, and what was done, in the words of staff. */
export interface Heard {
  /** ISO, the first of the month. */
  month: string;
  heard: string;
  did: string;
  published: boolean;
  revision: number;
}

/** How many conversations of a month were about something; null for those of fewer than five together. */
export interface ThemeCount {
  theme: string | null;
  /** Null where it is fewer than five. */
  count: number | null;
}

/** Everything that was written for a register, the newest first. */
export async function allHeard(database: DataSource, registerId: string): Promise<Heard[]> {
  return (await database.query(
    `select month::text, heard, did, published, revision from jatakk.heard
      where register_id = $1 order by jatakk.heard.month desc`,
    [registerId],
  )) as Heard[];
}

/** The most first, and what is too few to be told last. None of a month that is not over. */
export async function themeCounts(
  database: DataSource,
  registerId: string,
  month: string,
): Promise<ThemeCount[]> {
  return (await database.query(
    'select theme, count from jatakk.theme_counts($1, $2) order by theme is null, count desc, theme',
    [registerId, month],
  )) as ThemeCount[];
}

export type HeardOutcome = 'saved' | 'changed' | 'not-yours' | 'not-yet';

/** @param session of a member of staff, whose right the database checks itself */
export async function writeHeard(
  database: DataSource,
  session: Buffer,
  registerId: string,
  { month, heard, did, published, revision }: Heard,
): Promise<HeardOutcome> {
  const rows = (await database.query('select jatakk.write_heard($1, $2, $3, $4, $5, $6, $7) as outcome', [
    session,
    registerId,
    month,
    heard,
    did,
    published,
    revision,
  ])) as { outcome: HeardOutcome }[];
  return rows[0]!.outcome;
}
