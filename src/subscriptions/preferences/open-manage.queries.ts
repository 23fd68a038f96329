import type { EntityManager } from 'typeorm';

export interface ManagedPerson {
  register_id: string;
  register_name: string;
  person: string;
  locale: string;
  address: Buffer;
  key_version: number;
  row_key: Buffer;
  objected: boolean;
  notices: number;
}

/** The one person that an open link leads to. */
export async function openManage(tx: EntityManager, proof: Buffer): Promise<ManagedPerson | undefined> {
  const rows = (await tx.query('select m.*, m.notices::integer as notices from jatakk.open_manage($1) m', [
    proof,
  ])) as ManagedPerson[];
  return rows[0];
}

export interface ManagedSubscription {
  id: string;
  list_id: string;
  list_name: string;
  state: 'pending' | 'confirmed' | 'paused' | 'ended';
  ended_reason: string | null;
  paused_by: 'self' | 'bounces' | null;
  paused_until: string | null;
  purpose_version: number;
  purpose_revision: number;
  locale: string;
  purpose: string | null;
  frequency: string | null;
  since_month: string;
  ended_month: string | null;
  row_key: Buffer | null;
  evidence: Buffer | null;
  evidence_key_version: number | null;
  fields: Buffer | null;
  fields_key_version: number | null;
}

export async function managedSubscriptions(tx: EntityManager, proof: Buffer): Promise<ManagedSubscription[]> {
  return (await tx.query(
    `select m.*, m.paused_until::text as paused_until, m.since_month::text as since_month,
            m.ended_month::text as ended_month
       from jatakk.open_manage_subscriptions($1) m`,
    [proof],
  )) as ManagedSubscription[];
}

export interface ManagedRecord {
  id: string;
  list_name: string;
  answer: 'yes' | 'no';
  method: string;
  purpose_version: number;
  purpose_revision: number;
  locale: string;
  purpose: string | null;
  frequency: string | null;
  text_sha256: Buffer;
  month: string;
  detail: Buffer | null;
  detail_key_version: number | null;
  row_key: Buffer | null;
}

export async function managedRecords(tx: EntityManager, proof: Buffer): Promise<ManagedRecord[]> {
  return (await tx.query('select m.*, m.month::text as month from jatakk.open_manage_records($1) m', [
    proof,
  ])) as ManagedRecord[];
}

/** To whoever is known by it: true when a link is on its way. */
export async function sendManageLink(
  tx: EntityManager,
  registerId: string,
  blindIndex: Buffer,
  locale: string,
): Promise<boolean> {
  const rows = (await tx.query('select jatakk.send_manage_link($1, $2, $3) as sent', [
    registerId,
    blindIndex,
    locale,
  ])) as { sent: boolean | null }[];
  return rows[0]!.sent ?? false;
}
