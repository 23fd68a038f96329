import type pg from 'pg';

/** Turns the clock of what waits to be counted: today becomes so many days ago. */
export async function countsAreOld(owner: pg.Client, days = 1): Promise<void> {
  await owner.query(`update jatakk.count_waiting set day = day - $1::integer where day > '-infinity'::date`, [
    days,
  ]);
}

/** What is shown of a list or a link, as `kind day count`, the day as so many days ago. */
export async function shownOf(owner: pg.Client, counted: string): Promise<string[]> {
  const { rows } = await owner.query<{ line: string }>(
    `select concat_ws(' ', kind, jatakk.day_here() - day, count) as line from jatakk.count_shown
      where counted = $1 order by kind, day`,
    [counted],
  );
  return rows.map(({ line }) => line);
}

/** What is not shown, summed: `kind count`. */
export async function waitingOf(owner: pg.Client, counted: string): Promise<string[]> {
  const { rows } = await owner.query<{ line: string }>(
    `select concat_ws(' ', kind, sum(count)) as line from jatakk.count_waiting
      where counted = $1 group by kind having sum(count) <> 0 order by kind`,
    [counted],
  );
  return rows.map(({ line }) => line);
}
