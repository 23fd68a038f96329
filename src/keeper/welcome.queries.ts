import type { DataSource } from 'typeorm';
import type { SealedFields } from '../deliveries/delivery.queries.js';

/** The one subscription that a welcome is for. */
export async function subscriptionOf(database: DataSource, noticeId: string): Promise<string> {
  const rows = (await database.query(
    'select subscription_id as id from jatakk.notice_subscription where notice_id = $1',
    [noticeId],
  )) as { id: string }[];
  if (rows.length !== 1) throw new Error('a welcome is not for exactly one subscription');
  return rows[0]!.id;
}

/** What the reader of a welcome that has passed its gate answered; undefined where its text has no place for it. */
export async function welcomeFields(
  database: DataSource,
  noticeId: string,
  fence: string,
): Promise<SealedFields | undefined> {
  const rows = (await database.query('select * from jatakk.welcome_fields($1, $2)', [
    noticeId,
    fence,
  ])) as SealedFields[];
  return rows[0];
}

/** The last word before the first byte: `go`, or it goes to nobody. */
export async function passWelcomeGate(
  database: DataSource,
  noticeId: string,
  fence: string,
): Promise<string> {
  const rows = (await database.query('select jatakk.welcome_gate($1, $2) as verdict', [noticeId, fence])) as {
    verdict: string;
  }[];
  return rows[0]!.verdict;
}
