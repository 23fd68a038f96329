import type { DataSource } from 'typeorm';

/** Of a list that is there, whatever its state. */
export async function idsOfList(
  database: DataSource,
  slug: string,
): Promise<{ listId: string; registerId: string } | undefined> {
  const rows = (await database.query(
    `select l.id as "listId", l.register_id as "registerId" from jatakk.list l where l.slug = $1 and l.state <> 'deleting'`,
    [slug],
  )) as { listId: string; registerId: string }[];
  return rows[0];
}

/** What a list has published as its purpose, and when. Nothing of who said yes to it. */
export interface PublishedWords {
  version: number;
  revision: number;
  /** ISO date. */
  since: string;
  words: Record<string, { text: string; frequency: string }>;
}

/** The newest first. */
export async function publishedWords(database: DataSource, listId: string): Promise<PublishedWords[]> {
  return (await database.query(
    `select p.version, p.revision, min(p.published_on)::text as since,
            jsonb_object_agg(p.locale, jsonb_build_object('text', p.text, 'frequency', p.frequency)) as words
       from jatakk.purpose_text p where p.list_id = $1
      group by p.version, p.revision order by p.version desc, p.revision desc`,
    [listId],
  )) as PublishedWords[];
}

/** One month of a list, as anybody may know it. */
export interface OpenMonth {
  /** Its first day, ISO. */
  month: string;
  /** Mailings that began in it. */
  sent: number;
  /** About how many left in it, to the nearest five; 0 where fewer than five were counted. */
  left: number;
}

/** Months that are over, the newest first: what the database shows of them is five or more by any day. */
export async function openMonths(database: DataSource, listId: string, most: number): Promise<OpenMonth[]> {
  return (await database.query(
    `with month as (
       select generate_series(date_trunc('month', (now() at time zone 'Europe/Oslo')::date) - interval '1 month',
                              greatest(date_trunc('month', (select min(p.published_on) from jatakk.purpose_text p
                                                             where p.list_id = $1)),
                                       date_trunc('month', (now() at time zone 'Europe/Oslo')::date)
                                         - make_interval(months => $2)),
                              interval '-1 month')::date as month)
     select m.month::text,
            (select count(*)::integer from jatakk.campaign c
              where c.list_id = $1 and c.kind <> 'welcome' and c.started_at is not null
                and date_trunc('month', c.started_at at time zone 'Europe/Oslo')::date = m.month) as sent,
            (select coalesce(round(sum(s.count) / 5.0) * 5, 0)::integer from jatakk.count_shown s
              where s.counted = $1 and s.kind = any ($3) and date_trunc('month', s.day)::date = m.month) as left
       from month m order by m.month desc`,
    [listId, most, LEAVING],
  )) as OpenMonth[];
}

/** Ends of a subscription, all of them together: of a reason alone nothing is told. */
const LEAVING = ['unsubscribed', 'bounced', 'objected', 'complained', 'erased'];

/** About how many were on it as a month began to be counted; 0 stands for fewer than twenty. The newest first. */
export async function listSizes(
  database: DataSource,
  listId: string,
  most: number,
): Promise<{ month: string; about: number }[]> {
  const rows = (await database.query(
    `select s.month::text, s.about::integer from jatakk.list_size s where s.list_id = $1 order by s.month desc limit $2`,
    [listId, most],
  )) as { month: string; about: number }[];
  return rows;
}

/** When anything of a list, as the privacy page and this one tell of it, last became something else. */
export async function listChanged(database: DataSource, slug: string): Promise<Date | undefined> {
  const rows = (await database.query(
    `select max(w.at) as at from (
       select v.noted_at as at, l.told::text,
              lag(l.told::text) over (order by v.number) as before
         from jatakk.facts_version v
         cross join lateral (
           select f.list as told from json_array_elements(v.facts -> 'registers') r (register)
            cross join lateral json_array_elements(r.register -> 'lists') f (list)
            where f.list ->> 'slug' = $1) l) w
      where w.told is distinct from w.before`,
    [slug],
  )) as { at: Date | null }[];
  return rows[0]!.at ?? undefined;
}
