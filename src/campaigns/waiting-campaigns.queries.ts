import type { DataSource } from 'typeorm';

/** A campaign that goes no further until somebody does something. */
export interface WaitingCampaign {
  id: string;
  registerId: string;
  listId: string;
  subject: string;
  list: string;
  /** The address that it is from. */
  sender: string;
  state: 'held' | 'paused' | 'approved' | 'sent';
  begun: boolean;
  /** Why it is held. */
  why: string | null;
  /** How many messages may have arrived, and may not. */
  unknown: number;
}

/** After so long nobody wants it a second time: it is a decision no more. */
const DECIDED_WITHIN = `interval '7 days'`;

/** Those that stand, those that may be sent, and those of the last week with messages that nobody knows of. */
export async function campaignsThatWait(database: DataSource): Promise<WaitingCampaign[]> {
  return (await database.query(
    `select c.id, c.register_id as "registerId", c.list_id as "listId", c.subject, l.name as list,
            l.sender_address as sender, c.state, c.started_at is not null as begun, c.held_reason as why,
            coalesce(u.count, 0)::integer as unknown
       from jatakk.campaign c join jatakk.list l on l.register_id = c.register_id and l.id = c.list_id
       left join (select t.campaign_id, sum(t.count) as count from jatakk.delivery_tally t
                   where t.state = 'unknown' group by t.campaign_id) u on u.campaign_id = c.id
      where l.state <> 'deleting' and (c.state in ('held', 'paused', 'approved')
             or c.state = 'sent' and u.count > 0 and c.finished_at > now() - ${DECIDED_WITHIN})
      order by coalesce(c.started_at, c.starts_at, c.edited_at), c.id limit 200`,
  )) as WaitingCampaign[];
}
