import type { EntityManager } from 'typeorm';

export interface IntakeRow {
  id: string;
  ring_id: string;
  key_version: number;
  kind: string;
  sealed: Buffer;
}

/** Takes one sealed form, for as long as the transaction lasts. Another keeper takes another. */
export async function takeIntake(tx: EntityManager): Promise<IntakeRow | undefined> {
  const rows = (await tx.query(
    `select id, ring_id, key_version, kind, sealed from jatakk.intake
      where not quarantined limit 1 for update skip locked`,
  )) as IntakeRow[];
  return rows[0];
}

export async function deleteIntake(tx: EntityManager, id: string): Promise<void> {
  await tx.query('delete from jatakk.intake where id = $1', [id]);
}

/** Puts aside what cannot be opened: it is kept, counted and never tried again by itself. */
export async function quarantineIntake(tx: EntityManager, id: string): Promise<void> {
  await tx.query('update jatakk.intake set quarantined = true where id = $1', [id]);
}

/** Whether a sign-up is not even confirmed: an objection stops all; a complaint or a bounce, for a week. */
export async function isSuppressed(
  tx: EntityManager,
  registerId: string,
  hashes: Buffer[],
): Promise<boolean> {
  const rows = (await tx.query(
    `select 1 from jatakk.suppression where register_id = $1 and hash = any ($2::bytea[])
        and (kind = 'objection' or (kind in ('complaint', 'hard-bounce') and young_until >= current_date)) limit 1`,
    [registerId, hashes],
  )) as unknown[];
  return rows.length > 0;
}

export interface WantedList {
  list_id: string;
  version: number;
  revision: number;
  /** The language its purpose was shown in. */
  locale: string;
}

/**
 * The lists of this register, among those asked for, that are open and have published those words; each
 * in the language asked for, or in the one that the form shows where it was not published in that.
 */
export async function openLists(
  tx: EntityManager,
  registerId: string,
  wanted: { listId: string; purposeVersion: number; purposeRevision: number }[],
  locale: string,
): Promise<WantedList[]> {
  return (await tx.query(
    `select distinct on (l.id) p.list_id, p.version, p.revision, p.locale
       from jsonb_to_recordset($2::jsonb) as w ("listId" uuid, "purposeVersion" integer, "purposeRevision" integer)
       join jatakk.list l on l.register_id = $1 and l.id = w."listId" and l.state = 'open'
       join jatakk.purpose_text p on p.list_id = l.id and p.version = w."purposeVersion"
                                 and p.revision = w."purposeRevision"
      order by l.id, p.locale = $3 desc, p.locale = 'nb' desc, p.locale`,
    [registerId, JSON.stringify(wanted), locale],
  )) as WantedList[];
}

export interface Standing {
  list_id: string;
  subscription_id: string | null;
  state: string | null;
  paused_by: string | null;
  /** Whether a confirmation is on its way, or may have arrived less than ten minutes ago. */
  waits: boolean;
  /** Confirmations to this person for this list that have left, in this list's current notices. */
  sent: number;
}

/** How one person stands with each of some lists: the open subscription, if any, and its confirmations so far. */
export async function standings(
  tx: EntityManager,
  registerId: string,
  blindIndex: Buffer,
  listIds: string[],
): Promise<Standing[]> {
  return (await tx.query(
    `select l.id as list_id, open.id as subscription_id, open.state, open.paused_by,
            coalesce(bool_or(open.id = ns.subscription_id and (
              n.state in ('queued', 'claimed', 'handed')
              or (n.state in ('accepted', 'unknown') and n.handed_at > clock_timestamp() - interval '10 minutes')
            )), false) as waits,
            count(n.id) filter (where n.state in ('accepted', 'unknown')
                                  and n.handed_at > clock_timestamp() - interval '24 hours')::integer as sent
       from unnest($3::uuid[]) as l (id)
       left join jatakk.subscriber p on p.register_id = $1 and p.blind_index = $2
       left join jatakk.subscription open on open.register_id = $1 and open.list_id = l.id
                                          and open.subscriber_id = p.id and open.state <> 'ended'
       left join jatakk.subscription s on s.register_id = $1 and s.list_id = l.id and s.subscriber_id = p.id
       left join jatakk.notice_subscription ns on ns.register_id = s.register_id and ns.subscription_id = s.id
       left join jatakk.notice n on n.id = ns.notice_id and n.kind = 'confirmation'
      group by l.id, open.id, open.state, open.paused_by order by l.id`,
    [registerId, blindIndex, listIds],
  )) as Standing[];
}

/** Ends what bounces had paused, so that the person's new sign-up takes its place. */
export async function endPausedByBounces(tx: EntityManager, subscriptionId: string): Promise<void> {
  await tx.query('select jatakk.end_paused_by_bounces($1)', [subscriptionId]);
}

export interface NewSubscriber {
  id: string;
  registerId: string;
  blindIndex: Buffer;
  suppressionHash: Buffer;
  address: Buffer;
  keyVersion: number;
  rowKey: Buffer;
}

/** Finds the person by the blind index, or stores them. Returns the id that counts. */
export async function findOrStoreSubscriber(tx: EntityManager, person: NewSubscriber): Promise<string> {
  const stored = (await tx.query(
    `insert into jatakk.subscriber (register_id, id, blind_index, suppression_hash, address, key_version)
     values ($1, $2, $3, $4, $5, $6) on conflict (register_id, blind_index) do nothing returning id`,
    [
      person.registerId,
      person.id,
      person.blindIndex,
      person.suppressionHash,
      person.address,
      person.keyVersion,
    ],
  )) as { id: string }[];
  if (stored[0]) {
    await storeRowKey(tx, person.registerId, person.id, person.rowKey);
    return person.id;
  }
  const known = (await tx.query(
    'select id from jatakk.subscriber where register_id = $1 and blind_index = $2',
    [person.registerId, person.blindIndex],
  )) as { id: string }[];
  return known[0]!.id;
}

export interface NewSubscription {
  id: string;
  registerId: string;
  listId: string;
  subscriberId: string;
  purposeVersion: number;
  purposeRevision: number;
  locale: string;
  unsubscribeHash: Buffer;
  /** What is known of how it was asked for, sealed under {@link NewSubscription.rowKey}. */
  evidence: Buffer;
  evidenceKeyVersion: number;
  /** What they answered to the list's questions, sealed under the same key; null for nothing. */
  fields: Buffer | null;
  fieldsKeyVersion: number | null;
  rowKey: Buffer;
}

export async function storePending(tx: EntityManager, s: NewSubscription): Promise<void> {
  await tx.query(
    `insert into jatakk.subscription
       (id, register_id, list_id, subscriber_id, purpose_version, purpose_revision, locale, unsubscribe_hash,
        evidence, evidence_key_version, fields, fields_key_version, since_month)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, date_trunc('month', clock_timestamp())::date)`,
    [
      s.id,
      s.registerId,
      s.listId,
      s.subscriberId,
      s.purposeVersion,
      s.purposeRevision,
      s.locale,
      s.unsubscribeHash,
      s.evidence,
      s.evidenceKeyVersion,
      s.fields,
      s.fieldsKeyVersion,
    ],
  );
  await storeRowKey(tx, s.registerId, s.id, s.rowKey);
}

/** Destroying this row destroys what was sealed under it. */
async function storeRowKey(
  tx: EntityManager,
  registerId: string,
  rowId: string,
  rowKey: Buffer,
): Promise<void> {
  await tx.query('insert into vault.row_key (register_id, row_id, key) values ($1, $2, $3)', [
    registerId,
    rowId,
    rowKey,
  ]);
}
