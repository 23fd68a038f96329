import type { DataSource } from 'typeorm';

export interface ClaimedNotice {
  id: string;
  fence: string;
  kind:
    | 'confirmation'
    | 'invitation'
    | 'campaign-test'
    | 'receipt'
    | 'manage'
    | 'address-change'
    | 'account-changed'
    | 'password-reset'
    | 'welcome'
    | 'left'
    | 'answer'
    | 'auto-reply';
  ring_id: string;
  locale: string;
  attempts: number;
  campaign_id: string | null;
  /** What it tells of, for a kind that tells of several things. */
  detail: string | null;
  notice_key_version: number;
  link_key_version: number;
}

/** The versions of the keys that a notice is made of, on its first attempt and on every other. */
export function pinnedIn(notice: ClaimedNotice): { notice: number; link: number } {
  return { notice: notice.notice_key_version, link: notice.link_key_version };
}

/** Takes notices that are due, for 60 s. Another keeper takes others. */
export async function claimNotices(database: DataSource, limit: number): Promise<ClaimedNotice[]> {
  const [rows] = (await database.query(
    `update jatakk.notice n
        set state = 'claimed', fence = n.fence + 1, lease_until = clock_timestamp() + interval '60 seconds'
       from (select id from jatakk.notice where state = 'queued' and not_before <= clock_timestamp()
              order by not_before limit $1 for update skip locked) due
      where n.id = due.id
      returning n.id, n.fence, n.kind, n.ring_id, n.locale, n.attempts, n.campaign_id, n.detail,
                n.notice_key_version, n.link_key_version`,
    [limit],
  )) as [ClaimedNotice[], number];
  return rows;
}

export interface NoticeGate {
  verdict: string;
  register_id: string | null;
  subscriber_id: string | null;
  staff_id: string | null;
  address: Buffer;
  key_version: number;
  row_key: Buffer;
}

export async function passNoticeGate(database: DataSource, id: string, fence: string): Promise<NoticeGate> {
  const rows = (await database.query('select * from jatakk.notice_gate($1, $2)', [
    id,
    fence,
  ])) as NoticeGate[];
  if (rows.length !== 1) throw new Error('the gate answered with the wrong number of rows');
  return rows[0]!;
}

export async function noticeHandedAt(database: DataSource, id: string): Promise<Date> {
  const rows = (await database.query('select handed_at from jatakk.notice where id = $1', [id])) as {
    handed_at: Date;
  }[];
  return rows[0]!.handed_at;
}

export type NoticeOutcome =
  | { state: 'accepted' | 'unknown' }
  | { state: 'bounced'; replyClass: string }
  /** `counts`: it was an attempt, and not a wait for something of ours. */
  | { state: 'queued'; replyClass: string; inSeconds: number; counts: boolean }
  | { state: 'dead'; replyClass: string };

/**
 * Writes what became of a notice, if this worker still holds it. A late reply under its own fence settles what was
 * unknown by then, and keeps a confirmation that was to be repeated from going twice.
 */
export async function settleNotice(database: DataSource, id: string, fence: string, outcome: NoticeOutcome) {
  await database.query(
    `update jatakk.notice
        set state = $3, lease_until = null, reply_class = $4,
            attempts = attempts + $6,
            accepted_at = case when $3 = 'accepted' then clock_timestamp() else accepted_at end,
            not_before = case when $3 = 'queued' then clock_timestamp() + make_interval(secs => $5) else not_before end
      where id = $1 and fence = $2
        and (state in ('claimed', 'handed') or (state in ('unknown', 'queued') and $3 in ('accepted', 'bounced')))`,
    [
      id,
      fence,
      outcome.state,
      'replyClass' in outcome ? outcome.replyClass : null,
      'inSeconds' in outcome ? outcome.inSeconds : 0,
      (outcome.state === 'queued' && outcome.counts) || outcome.state === 'dead' ? 1 : 0,
    ],
  );
}

/** A live worker keeps its notice for another 60 s. */
export async function renewNotice(database: DataSource, id: string, fence: string): Promise<void> {
  await database.query(
    `update jatakk.notice set lease_until = clock_timestamp() + interval '60 seconds'
      where id = $1 and fence = $2 and state in ('claimed', 'handed') and lease_until >= clock_timestamp()`,
    [id, fence],
  );
}

/**
 * What a worker that died has left: claimed goes back, handed is unknown. An unknown confirmation goes once more
 * after two minutes, the same message; a second unknown stays. A welcome, and what answers to a mail, never goes again by
 * itself: nobody needs two.
 */
export async function recoverNotices(database: DataSource): Promise<void> {
  await database.query(
    `update jatakk.notice set state = case state when 'claimed' then 'queued' else 'unknown' end, lease_until = null
      where state in ('claimed', 'handed') and lease_until < clock_timestamp()`,
  );
  await database.query(
    `update jatakk.notice set state = 'queued', repeated = true
      where state = 'unknown' and not repeated and kind not in ('welcome', 'left', 'answer', 'auto-reply')
        and handed_at < clock_timestamp() - interval '2 minutes'
        and handed_at > clock_timestamp() - interval '1 day'`,
  );
}
