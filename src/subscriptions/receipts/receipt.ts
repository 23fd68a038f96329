import { z } from 'zod';
import { leafPromise } from '../../consent/ledger/leaf-promise.js';
import { signedHead } from '../../consent/ledger/log-head.js';
import { consentRecord } from '../../consent/records/consent-record.js';

const key = z.string().regex(/^[A-Za-z0-9_-]{43}$/);

/**
 * What a person keeps of their answer: the whole record with what opens its commitments, the words, the ledger's promise
 * and, from the day after, the record's place in it. It is checked without us, and stays good when we have erased ours.
 */
export const receipt = z.strictObject({
  format: z.literal('jatakk receipt v1'),
  organisation: z.string().max(300),
  /** Where the ledger is published. */
  from: z.url().max(300),
  record: consentRecord,
  /** 32 bytes, hex. */
  salt: z.string().regex(/^[0-9a-f]{64}$/),
  /** 16 bytes, hex; absent where nothing was committed to. */
  subjectSalt: z
    .string()
    .regex(/^[0-9a-f]{32}$/)
    .optional(),
  /** As they were published: their hash stands in the record. */
  words: z.strictObject({ text: z.string().max(20_000), frequency: z.string().max(2000) }),
  /** Ed25519, 32 bytes as base64url: of the log that promises. */
  logKey: key,
  promise: leafPromise,
  /** Undefined until the first head after the promise. */
  place: z
    .strictObject({
      index: z.int().nonnegative(),
      /** From the leaf up, hex (RFC 9162 §2.1.3). */
      proof: z.array(z.string().regex(/^[0-9a-f]{64}$/)).max(64),
      head: signedHead,
      /** Of the log that signed the head. */
      publicKey: key,
    })
    .optional(),
});

export type Receipt = z.infer<typeof receipt>;
