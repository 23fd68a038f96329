import { z } from 'zod';
import { leafPromise } from '../ledger/leaf-promise.js';
import { consentRecord } from './consent-record.js';

/** What is kept, sealed, of one record: itself, what opens its commitments, and the ledger's promise to hold it. */
export const recordDetail = z.object({
  record: consentRecord,
  /** 32 bytes, hex: the salt of the commitment that the ledger holds. */
  salt: z.string().regex(/^[0-9a-f]{64}$/),
  /** 16 bytes, hex: the salt of the record's `subject`. */
  subjectSalt: z
    .string()
    .regex(/^[0-9a-f]{32}$/)
    .optional(),
  promise: leafPromise,
});

export type RecordDetail = z.infer<typeof recordDetail>;
