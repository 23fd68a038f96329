import { z } from 'zod';
import { consentRecord } from '../consent/records/consent-record.js';

/** What the privacy work is shown of one person in one register: each subscription, with its records, oldest first. */
export const consentJournal = z.array(
  z.object({
    list: z.string(),
    state: z.enum(['pending', 'confirmed', 'paused', 'ended']),
    endedReason: z.string().nullable(),
    /** ISO dates, the first of the month. */
    since: z.string(),
    ended: z.string().nullable(),
    records: z.array(
      z.object({ record: consentRecord, words: z.object({ text: z.string(), frequency: z.string() }) }),
    ),
    /** Answers that the keeper has not entered yet. */
    waiting: z.int().nonnegative(),
  }),
);

export type ConsentJournal = z.infer<typeof consentJournal>;
