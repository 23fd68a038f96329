import { randomBytes } from 'node:crypto';
import type { RecordDetail } from '../../consent/records/record-detail.js';
import { sealAtRest } from '../../platform/sealing/at-rest.js';
import type { KeyRing } from '../../registers/key-ring.js';

/** Seals a record under a row key of its own: destroying that destroys the record, and the ledger still adds up. */
export function sealRecord(ring: KeyRing, recordId: string, content: RecordDetail) {
  const rowKey = randomBytes(16);
  const { version: keyVersion, key: restKey } = ring.current('rest');
  const place = { purpose: 'consent' as const, registerId: ring.ringId, rowId: recordId, keyVersion };
  const detail = sealAtRest({ restKey, rowKey }, place, Buffer.from(JSON.stringify(content), 'utf8'));
  return { rowKey, detail, keyVersion };
}
