import type { EntityManager } from 'typeorm';

/** An answer that waits to be entered, with all that is known of it; sealed what was sealed. */
export interface WaitingRecord {
  id: string;
  register_id: string;
  register_name: string;
  list_id: string;
  list_name: string;
  subscription_id: string;
  answer: 'yes' | 'no';
  method: string;
  purpose_version: number;
  purpose_revision: number;
  locale: string;
  text_sha256: Buffer;
  told_id: string | null;
  told: Buffer | null;
  told_key_version: number | null;
  evidence: Buffer | null;
  evidence_key_version: number | null;
  /** The subscription's. */
  row_key: Buffer | null;
  notice_id: string | null;
  token_hash: Buffer | null;
  handed_at: Date | null;
  accepted_at: Date | null;
  relay: 'accepted' | 'unknown' | null;
  entered_at: Date;
}

/** Takes some for as long as the transaction lasts; another keeper takes others. */
export async function takeRecords(
  tx: EntityManager,
  { atMost, only }: { atMost: number; only?: readonly string[] },
): Promise<WaitingRecord[]> {
  return (await tx.query('select * from jatakk.take_records($1, $2)', [
    atMost,
    only ?? null,
  ])) as WaitingRecord[];
}

export interface EnteredRecord {
  registerId: string;
  id: string;
  rowKey: Buffer;
  detail: Buffer;
  keyVersion: number;
  commitment: Buffer;
}

export async function enterRecord(tx: EntityManager, entered: EnteredRecord): Promise<void> {
  const { registerId, id, rowKey, detail, keyVersion, commitment } = entered;
  await tx.query('select jatakk.enter_record($1, $2, $3, $4, $5, $6)', [
    registerId,
    id,
    rowKey,
    detail,
    keyVersion,
    commitment,
  ]);
}

/** A record as it lies. Without `detail` it has not been entered yet. */
export interface SealedRecord {
  id: string;
  register_id: string;
  list_id: string;
  subscription_id: string;
  answer: 'yes' | 'no';
  method: string;
  purpose_version: number;
  purpose_revision: number;
  locale: string;
  month: string;
  detail: Buffer | null;
  detail_key_version: number | null;
  row_key: Buffer | null;
}

export const RECORD_COLUMNS = `r.id, r.register_id, r.list_id, r.subscription_id, r.answer, r.method, r.purpose_version,
  r.purpose_revision, r.locale, r.month::text, r.detail, r.detail_key_version, r.row_key`;

/** What was said yes to by the link with this hash. */
export async function recordsOfConfirmation(tx: EntityManager, tokenHash: Buffer): Promise<SealedRecord[]> {
  return (await tx.query(`select ${RECORD_COLUMNS} from jatakk.records_of_confirmation($1) r`, [
    tokenHash,
  ])) as SealedRecord[];
}

/** What a receipt by mail is about, while this keeper holds it. */
export async function recordsOfReceipt(
  tx: EntityManager,
  noticeId: string,
  fence: string,
): Promise<SealedRecord[]> {
  return (await tx.query(`select ${RECORD_COLUMNS} from jatakk.records_of_receipt($1, $2) r`, [
    noticeId,
    fence,
  ])) as SealedRecord[];
}
