import { openAtRest } from '../../platform/sealing/at-rest.js';
import { OpeningError } from '../../platform/sealing/opening-error.js';
import type { KeyRing } from '../../registers/key-ring.js';
import { type RecordDetail, recordDetail } from './record-detail.js';

/** A record as it lies in the database, with its own row key where that still exists. */
export interface RecordAtRest {
  id: string;
  detail: Buffer | null;
  detail_key_version: number | null;
  row_key: Buffer | null;
}

/** @throws OpeningError when a byte, the row or the register is another, or the row key is gone */
export function openRecord(ring: KeyRing, sealed: RecordAtRest): RecordDetail {
  const { id, detail, detail_key_version: keyVersion, row_key: rowKey } = sealed;
  if (!detail || keyVersion === null || !rowKey) throw new OpeningError('key-missing');
  const place = { purpose: 'consent' as const, registerId: ring.ringId, rowId: id, keyVersion };
  const plain = openAtRest({ restKey: ring.key('rest', keyVersion), rowKey }, place, detail);
  const content = recordDetail.safeParse(JSON.parse(plain.toString('utf8')));
  if (!content.success) throw new OpeningError('rest-malformed');
  return content.data;
}
