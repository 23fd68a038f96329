import type { DataSource } from 'typeorm';
import type { KeyRing } from '../../registers/key-ring.js';
import { commitmentTo } from '../ledger/leaf-input.js';
import { type LeafPromise, MERGE_DELAY_HOURS, verifyPromise } from '../ledger/leaf-promise.js';
import { logsOf } from '../ledger/ledger.queries.js';
import { openLog } from '../ledger/log-key.js';
import { canonicalJson } from './canonical-json.js';
import { type RowOfRecord, recordsFrom } from './check-records.queries.js';
import type { ConsentRecord } from './consent-record.js';
import { openRecord } from './open-record.js';
import type { RecordDetail } from './record-detail.js';

export interface RecordFault {
  what:
    | 'record-unreadable'
    /** What it says is not what was committed to. */
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

/** Opens every record of a register, and holds it against its row, its commitment, its promise and its leaf. */
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
  for await (const row of recordsFrom(database, ring.ringId)) {
    if (row.detail === null) {
      findings.waiting += 1;
      continue;
    }
    const detail = opened(ring, row);
    const what = detail ? wrongWith(row, detail, keys) : 'record-unreadable';
    if (what) findings.faults.push({ what, record: row.id });
    else findings.whole += 1;
    if (detail && row.place === 'waits' && detail.promise.at < overdueBefore) findings.overdue += 1;
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

function opened(ring: KeyRing, row: RowOfRecord): RecordDetail | undefined {
  try {
    return openRecord(ring, row);
  } catch {
    return undefined;
  }
}

function wrongWith(
  row: RowOfRecord,
  { record, salt, promise }: RecordDetail,
  keys: ReadonlyMap<string, Buffer>,
): RecordFault['what'] | undefined {
  const commitment = commitmentTo(Buffer.from(salt, 'hex'), canonicalJson(record));
  if (!row.commitment?.equals(commitment)) return 'record-changed';
  if (!saysTheSame(row, record)) return 'row-differs';
  if (!isPromised(promise, commitment, keys)) return 'promise-unsigned';
  return row.place === 'nowhere' ? 'not-in-ledger' : undefined;
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
function isPromised(promise: LeafPromise, commitment: Buffer, keys: ReadonlyMap<string, Buffer>): boolean {
  if (promise.commitment !== commitment.toString('hex')) return false;
  const key = keys.get(promise.logId);
  return key === undefined || verifyPromise(key, promise);
}
