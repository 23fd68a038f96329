import type { EntityManager } from 'typeorm';
import type { SealedRecord } from '../../records/record-store.queries.js';
import { RECORD_COLUMNS } from '../../records/record-store.queries.js';
import type { Standing } from '../../../subscriptions/looked-up.js';

/** One of somebody's subscriptions; a person without any has one line of nulls. */
export interface StandingRow {
  until: Date | null;
  objected: boolean;
  subscription_id: string | null;
  list_name: string;
  state: Standing['subscriptions'][number]['state'];
  ended_reason: string | null;
  paused_by: 'self' | 'bounces' | null;
  paused_until: string | null;
  since_month: string;
  ended_month: string | null;
}

const STANDING = `o.until, o.objected, o.subscription_id, o.list_name, o.state, o.ended_reason, o.paused_by,
  o.paused_until::text, o.since_month::text, o.ended_month::text`;

export interface Look {
  session: Buffer;
  registerId: string;
  blindIndex: Buffer;
  suppressionHashes: readonly Buffer[];
  reason: string;
  handleHash: Buffer;
}

export type LookVerdict = 'found' | 'nobody' | 'forbidden' | 'too-many' | 'too-many-here';

/** Counted and written down first; one row at least. */
export async function lookUp(
  tx: EntityManager,
  look: Look,
): Promise<(StandingRow & { verdict: LookVerdict })[]> {
  const { session, registerId, blindIndex, suppressionHashes, reason, handleHash } = look;
  return (await tx.query(`select o.verdict, ${STANDING} from jatakk.look_up($1, $2, $3, $4, $5, $6) o`, [
    session,
    registerId,
    blindIndex,
    suppressionHashes,
    reason,
    handleHash,
  ])) as (StandingRow & { verdict: LookVerdict })[];
}

/** Somebody who was looked up, as the database finds them again: by session, handle and address together. */
export interface HeldBy {
  session: Buffer;
  registerId: string;
  handleHash: Buffer;
  blindIndex: Buffer;
}

const HELD = (by: HeldBy) => [by.session, by.registerId, by.handleHash, by.blindIndex];

/** No row when it is over. */
export async function showHeld(
  tx: EntityManager,
  by: HeldBy,
  suppressionHashes: readonly Buffer[],
): Promise<StandingRow[]> {
  return (await tx.query(`select ${STANDING} from jatakk.show_held($1, $2, $3, $4, $5) o`, [
    ...HELD(by),
    suppressionHashes,
  ])) as StandingRow[];
}

export async function endHeld(tx: EntityManager, by: HeldBy, subscriptionId: string): Promise<string> {
  return outcomeOf(
    await tx.query('select jatakk.end_held($1, $2, $3, $4, $5) as x', [...HELD(by), subscriptionId]),
  );
}

export async function sendLinkToHeld(tx: EntityManager, by: HeldBy): Promise<string> {
  return outcomeOf(await tx.query('select jatakk.send_link_to_held($1, $2, $3, $4) as x', HELD(by)));
}

export async function eraseHeld(tx: EntityManager, by: HeldBy): Promise<string> {
  return outcomeOf(await tx.query('select jatakk.erase_held($1, $2, $3, $4) as x', HELD(by)));
}

/** One record; none yet of this subscription: without an id. */
export interface HeldRecord extends Omit<SealedRecord, 'id'> {
  id: string | null;
  of_subscription: string | null;
  list_name: string;
  state: Standing['subscriptions'][number]['state'];
  ended_reason: string | null;
  since_month: string;
  ended_month: string | null;
}

/** No row when it is over. */
export async function recordsOfHeld(tx: EntityManager, by: HeldBy): Promise<HeldRecord[]> {
  return (await tx.query(
    `select l.subscription_id as of_subscription, l.list_name, l.state, l.ended_reason,
            l.since_month::text, l.ended_month::text, ${RECORD_COLUMNS.replaceAll('r.', '(l.record).')}
       from jatakk.records_of_held($1, $2, $3, $4) l`,
    HELD(by),
  )) as HeldRecord[];
}

function outcomeOf(rows: unknown): string {
  return (rows as { x: string }[])[0]!.x;
}
