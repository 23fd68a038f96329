import type { AskedField } from '../../consent/asked-fields.queries.js';
import { openAtRest } from '../../platform/sealing/at-rest.js';
import type { KeyRing } from '../../registers/key-ring.js';
import { openAnswers } from '../../subscriptions/field-answers.js';
import type { KeptRecord, KeptSubscription } from '../../subscriptions/preferences/kept-of-person.js';
import type {
  ManagedRecord,
  ManagedSubscription,
} from '../../subscriptions/preferences/open-manage.queries.js';

/** One subscription, opened for the person it is of. What has no key any more is left out: nobody can open it. */
export function keptSubscriptionOf(
  ring: KeyRing,
  row: ManagedSubscription,
  asked: readonly AskedField[],
): KeptSubscription {
  return {
    id: row.id,
    listId: row.list_id,
    list: row.list_name,
    state: row.state,
    ...(row.ended_reason !== null && { endedReason: row.ended_reason }),
    ...(row.state === 'paused' && row.paused_by !== null && { pausedBy: row.paused_by }),
    ...(row.state === 'paused' && row.paused_until !== null && { pausedUntil: row.paused_until }),
    purpose: wordsOf(row),
    sinceMonth: row.since_month,
    ...(row.ended_month !== null && { endedMonth: row.ended_month }),
    ...evidenceOf(ring, row),
    answers: answersOf(ring, row, asked),
  };
}

/** One yes or no, with all that was entered of it. */
export function keptRecordOf(ring: KeyRing, row: ManagedRecord): KeptRecord {
  const { id, detail, detail_key_version: keyVersion, row_key: rowKey } = row;
  const kept: KeptRecord = {
    id,
    list: row.list_name,
    answer: row.answer,
    method: row.method,
    purpose: wordsOf(row),
    textSha256: row.text_sha256.toString('hex'),
    month: row.month,
  };
  if (!detail || keyVersion === null || !rowKey) return kept;
  const place = { purpose: 'consent' as const, registerId: ring.ringId, rowId: id, keyVersion };
  const plain = openAtRest({ restKey: ring.key('rest', keyVersion), rowKey }, place, detail);
  return { ...kept, detail: JSON.parse(plain.toString('utf8')) as NonNullable<KeptRecord['detail']> };
}

function wordsOf(row: ManagedSubscription | ManagedRecord): KeptSubscription['purpose'] {
  return {
    version: row.purpose_version,
    revision: row.purpose_revision,
    locale: row.locale,
    text: row.purpose ?? '',
    frequency: row.frequency ?? '',
  };
}

function evidenceOf(ring: KeyRing, row: ManagedSubscription): Pick<KeptSubscription, 'asked'> {
  const { id: rowId, evidence, evidence_key_version: keyVersion, row_key: rowKey } = row;
  if (!evidence || keyVersion === null || !rowKey) return {};
  const place = { purpose: 'evidence' as const, registerId: ring.ringId, rowId, keyVersion };
  const plain = openAtRest({ restKey: ring.key('rest', keyVersion), rowKey }, place, evidence);
  return { asked: JSON.parse(plain.toString('utf8')) as unknown };
}

function answersOf(
  ring: KeyRing,
  row: ManagedSubscription,
  asked: readonly AskedField[],
): KeptSubscription['answers'] {
  const { id: rowId, fields, fields_key_version: keyVersion, row_key: rowKey } = row;
  if (!fields || keyVersion === null || !rowKey) return [];
  const answers = openAnswers(ring, { rowId, rowKey, fields, keyVersion });
  return Object.entries(answers).map(([id, answer]) => {
    const field = asked.find((one) => one.id === id);
    const texts = field?.texts ?? {};
    const label = texts[row.locale]?.label ?? Object.values(texts)[0]?.label;
    return { asked: label ?? '', answer };
  });
}
