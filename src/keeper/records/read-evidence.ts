import { type SentFrom, sentFrom } from '../../consent/sent-from.js';
import { openAtRest } from '../../platform/sealing/at-rest.js';
import { openSealedBox } from '../../platform/sealing/open-sealed-box.js';
import { OpeningError } from '../../platform/sealing/opening-error.js';
import type { KeyRing } from '../../registers/key-ring.js';
import { type Evidence, evidenceContent } from '../../subscriptions/evidence.js';
import type { WaitingRecord } from './record-store.queries.js';

/** `unreadable`: something lies there and does not open. */
export type Reading<T> = { known: T } | 'nothing' | 'unreadable';

/** What the form told when the subscription was asked for. */
export function readEvidence(ring: KeyRing, record: WaitingRecord): Reading<Evidence> {
  const { evidence, evidence_key_version: keyVersion, row_key: rowKey, subscription_id: rowId } = record;
  if (!evidence) return 'nothing';
  return reading(evidenceContent, () => {
    if (keyVersion === null || !rowKey) throw new OpeningError('key-missing');
    const place = { purpose: 'evidence' as const, registerId: ring.ringId, rowId, keyVersion };
    const plain = openAtRest({ restKey: ring.key('rest', keyVersion), rowKey }, place, evidence);
    return JSON.parse(plain.toString('utf8')) as unknown;
  });
}

/** What web saw of the answer. */
export function readTold(ring: KeyRing, record: WaitingRecord): Reading<SentFrom> {
  const { told, told_id: rowId, told_key_version: keyVersion } = record;
  if (!told) return 'nothing';
  return reading(sentFrom, () => {
    if (keyVersion === null || !rowId) throw new OpeningError('key-missing');
    return openSealedBox(ring.sealPair(keyVersion), { ringId: ring.ringId, rowId }, told);
  });
}

/** Web may put there whatever it likes: what is none of this kind must not keep an answer from being entered. */
function reading<T>(
  kind: { safeParse(content: unknown): { success: true; data: T } | { success: false } },
  open: () => unknown,
): Reading<T> {
  try {
    const content = kind.safeParse(open());
    return content.success ? { known: content.data } : 'unreadable';
  } catch (error) {
    if (error instanceof OpeningError) return 'unreadable';
    throw error;
  }
}
