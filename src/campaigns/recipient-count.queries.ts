import type { DataSource } from 'typeorm';
import type { CampaignKind } from './campaign.entity.js';

/** Beyond this, `jatakk.recipient_count` tells of a correction how many were sent the mistake, gone since or not. */
const COUNTED_UP_TO = 5_000;

/** Whether a number of recipients is the most that it can be, and not exactly how many. */
export function isAtMost(kind: CampaignKind, recipients: number): boolean {
  return kind === 'correction' && recipients > COUNTED_UP_TO;
}

/** How many would get a campaign if it started now: whom its kind is for, as the database counts them. */
export async function recipientCount(database: DataSource, campaignId: string): Promise<number> {
  const rows = (await database.query('select jatakk.recipient_count($1) as count', [campaignId])) as {
    count: string;
  }[];
  return Number(rows[0]!.count);
}

/** Whether everybody who said yes to older words has been asked about the newest: it is done once. */
export async function wasReconsentAsked(
  database: DataSource,
  listId: string,
  version: number,
): Promise<{ campaignId: string } | undefined> {
  const rows = (await database.query(
    `select id as "campaignId" from jatakk.campaign
      where list_id = $1 and purpose_version = $2 and kind = 'reconsent'
        and not (state = 'cancelled' and started_at is null)`,
    [listId, version],
  )) as { campaignId: string }[];
  return rows[0];
}
