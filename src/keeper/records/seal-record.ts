import { randomBytes } from 'node:crypto';
import { type RecordDetail, recordDetail } from '../../consent/records/record-detail.js';
import { openAtRest, sealAtRest } from '../../platform/sealing/at-rest.js';
import { OpeningError } from '../../platform/sealing/opening-error.js';
import type { KeyRing } from '../../registers/key-ring.js';
import type { SealedRecord } from './record-store.queries.js';

/** Seals a record under a row key of its own: destroying that destroys the record, and the ledger still adds up. */
export function sealRecord(ring: KeyRing, recordId: string, content: RecordDetail) {
  const rowKey = randomBytes(16);
  const { version: keyVersion, key: restKey } = ring.current('rest');
  const place = { purpose: 'consent' as const, registerId: ring.ringId, rowId: recordId, keyVersion };
  const detail = sealAtRest({ restKey, rowKey }, place, Buffer.from(JSON.stringify(content), 'utf8'));
  return { rowKey, detail, keyVersion };
}

/** @throws OpeningError when a byte, the row or the register is another, or the row key is gone */
export function openRecord(
  ring: KeyRing,
  sealed: Pick<SealedRecord, 'id' | 'detail' | 'detail_key_version' | 'row_key'>,
): RecordDetail {
  const { id, detail, detail_key_version: keyVersion, row_key: rowKey } = sealed;
  if (!detail || keyVersion === null || !rowKey) throw new OpeningError('key-missing');
  const place = { purpose: 'consent' as const, registerId: ring.ringId, rowId: id, keyVersion };
  const plain = openAtRest({ restKey: ring.key('rest', keyVersion), rowKey }, place, detail);
  const content = recordDetail.safeParse(JSON.parse(plain.toString('utf8')));
  if (!content.success) throw new OpeningError('rest-malformed');
  return content.data;
}
