import type { DataSource } from 'typeorm';

/** What a campaign must have before it can go out, in the order in which the database looks. */
export const NEEDED = [
  'no-subject',
  'no-body',
  'no-image',
  'list-closed',
  'no-sender',
  'no-purpose',
  'no-postal-address',
] as const;

export type Missing = (typeof NEEDED)[number];

/** The first thing that is missing, null when nothing is. A newer database may know of more than {@link NEEDED}. */
export async function whyNotSendable(database: DataSource, campaignId: string): Promise<string | null> {
  const rows = (await database.query('select jatakk.why_not_sendable($1) as why', [campaignId])) as {
    why: string | null;
  }[];
  return rows[0]!.why;
}
