import type { DataSource, EntityManager } from 'typeorm';
import { plainArray } from '../platform/database/plain-array.js';

/** For whom, among the confirmed of its list, a campaign of each kind is. The gate looks at the same once more. */
const WHO = {
  regular: 's.purpose_version = c.purpose_version',
  farewell: 's.purpose_version = c.purpose_version',
  reconsent: 's.purpose_version < c.purpose_version',
  correction: `s.purpose_version >= c.purpose_version and exists (
      select 1 from jatakk.delivery o
       where o.campaign_id = c.corrects and o.subscription_id = s.id and o.state in ('accepted', 'unknown'))`,
} as const;

/**
 * Starts a campaign whose undo time is over: one delivery for each confirmed subscription of exactly its list whom
 * its kind is for. One transaction: either all of them exist and it is sending, or nothing has changed. One that
 * may not be sent, is not what was approved, is over an hour late, or follows one that readers complained about, is held
 * instead: whoever pressed send may think otherwise by now.
 */
export async function startCampaign(tx: EntityManager, campaignId: string): Promise<void> {
  const due = (await tx.query(
    `select c.kind, case when c.starts_at < clock_timestamp() - interval '1 hour' then 'late-start'
                 else coalesce(jatakk.why_not_sendable(c.id), jatakk.why_not_approved(c.id),
                               jatakk.why_held_at_start(c.id)) end as why
       from jatakk.campaign c
      where c.id = $1 and c.state = 'scheduled' and c.starts_at <= clock_timestamp() for update`,
    [campaignId],
  )) as { kind: keyof typeof WHO; why: string | null }[];
  if (due.length === 0) return;
  if (due[0]!.why !== null) {
    await tx.query(`update jatakk.campaign set state = 'held', held_reason = $2 where id = $1`, [
      campaignId,
      due[0]!.why,
    ]);
    return;
  }
  // Sorted by the ids just made: rows and index grow in one order, in two thirds of the time, and are claimed in it.
  await tx.query(
    `insert into jatakk.delivery (id, register_id, campaign_id, subscription_id)
     select gen_random_uuid() as id, s.register_id, c.id, s.id
       from jatakk.campaign c
       join jatakk.subscription s on s.register_id = c.register_id and s.list_id = c.list_id and s.state = 'confirmed'
                                 and ${WHO[due[0]!.kind]}
      where c.id = $1 order by 1`,
    [campaignId],
  );
  await tx.query(
    `update jatakk.campaign set state = 'sending', started_at = clock_timestamp() where id = $1`,
    [campaignId],
  );
}

export async function isCancelled(database: DataSource, campaignId: string): Promise<boolean> {
  const rows = (await database.query(`select 1 from jatakk.campaign where id = $1 and state = 'cancelled'`, [
    campaignId,
  ])) as unknown[];
  return rows.length > 0;
}

export interface Claim {
  id: string;
  fence: string;
  attempts: number;
}

const FIRST = '00000000-0000-0000-0000-000000000000';

/**
 * Takes up to `limit` deliveries of one campaign for 60 s, in id order from `after` on; another worker takes others.
 * Without `after` each claim would walk over all that were claimed before it.
 */
export async function claimDeliveries(
  database: DataSource,
  campaignId: string,
  after: string | undefined,
  limit: number,
): Promise<Claim[]> {
  const [rows] = (await database.query(
    `update jatakk.delivery d
        set state = 'claimed', fence = d.fence + 1, lease_until = clock_timestamp() + interval '60 seconds'
       from (select q.id from jatakk.delivery q
              where q.campaign_id = $1 and q.id > $3 and q.state = 'queued' and q.not_before <= clock_timestamp()
                and exists (select 1 from jatakk.campaign c where c.id = $1 and c.state = 'sending')
              order by q.id limit $2 for update skip locked) due
      where d.id = due.id returning d.id, d.fence, d.attempts`,
    [campaignId, limit, after ?? FIRST],
  )) as [Claim[], number];
  return rows;
}

export interface OpenedDelivery {
  delivery_id: string;
  verdict: string;
  register_id: string;
  subscriber_id: string;
  subscription_id: string;
  address: Buffer;
  key_version: number;
  row_key: Buffer;
}

/** The look: the sealed addresses of claimed deliveries that are due. One row per claim asked about. */
export async function openDeliveries(database: DataSource, claims: Claim[]): Promise<OpenedDelivery[]> {
  const rows = (await database.query('select * from jatakk.open_deliveries($1, $2)', [
    plainArray(claims.map((claim) => claim.id)),
    plainArray(claims.map((claim) => claim.fence)),
  ])) as OpenedDelivery[];
  if (rows.length !== claims.length) throw new Error('the look answered with the wrong number of rows');
  return rows;
}

/** What one person answered a list's questions with, sealed. */
export interface SealedFields {
  fields: Buffer;
  key_version: number;
  row_key: Buffer;
}

/** The answers of those among claimed deliveries' people who gave any; asked only for a text that has places for them. */
export async function openFields(database: DataSource, claims: Claim[]): Promise<Map<string, SealedFields>> {
  const rows = (await database.query('select * from jatakk.open_fields($1, $2)', [
    plainArray(claims.map((claim) => claim.id)),
    plainArray(claims.map((claim) => claim.fence)),
  ])) as (SealedFields & { delivery_id: string })[];
  return new Map(rows.map(({ delivery_id, ...sealed }) => [delivery_id, sealed]));
}

/** The gate: one verdict per claim. From 'go' on, the message may have been sent. */
export async function passGate(database: DataSource, claims: Claim[]): Promise<Map<string, string>> {
  const rows = (await database.query('select * from jatakk.gate($1, $2)', [
    plainArray(claims.map((claim) => claim.id)),
    plainArray(claims.map((claim) => claim.fence)),
  ])) as { delivery_id: string; verdict: string }[];
  return new Map(rows.map((row) => [row.delivery_id, row.verdict]));
}

export interface Settlement {
  id: string;
  fence: string;
  /** `queued` becomes `dead` when its tries or its five days are over. */
  state: 'queued' | 'accepted' | 'skipped' | 'bounced' | 'unknown' | 'dead';
  replyClass: string | null;
  /** Seconds until the next try, for 'queued'. */
  inSeconds: number;
  /** Whether this was an attempt that counts. */
  counts: boolean;
}

/** Writes what became of deliveries, each only under the fence of the worker that held it. */
export async function settleDeliveries(
  database: DataSource,
  settlements: Settlement[],
  maxAttempts: number,
): Promise<void> {
  await database.query('select jatakk.settle_deliveries($1, $2, $3, $4, $5, $6, $7)', [
    plainArray(settlements.map((s) => s.id)),
    plainArray(settlements.map((s) => s.fence)),
    plainArray(settlements.map((s) => s.state)),
    plainArray(settlements.map((s) => s.replyClass)),
    plainArray(settlements.map((s) => s.inSeconds)),
    plainArray(settlements.map((s) => s.counts)),
    maxAttempts,
  ]);
}

/** A live worker keeps what it holds: the final dot may take ten minutes to be answered. */
export async function renewLeases(database: DataSource, claims: Claim[]): Promise<void> {
  await database.query(
    `with mine as (
       select d.id from jatakk.delivery d join unnest($1::uuid[], $2::bigint[]) as a (id, fence)
           on a.id = d.id and a.fence = d.fence
        where d.state in ('claimed', 'handed') and d.lease_until >= clock_timestamp()
        order by d.id for update of d skip locked)
     update jatakk.delivery d set lease_until = clock_timestamp() + interval '60 seconds' from mine where d.id = mine.id`,
    [plainArray(claims.map((claim) => claim.id)), plainArray(claims.map((claim) => claim.fence))],
  );
}

/** What a worker that died has left: claimed was provably not sent and goes back, handed is unknown and stays. */
export async function recoverDeliveries(database: DataSource): Promise<void> {
  await database.query(
    `with lost as (
       select d.id from jatakk.delivery d
        where d.state in ('claimed', 'handed') and d.lease_until < clock_timestamp()
        order by d.id for update skip locked)
     update jatakk.delivery d
        set state = case d.state when 'claimed' then 'queued' else 'unknown' end, lease_until = null
       from lost where d.id = lost.id`,
  );
}

/** A cancelled campaign's waiting deliveries are skipped, a batch at a time. Returns how many were left to do. */
export async function skipCancelled(database: DataSource, campaignId: string): Promise<number> {
  const [, count] = (await database.query(
    `update jatakk.delivery d set state = 'skipped', reply_class = 'cancelled'
       from (select q.id from jatakk.delivery q
              where q.campaign_id = $1 and q.state = 'queued' order by q.id limit 5000 for update skip locked) due
      where d.id = due.id`,
    [campaignId],
  )) as [unknown[], number];
  return count;
}

/** A campaign with nothing left to do is sent. */
export async function finishCampaign(database: DataSource, campaignId: string): Promise<boolean> {
  const [, count] = (await database.query(
    `update jatakk.campaign c set state = 'sent', finished_at = clock_timestamp()
      where c.id = $1 and c.state = 'sending' and not exists (
        select 1 from jatakk.delivery d where d.campaign_id = c.id and d.state in ('queued', 'claimed', 'handed'))`,
    [campaignId],
  )) as [unknown[], number];
  return count > 0;
}

/** Our own fault, not a subscriber's: nothing more goes out until a person has looked. `why` is a code. */
export async function holdCampaign(database: DataSource, campaignId: string, why: string): Promise<void> {
  await database.query(
    `update jatakk.campaign set state = 'held', held_reason = $2 where id = $1 and state = 'sending'`,
    [campaignId, why],
  );
}

/** Says of a campaign that is being sent what it waits for; undefined: for nothing. */
export async function markWaiting(
  database: DataSource,
  campaignId: string,
  why: string | undefined,
): Promise<void> {
  await database.query(
    `update jatakk.campaign set held_reason = $2
      where id = $1 and state = 'sending' and held_reason is distinct from $2`,
    [campaignId, why ?? null],
  );
}

/** Campaigns that have work now: due to start, being sent, or cancelled with deliveries still waiting. */
export async function campaignsWithWork(database: DataSource): Promise<string[]> {
  const rows = (await database.query(
    `select c.id from jatakk.campaign c
      where (c.state = 'scheduled' and c.starts_at <= clock_timestamp()) or c.state = 'sending'
         or (c.state = 'cancelled' and exists (
              select 1 from jatakk.delivery d where d.campaign_id = c.id and d.state = 'queued'))`,
  )) as { id: string }[];
  return rows.map(({ id }) => id);
}
