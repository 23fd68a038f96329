import type { DataSource } from 'typeorm';
import type { KeyRing } from '../../registers/key-ring.js';
import { commitmentTo, recordLeaf } from '../ledger/leaf-input.js';
import { type LeafPromise, MERGE_DELAY_HOURS, verifyPromise } from '../ledger/leaf-promise.js';
import { logsOf } from '../ledger/ledger.queries.js';
import { openLog } from '../ledger/log-key.js';
import { canonicalJson } from './canonical-json.js';
import { type PlaceOfLeaf, placesOf, type RowOfRecord, recordsFrom } from './check-records.queries.js';
import type { ConsentRecord } from './consent-record.js';
import { openRecord } from './open-record.js';
import type { RecordDetail } from './record-detail.js';

export interface RecordFault {
  what:
    | 'record-unreadable'
    /** What it says is not what was promised. */
    | 'record-changed'
    /** What its row says outside the ciphertext is not what it says. */
    | 'row-differs'
    | 'not-in-ledger'
    | 'promise-unsigned'
    /** The log is under a key that is not this register's. */
    | 'key-differs';
  /** Its row's id. */
  record?: string;
}

export interface RecordFindings {
  register: string;
  /** Opened, and each what it was. */
  whole: number;
  /** Not entered yet. */
  waiting: number;
  /** Of those that wait for their place: promised for longer ago than a day. */
  overdue: number;
  faults: RecordFault[];
}

/** Opens every record of a register, and holds it against its row, its promise and the ledger. */
export async function checkRecords(
  database: DataSource,
  ring: KeyRing,
  register: string,
): Promise<RecordFindings> {
  const findings: RecordFindings = { register, whole: 0, waiting: 0, overdue: 0, faults: [] };
  const keys = new Map<string, Buffer>();
  for (const log of await logsOf(database, ring.ringId)) {
    keys.set(log.id, log.publicKey);
    if (isForeign(ring, log)) findings.faults.push({ what: 'key-differs' });
  }
  const overdueBefore = new Date(Date.now() - (MERGE_DELAY_HOURS + 1) * 3_600_000).toISOString();
  for await (const rows of recordsFrom(database, ring.ringId)) {
    const entered = rows
      .filter(({ detail }) => detail !== null)
      .map((row) => ({ row, opened: opened(ring, row) }));
    findings.waiting += rows.length - entered.length;
    const leaves = entered.flatMap(({ opened: one }) => (one ? [one.leaf] : []));
    const places = await placesOf(database, ring.ringId, leaves);
    for (const { row, opened: one } of entered) {
      const place = one && places.get(one.leaf.toString('hex'));
      const what = one ? wrongWith(row, one, place, keys) : 'record-unreadable';
      if (what) findings.faults.push({ what, record: row.id });
      else findings.whole += 1;
      if (one && place === 'waits' && one.detail.promise.at < overdueBefore) findings.overdue += 1;
    }
  }
  return findings;
}

function isForeign(ring: KeyRing, log: Parameters<typeof openLog>[1]): boolean {
  try {
    openLog(ring, log);
    return false;
  } catch {
    return true;
  }
}

/** What a record says, and the leaf that this must have. */
interface OpenedRecord {
  detail: RecordDetail;
  commitment: Buffer;
  leaf: Buffer;
}

function opened(ring: KeyRing, row: RowOfRecord): OpenedRecord | undefined {
  try {
    const detail = openRecord(ring, row);
    const commitment = commitmentTo(Buffer.from(detail.salt, 'hex'), canonicalJson(detail.record));
    return { detail, commitment, leaf: recordLeaf(commitment) };
  } catch {
    return undefined;
  }
}

function wrongWith(
  row: RowOfRecord,
  { detail: { record, promise }, commitment }: OpenedRecord,
  place: PlaceOfLeaf | undefined,
  keys: ReadonlyMap<string, Buffer>,
): RecordFault['what'] | undefined {
  if (promise.commitment !== commitment.toString('hex')) return 'record-changed';
  if (!saysTheSame(row, record)) return 'row-differs';
  if (!isPromised(promise, keys)) return 'promise-unsigned';
  return place ? undefined : 'not-in-ledger';
}

function saysTheSame(row: RowOfRecord, { answer, method, list, register, purpose }: ConsentRecord): boolean {
  return (
    row.answer === answer &&
    row.method === method &&
    row.list_id === list.id &&
    row.register_id === register.id &&
    row.purpose_version === purpose.version &&
    row.purpose_revision === purpose.revision &&
    row.locale === purpose.locale &&
    row.text_sha256.toString('hex') === purpose.sha256
  );
}

/** By a log that a restore has taken back nothing can be checked any more. */
function isPromised(promise: LeafPromise, keys: ReadonlyMap<string, Buffer>): boolean {
  const key = keys.get(promise.logId);
  return key === undefined || verifyPromise(key, promise);
}
