import { sealAtRest } from '../platform/sealing/at-rest.js';
import type { KeyRing } from '../registers/key-ring.js';
import type { Evidence } from './evidence.js';

/** Evidence as a subscription's row keeps it, under that row's own key. */
export function sealedEvidence(ring: KeyRing, of: { rowId: string; rowKey: Buffer }, evidence: Evidence) {
  const { version: keyVersion, key: restKey } = ring.current('rest');
  const place = { purpose: 'evidence' as const, registerId: ring.ringId, rowId: of.rowId, keyVersion };
  return {
    evidence: sealAtRest(
      { restKey, rowKey: of.rowKey },
      place,
      Buffer.from(JSON.stringify(evidence), 'utf8'),
    ),
    evidenceKeyVersion: keyVersion,
  };
}
