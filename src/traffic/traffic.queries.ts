import type { DataSource } from 'typeorm';
import type { Count, Kind, Measure } from './dimensions.js';

export interface TrafficChoices {
  counting: boolean;
  /** Whether the daily number of visitors is counted. */
  visitors: boolean;
  /** Hosts that may send beacons, beside our own pages. */
  sites: readonly string[];
  /** Those of them whose visitors are asked whether they may be counted. */
  asking: readonly string[];
}

export async function readChoices(database: DataSource): Promise<TrafficChoices> {
  const rows = (await database.query(
    `select s.counting, s.visitors, array(select h.host from traffic.site h order by h.host) as sites,
            array(select h.host from traffic.site h where h.asks order by h.host) as asking
       from traffic.setting s`,
  )) as TrafficChoices[];
  return rows[0]!;
}

export async function writeChoices(database: DataSource, choices: TrafficChoices): Promise<void> {
  const { counting, visitors, sites, asking } = choices;
  await database.query('select traffic.choose($1, $2, $3, $4)', [counting, visitors, sites, asking]);
}

export async function addCounts(database: DataSource, day: string, counts: readonly Count[]): Promise<void> {
  await database.query('select traffic.add($1, $2, $3, $4, $5, $6)', [
    day,
    counts.map(({ site }) => site),
    counts.map(({ measure }) => measure),
    counts.map(({ kind }) => kind),
    counts.map(({ value }) => value),
    counts.map(({ count }) => count),
  ]);
}

/** A number of a day that is over, or of today rounded down to fives. */
export interface ShownCell {
  /** The day, or the first one of its week or month. */
  start: string;
  measure: Measure;
  value: string;
  count: number;
}

export interface Asked {
  site: string;
  /** YYYY-MM-DD */
  from: string;
}

const CELLS = `(select k.day, k.site, k.measure, k.kind, k.value, k.count from traffic.kept k
                union all select f.day, f.site, f.measure, f.kind, f.value, f.count from traffic.so_far() f)`;

/** All of a site's, by day, week or month. */
export async function totalsOf(
  database: DataSource,
  { site, from }: Asked,
  grain: 'day' | 'week' | 'month',
): Promise<ShownCell[]> {
  return (await database.query(
    `select date_trunc($3, c.day)::date::text as start, c.measure, c.value, sum(c.count)::float8 as count
       from ${CELLS} c where c.site = $1 and c.day >= $2 and c.kind = 'total' group by 1, 2, 3`,
    [site, from, grain],
  )) as ShownCell[];
}

export interface KindCell {
  kind: Exclude<Kind, 'total'>;
  value: string;
  views: number;
  visits: number;
}

/** What a site's views were of, since a day: of each kind the most, `~other` and `~none` among them. */
export async function kindsOf(
  database: DataSource,
  { site, from }: Asked,
  most: number,
): Promise<KindCell[]> {
  return (await database.query(
    `select * from (
       select c.kind, c.value, coalesce(sum(c.count) filter (where c.measure = 'views'), 0)::float8 as views,
              coalesce(sum(c.count) filter (where c.measure = 'visits'), 0)::float8 as visits,
              row_number() over (partition by c.kind order by c.value like '~%', sum(c.count) desc, c.value) as place
         from ${CELLS} c where c.site = $1 and c.day >= $2 and c.kind <> 'total' group by c.kind, c.value) k
      where k.place <= $3 or k.value like '~%' order by k.kind, k.place`,
    [site, from, most],
  )) as KindCell[];
}

/** Sites of which anything is kept, those that may no longer send among them. */
export async function sitesWithCounts(database: DataSource): Promise<string[]> {
  const rows = (await database.query('select distinct k.site from traffic.kept k order by 1')) as {
    site: string;
  }[];
  return rows.map(({ site }) => site);
}
