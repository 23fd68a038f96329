import { randomBytes } from 'node:crypto';
import { commitmentTo } from '../../consent/ledger/leaf-input.js';
import { type OpenLog } from '../../consent/ledger/log-key.js';
import { signPromise } from '../../consent/ledger/leaf-promise.js';
import { canonicalJson } from '../../consent/records/canonical-json.js';
import type { ConsentRecord } from '../../consent/records/consent-record.js';
import type { RecordDetail } from '../../consent/records/record-detail.js';
import type { KeyRing } from '../../registers/key-ring.js';
import { noticeMessageId, versionOfConfirmation } from '../notice-names.js';
import { readEvidence, readTold } from './read-evidence.js';
import type { WaitingRecord } from './record-store.queries.js';

export interface MadeRecord {
  content: RecordDetail;
  commitment: Buffer;
  /** Whether some of its evidence could not be opened. */
  unreadable: boolean;
}

/** One record, from everything that is known of an answer. @param from the address that confirmations are sent from */
export function makeRecord(ring: KeyRing, log: OpenLog, row: WaitingRecord, from: string): MadeRecord {
  const evidence = readEvidence(ring, row);
  const told = readTold(ring, row);
  const unreadable: NonNullable<ConsentRecord['unreadable']> = [
    ...(evidence === 'unreadable' ? (['asked'] as const) : []),
    ...(told === 'unreadable' ? (['answered'] as const) : []),
  ];
  const known = typeof evidence === 'object' ? evidence.known : undefined;
  const { subject, subjectSalt, ...asked } = known ?? {};
  const record: ConsentRecord = {
    format: 'jatakk record v1',
    register: { id: row.register_id, name: row.register_name },
    list: { id: row.list_id, name: row.list_name },
    answer: row.answer,
    method: row.method,
    purpose: {
      version: row.purpose_version,
      revision: row.purpose_revision,
      locale: row.locale,
      sha256: row.text_sha256.toString('hex'),
    },
    ...(known && { asked }),
    ...confirmationOf(ring, row, from),
    ...(typeof told === 'object' && { answered: told.known }),
    ...(unreadable.length > 0 && { unreadable }),
    enteredAt: row.entered_at.toISOString(),
    ...(subject !== undefined && { subject }),
  };
  const salt = randomBytes(32);
  const commitment = commitmentTo(salt, canonicalJson(record));
  const content: RecordDetail = {
    record,
    salt: salt.toString('hex'),
    ...(subjectSalt !== undefined && { subjectSalt }),
    promise: signPromise(log, commitment, row.entered_at),
  };
  return { content, commitment, unreadable: unreadable.length > 0 };
}

function confirmationOf(
  ring: KeyRing,
  row: WaitingRecord,
  from: string,
): Pick<ConsentRecord, 'confirmation'> {
  const { notice_id: noticeId, token_hash: tokenHash, handed_at: handedAt, accepted_at: acceptedAt } = row;
  if (!noticeId || !tokenHash || !handedAt || !row.relay) return {};
  const version = versionOfConfirmation(ring, noticeId, tokenHash);
  if (version === undefined) return {};
  return {
    confirmation: {
      sentAt: handedAt.toISOString(),
      messageId: noticeMessageId(ring, version, noticeId, from),
      relay: row.relay,
      ...(acceptedAt && { acceptedAt: acceptedAt.toISOString() }),
    },
  };
}
