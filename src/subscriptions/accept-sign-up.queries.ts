import type { EntityManager } from 'typeorm';

export interface IntakeRow {
  id: string;
  ring_id: string;
  key_version: number;
  kind: string;
  sealed: Buffer;
}

/** Takes at most so many sealed forms, for as long as the transaction lasts. Another keeper takes others. */
export async function takeIntake(tx: EntityManager, most: number): Promise<IntakeRow[]> {
  return (await tx.query(
    `select id, ring_id, key_version, kind, sealed from jatakk.intake
      where not quarantined limit $1 for update skip locked`,
    [most],
  )) as IntakeRow[];
}

export async function deleteIntake(tx: EntityManager, ids: string[]): Promise<void> {
  await tx.query('delete from jatakk.intake where id = any ($1::uuid[])', [ids]);
}

/** Puts aside what cannot be opened: it is kept, counted and never tried again by itself. */
export async function quarantineIntake(tx: EntityManager, id: string): Promise<void> {
  await tx.query('update jatakk.intake set quarantined = true where id = $1', [id]);
}

/**
 * Which of these hashes keep a sign-up from even being confirmed, in hex: an objection stops all; a complaint or a
 * bounce, for a week.
 */
export async function suppressedAmong(
  tx: EntityManager,
  registerId: string,
  hashes: Buffer[],
): Promise<Set<string>> {
  const rows = (await tx.query(
    `select encode(hash, 'hex') as hash from jatakk.suppression
      where register_id = $1 and hash = any ($2::bytea[])
        and (kind = 'objection' or (kind in ('complaint', 'hard-bounce') and young_until >= current_date))`,
    [registerId, hashes],
  )) as { hash: string }[];
  return new Set(rows.map(({ hash }) => hash));
}

export interface WantedList {
  list_id: string;
  version: number;
  revision: number;
  /** The language its purpose was shown in. */
  locale: string;
}

export interface Wanted {
  lists: { listId: string; purposeVersion: number; purposeRevision: number }[];
  locale: string;
}

/**
 * For each form, by its place among them: the lists of this register, among those asked for, that are open and have
 * published those words; each in the language asked for, or in the one that the form shows where it was not published
 * in that.
 */
export async function openLists(
  tx: EntityManager,
  registerId: string,
  forms: readonly Wanted[],
): Promise<WantedList[][]> {
  const wanted = forms.flatMap(({ lists, locale }, form) =>
    lists.map(({ listId, purposeVersion, purposeRevision }) => ({
      form,
      locale,
      listId,
      purposeVersion,
      purposeRevision,
    })),
  );
  const rows = (await tx.query(
    `select distinct on (w.form, l.id) w.form, p.list_id, p.version, p.revision, p.locale
       from jsonb_to_recordset($2::jsonb)
            as w (form integer, locale text, "listId" uuid, "purposeVersion" integer, "purposeRevision" integer)
       join jatakk.list l on l.register_id = $1 and l.id = w."listId" and l.state = 'open'
       join jatakk.purpose_text p on p.list_id = l.id and p.version = w."purposeVersion"
                                 and p.revision = w."purposeRevision"
      order by w.form, l.id, p.locale = w.locale desc, p.locale = 'nb' desc, p.locale`,
    [registerId, JSON.stringify(wanted)],
  )) as (WantedList & { form: number })[];
  return byForm(rows, forms.length);
}

function byForm<T extends { form: number }>(rows: readonly T[], forms: number): T[][] {
  const each: T[][] = Array.from({ length: forms }, () => []);
  for (const row of rows) each[row.form]!.push(row);
  return each;
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

/** For each form: how that person stands with each of its lists: the open subscription, if any, and its confirmations. */
export async function standings(
  tx: EntityManager,
  registerId: string,
  forms: readonly { blindIndex: Buffer; listIds: string[] }[],
): Promise<Standing[][]> {
  const asked = forms.flatMap(({ blindIndex, listIds }, form) =>
    listIds.map((listId) => ({ form, blindIndex, listId })),
  );
  const rows = (await tx.query(
    // Each for itself, by the person's own few rows: joined as a whole, the planner would read everybody's.
    `select a.form, a.list_id, x.*
       from unnest($2::integer[], $3::bytea[], $4::uuid[]) as a (form, blind_index, list_id)
       left join jatakk.subscriber p on p.register_id = $1 and p.blind_index = a.blind_index
       left join lateral (
         select (array_agg(s.id) filter (where s.state <> 'ended'))[1] as subscription_id,
                max(s.state) filter (where s.state <> 'ended') as state,
                max(s.paused_by) filter (where s.state <> 'ended') as paused_by,
                coalesce(bool_or(s.state <> 'ended' and (
                  n.state in ('queued', 'claimed', 'handed')
                  or (n.state in ('accepted', 'unknown') and n.handed_at > clock_timestamp() - interval '10 minutes')
                )), false) as waits,
                count(n.id) filter (where n.state in ('accepted', 'unknown')
                                      and n.handed_at > clock_timestamp() - interval '24 hours')::integer as sent
           from jatakk.subscription s
           left join jatakk.notice_subscription ns on ns.register_id = s.register_id and ns.subscription_id = s.id
           left join jatakk.notice n on n.id = ns.notice_id and n.kind = 'confirmation'
          where s.register_id = $1 and s.list_id = a.list_id and s.subscriber_id = p.id) x on true
      order by a.form, a.list_id`,
    [
      registerId,
      asked.map(({ form }) => form),
      asked.map(({ blindIndex }) => blindIndex),
      asked.map(({ listId }) => listId),
    ],
  )) as (Standing & { form: number })[];
  return byForm(rows, forms.length);
}

/** Ends what bounces had paused, so that the person's new sign-up takes its place. */
export async function endPausedByBounces(tx: EntityManager, subscriptionId: string): Promise<void> {
  await tx.query('select jatakk.end_paused_by_bounces($1)', [subscriptionId]);
}

export interface NewSubscriber {
  id: string;
  blindIndex: Buffer;
  suppressionHash: Buffer;
  address: Buffer;
  keyVersion: number;
  rowKey: Buffer;
}

/** Finds each person by the blind index, or stores them. Returns the ids that count, by blind index in hex. */
export async function findOrStoreSubscribers(
  tx: EntityManager,
  registerId: string,
  people: readonly NewSubscriber[],
): Promise<Map<string, string>> {
  // In one order whoever inserts: two keepers with the same people wait for each other and do not lock each other out.
  const stored = (await tx.query(
    `with stored as (
       insert into jatakk.subscriber (register_id, id, blind_index, suppression_hash, address, key_version)
       select $1, n.* from unnest($2::uuid[], $3::bytea[], $4::bytea[], $5::bytea[], $6::integer[])
              as n (id, blind_index, suppression_hash, address, key_version) order by n.blind_index
       on conflict (register_id, blind_index) do nothing returning id, blind_index)
     select id, encode(blind_index, 'hex') as index from stored`,
    [
      registerId,
      people.map(({ id }) => id),
      people.map(({ blindIndex }) => blindIndex),
      people.map(({ suppressionHash }) => suppressionHash),
      people.map(({ address }) => address),
      people.map(({ keyVersion }) => keyVersion),
    ],
  )) as { id: string; index: string }[];
  const ids = new Map(stored.map(({ id, index }) => [index, id]));
  const news = people.filter(({ blindIndex }) => ids.has(blindIndex.toString('hex')));
  const known = people.filter(({ blindIndex }) => !ids.has(blindIndex.toString('hex')));
  await storeRowKeys(tx, registerId, news);
  if (known.length === 0) return ids;
  const found = (await tx.query(
    `select id, encode(blind_index, 'hex') as index from jatakk.subscriber
      where register_id = $1 and blind_index = any ($2::bytea[])`,
    [registerId, known.map(({ blindIndex }) => blindIndex)],
  )) as { id: string; index: string }[];
  for (const { id, index } of found) ids.set(index, id);
  return ids;
}

export interface NewSubscription {
  id: string;
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

export async function storePending(
  tx: EntityManager,
  registerId: string,
  subscriptions: readonly NewSubscription[],
): Promise<void> {
  if (subscriptions.length === 0) return;
  const column = <K extends keyof NewSubscription>(name: K) => subscriptions.map((each) => each[name]);
  await tx.query(
    `insert into jatakk.subscription
       (register_id, since_month, id, list_id, subscriber_id, purpose_version, purpose_revision, locale,
        unsubscribe_hash, evidence, evidence_key_version, fields, fields_key_version)
     select $1, date_trunc('month', clock_timestamp())::date, n.*
       from unnest($2::uuid[], $3::uuid[], $4::uuid[], $5::integer[], $6::integer[], $7::text[], $8::bytea[],
                   $9::bytea[], $10::integer[], $11::bytea[], $12::integer[]) as n`,
    [
      registerId,
      column('id'),
      column('listId'),
      column('subscriberId'),
      column('purposeVersion'),
      column('purposeRevision'),
      column('locale'),
      column('unsubscribeHash'),
      column('evidence'),
      column('evidenceKeyVersion'),
      column('fields'),
      column('fieldsKeyVersion'),
    ],
  );
  await storeRowKeys(tx, registerId, subscriptions);
}

/** Destroying such a row destroys what was sealed under it. */
async function storeRowKeys(
  tx: EntityManager,
  registerId: string,
  rows: readonly { id: string; rowKey: Buffer }[],
): Promise<void> {
  if (rows.length === 0) return;
  await tx.query(
    'insert into vault.row_key (register_id, row_id, key) select $1, n.* from unnest($2::uuid[], $3::bytea[]) as n',
    [registerId, rows.map(({ id }) => id), rows.map(({ rowKey }) => rowKey)],
  );
}
