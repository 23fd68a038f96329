import type { DataSource } from 'typeorm';

/** One campaign among those of its list. 0 stands for fewer than five, where it is a number of people or of clicks. */
export interface ComparedCampaign {
  id: string;
  subject: string;
  locale: string;
  /** The day it began, as YYYY-MM-DD. */
  day: string;
  /** Handed on by our relay; refused by others, or given up. */
  accepted: number;
  failed: number;
  /** That day and the six after it are over. */
  over: boolean;
  /** Who unsubscribed from the list on those days; null where it was not counted, or is not over. */
  unsubscribed: number | null;
  /** Null where clicks are not counted. */
  followed: number | null;
}

/** The week in which whoever wants to leave because of a campaign mostly has. */
export const DAYS_AFTER = 7;

/** The latest campaigns of a list that have begun, oldest first. */
export async function comparedCampaigns(
  database: DataSource,
  listId: string,
  { timeZone, today, most }: { timeZone: string; today: string; most: number },
): Promise<ComparedCampaign[]> {
  const rows = (await database.query(
    `select c.id, c.subject, c.locale, d.day::text as day,
            (select coalesce(sum(t.count), 0) from jatakk.delivery_tally t
              where t.campaign_id = c.id and t.state = 'accepted')::integer as accepted,
            (select coalesce(sum(t.count), 0) from jatakk.delivery_tally t
              where t.campaign_id = c.id and t.state in ('bounced', 'dead'))::integer as failed,
            d.day + ${DAYS_AFTER - 1} < $3::date as over,
            case when d.day + ${DAYS_AFTER - 1} < $3::date and d.day >= i.counts_since then
              (select coalesce(sum(s.count), 0) from jatakk.count_shown s
                where s.counted = c.list_id and s.kind = 'unsubscribed' and s.grain = 'day'
                  and s.day between d.day and d.day + ${DAYS_AFTER - 1})::integer end as unsubscribed,
            case when c.counts_follows then
              (select coalesce(sum(s.count), 0) from jatakk.campaign_link l
                 join jatakk.count_shown s on s.counted = l.id
                where l.campaign_id = c.id)::integer end as followed
       from jatakk.campaign c
      cross join lateral (select (c.started_at at time zone $2)::date as day) d
      cross join (select counts_since from jatakk.installation) i
      where c.list_id = $1 and c.started_at is not null
      order by c.started_at desc, c.id limit $4`,
    [listId, timeZone, today, most],
  )) as ComparedCampaign[];
  return rows.toReversed();
}

/** A day after a campaign began that is over. `count` 0: fewer than five; null: not counted. */
export interface DayAfter {
  day: string;
  count: number | null;
}

/** Who unsubscribed from a list, by day. Nobody knows because of what. */
export async function unsubscribedAfter(
  database: DataSource,
  listId: string,
  { from, days, today }: { from: string; days: number; today: string },
): Promise<DayAfter[]> {
  return (await database.query(
    `select d.day::date::text as day,
            case when d.day >= i.counts_since then coalesce(s.count, 0)::integer end as count
       from generate_series($2::date, $2::date + ($3::integer - 1), interval '1 day') as d (day)
      cross join (select counts_since from jatakk.installation) i
       left join jatakk.count_shown s on s.counted = $1 and s.kind = 'unsubscribed' and s.grain = 'day' and s.day = d.day
      where d.day < $4::date order by d.day`,
    [listId, from, days, today],
  )) as DayAfter[];
}

/** A link of a campaign, and how often it was followed. 0 stands for fewer than five. */
export interface FollowedLink {
  target: string;
  count: number;
}

/** The links of a campaign in the order in which they stand in it. */
export async function followedLinks(database: DataSource, campaignId: string): Promise<FollowedLink[]> {
  return (await database.query(
    `select l.target, coalesce(sum(s.count), 0)::integer as count
       from jatakk.campaign_link l left join jatakk.count_shown s on s.counted = l.id
      where l.campaign_id = $1 group by l.id, l.target, l.position order by l.position`,
    [campaignId],
  )) as FollowedLink[];
}

/** How often its links were followed, by day, together. */
export async function followedByDay(
  database: DataSource,
  campaignId: string,
): Promise<ReadonlyMap<string, number>> {
  const rows = (await database.query(
    `select s.day::text as day, sum(s.count)::integer as count
       from jatakk.campaign_link l join jatakk.count_shown s on s.counted = l.id
      where l.campaign_id = $1 group by 1`,
    [campaignId],
  )) as { day: string; count: number }[];
  return new Map(rows.map(({ day, count }) => [day, count]));
}
