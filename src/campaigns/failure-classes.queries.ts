import type { DataSource } from 'typeorm';

/** How many deliveries of a campaign came to nothing in the same way. */
export interface FailureClass {
  state: 'bounced' | 'dead';
  /** The class of the last reply, such as `hard:5.1.1`, or another code of ours; null when none was written down. */
  replyClass: string | null;
  count: number;
}

/** Why deliveries were refused or given up, the most frequent first: classes and numbers, no person. */
export async function failureClasses(database: DataSource, campaignId: string): Promise<FailureClass[]> {
  const rows = (await database.query(
    `select state, reply_class as "replyClass", count from jatakk.failure_classes($1)
      order by count desc, state, reply_class`,
    [campaignId],
  )) as (Omit<FailureClass, 'count'> & { count: string })[];
  return rows.map((row) => ({ ...row, count: Number(row.count) }));
}
