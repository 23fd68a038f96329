import type { DataSource } from 'typeorm';
import type { CampaignState } from './campaign.entity.js';

/** How many deliveries of a campaign are in each state; the states sum to `total`. */
export interface DeliveryTally {
  queued: number;
  claimed: number;
  handed: number;
  accepted: number;
  skipped: number;
  bounced: number;
  unknown: number;
  dead: number;
  total: number;
}

const STATES = ['queued', 'claimed', 'handed', 'accepted', 'skipped', 'bounced', 'unknown', 'dead'] as const;

/** One snapshot of the counts: written by the same transactions that move deliveries, so they always add up. */
export async function deliveryTally(database: DataSource, campaignId: string): Promise<DeliveryTally> {
  const rows = (await database.query(
    'select state, sum(count)::bigint as count from jatakk.delivery_tally where campaign_id = $1 group by state',
    [campaignId],
  )) as { state: (typeof STATES)[number]; count: string }[];
  const counts = Object.fromEntries(STATES.map((state) => [state, 0])) as Omit<DeliveryTally, 'total'>;
  for (const { state, count } of rows) counts[state] = Number(count);
  return { ...counts, total: STATES.reduce((sum, state) => sum + counts[state], 0) };
}

/** A campaign as a line of a table. */
export interface CampaignSummary {
  id: string;
  registerId: string;
  subject: string;
  list: string;
  state: CampaignState;
  /** When it last changed. */
  at: Date;
  /** To how many; null until it has started. */
  total: number | null;
}

interface Row {
  id: string;
  register_id: string;
  subject: string;
  list: string;
  state: CampaignState;
  at: Date;
  total: string | null;
}

/** The latest campaigns, newest first, of one register or of all; `places` where only some may be seen. */
export async function latestCampaigns(
  database: DataSource,
  {
    registerId,
    limit,
    places,
  }: { registerId?: string; limit: number; places: { registers: string[]; lists: string[] } | null },
): Promise<CampaignSummary[]> {
  const rows = (await database.query(
    `select c.id, c.register_id, c.subject, l.name as list, c.state,
            coalesce(c.finished_at, c.started_at, c.starts_at, c.edited_at) as at,
            (select sum(t.count) from jatakk.delivery_tally t where t.campaign_id = c.id) as total
       from jatakk.campaign c join jatakk.list l on l.register_id = c.register_id and l.id = c.list_id
      where ($1::uuid is null or c.register_id = $1) and l.state <> 'deleting'
        and ($3::uuid[] is null or c.register_id = any ($3) or c.list_id = any ($4))
      order by at desc, c.id limit $2`,
    [registerId ?? null, limit, places?.registers ?? null, places?.lists ?? null],
  )) as Row[];
  return rows.map((row) => ({
    id: row.id,
    registerId: row.register_id,
    subject: row.subject,
    list: row.list,
    state: row.state,
    at: row.at,
    total: row.total === null ? null : Number(row.total),
  }));
}
