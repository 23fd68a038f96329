import type { DataSource } from 'typeorm';
import type { CampaignKind, CampaignState } from './campaign.entity.js';

/** The states between a draft and the end, in the order in which the queue shows them. */
export const QUEUE_STATES = ['sending', 'held', 'paused', 'scheduled', 'approved', 'in-review'] as const;

export type QueueState = Extract<CampaignState, (typeof QUEUE_STATES)[number]>;

/** A campaign that is on its way to its readers, or waits for somebody. */
export interface QueuedCampaign {
  id: string;
  registerId: string;
  register: string;
  listId: string;
  list: string;
  kind: CampaignKind;
  /** The address that its list's mail is from. */
  sender: string;
  subject: string;
  state: QueueState;
  /** Why it is held, or what it waits for while it is sent. */
  why: string | null;
  startsAt: Date | null;
  startChosen: boolean;
  begun: boolean;
  /** How many have been handed on, once it has begun. */
  accepted: number;
  /** To how many; before it has begun, how many it would be now. */
  recipients: number;
  eyes: 1 | 2;
}

type Row = Omit<QueuedCampaign, 'accepted' | 'recipients'> & { accepted: string; recipients: string };

/** All of them, or of some places only; in the order of {@link QUEUE_STATES}, and what starts first before the others. */
export async function queuedCampaigns(
  database: DataSource,
  places: { registers: string[]; lists: string[] } | null,
): Promise<QueuedCampaign[]> {
  const rows = (await database.query(
    `select c.id, c.register_id as "registerId", r.name as register, c.list_id as "listId", l.name as list, c.kind,
            l.sender_address as sender, c.subject, c.state, c.held_reason as why, c.starts_at as "startsAt", c.start_chosen as "startChosen",
            c.started_at is not null as begun, l.eyes,
            (select coalesce(sum(d.count), 0) from jatakk.delivery_tally d
              where d.campaign_id = c.id and d.state = 'accepted') as accepted,
            case when c.started_at is null then jatakk.recipient_count(c.id)
                 else (select coalesce(sum(d.count), 0) from jatakk.delivery_tally d where d.campaign_id = c.id) end as recipients
       from jatakk.campaign c
       join jatakk.list l on l.register_id = c.register_id and l.id = c.list_id
       join jatakk.register r on r.id = c.register_id
      where c.state = any ($1) and l.state <> 'deleting'
        and ($2::uuid[] is null or c.register_id = any ($2) or c.list_id = any ($3))
      order by array_position($1::text[], c.state), coalesce(c.started_at, c.starts_at, c.edited_at), c.id limit 200`,
    [QUEUE_STATES, places?.registers ?? null, places?.lists ?? null],
  )) as Row[];
  return rows.map((row) => ({
    ...row,
    accepted: Number(row.accepted),
    recipients: Number(row.recipients),
  }));
}
