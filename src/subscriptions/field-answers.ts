import { z } from 'zod';
import { openAtRest, sealAtRest } from '../platform/sealing/at-rest.js';
import { OpeningError } from '../platform/sealing/opening-error.js';
import type { KeyRing } from '../registers/key-ring.js';
import { fieldAnswers, type FieldAnswers } from './field-answer.js';

export type { FieldAnswers } from './field-answer.js';

/** Answers as a subscription keeps them, under its own row key. */
export interface SealedAnswers {
  fields: Buffer;
  keyVersion: number;
}

/** @param of the subscription whose answers these are, and its row key */
export function sealAnswers(
  ring: KeyRing,
  of: { rowId: string; rowKey: Buffer },
  answers: FieldAnswers,
): SealedAnswers {
  const { version: keyVersion, key: restKey } = ring.current('rest');
  const place = { purpose: 'fields' as const, registerId: ring.ringId, rowId: of.rowId, keyVersion };
  const plain = Buffer.from(JSON.stringify(answers), 'utf8');
  return { fields: sealAtRest({ restKey, rowKey: of.rowKey }, place, plain), keyVersion };
}

/** @throws OpeningError when a byte, the row or the register is another. */
export function openAnswers(
  ring: KeyRing,
  of: { rowId: string; rowKey: Buffer } & SealedAnswers,
): FieldAnswers {
  const { rowId, rowKey, keyVersion, fields } = of;
  const keys = { restKey: ring.key('rest', keyVersion), rowKey };
  const plain = openAtRest(keys, { purpose: 'fields', registerId: ring.ringId, rowId, keyVersion }, fields);
  const reading = z.string().transform(parsed).pipe(fieldAnswers).safeParse(plain.toString('utf8'));
  if (!reading.success) throw new OpeningError('rest-malformed');
  return reading.data;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
