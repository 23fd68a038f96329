import { z } from 'zod';
import { sentFrom } from '../sent-from.js';

const hex32 = z.string().regex(/^[0-9a-f]{64}$/);
const named = z.looseObject({ id: z.uuid(), name: z.string().max(300) });

/**
 * One yes or one no, whole: to which words, asked for how, confirmed when (GDPR art. 7(1)). Its canonical JSON is what
 * the ledger commits to. What is not known is left out, and members that a later version adds are kept.
 */
export const consentRecord = z.looseObject({
  format: z.literal('jatakk record v1'),
  register: named,
  list: named,
  answer: z.enum(['yes', 'no']),
  /** How it was given; of a no: the way out that was taken. */
  method: z.string().max(40),
  /** `sha256` of the JSON of [locale, text, frequency], as the words were published. */
  purpose: z.looseObject({
    version: z.int().positive(),
    revision: z.int().positive(),
    locale: z.string().max(20),
    sha256: hex32,
  }),
  /** The form that it began with, and whatever else is known of that. */
  asked: z.looseObject({ requested: sentFrom.optional() }).optional(),
  /** The mail that asked for it. `accepted`: our relay took it; `unknown`: it did not say. */
  confirmation: z
    .looseObject({
      sentAt: z.iso.datetime(),
      messageId: z.string().max(400),
      relay: z.enum(['accepted', 'unknown']),
      acceptedAt: z.iso.datetime().optional(),
    })
    .optional(),
  /** The answer itself, as web saw it. */
  answered: sentFrom.optional(),
  /** Evidence that was there and could not be opened. */
  unreadable: z.array(z.enum(['asked', 'answered'])).optional(),
  /** When the keeper wrote all this down. */
  enteredAt: z.iso.datetime(),
  /** Commits to whose address it is: SHA-256(salt ‖ normalised address). */
  subject: hex32.optional(),
});

export type ConsentRecord = z.infer<typeof consentRecord>;
