import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { sentFrom } from '../consent/sent-from.js';
import { paperSlip } from './paper-slip.js';
import { type EmailAddress, normaliseForIndex } from '../registers/email-address.js';

/** What is known of how a subscription was asked for. Kept sealed under its row key, and entered into its records. */
export const evidenceContent = z.object({
  requested: sentFrom.optional(),
  /** The slip it was written on, as the member of staff who typed it in described it. */
  paper: paperSlip.optional(),
  /** Where an import says that they said yes, when, and to which words: SHA-256 of them, hex. */
  transferred: z
    .object({
      tool: z.string(),
      import: z.uuid(),
      confirmedAt: z.iso.datetime(),
      words: z.string().length(64),
    })
    .optional(),
  /** Commits to whose address it was: SHA-256(salt ‖ normalised address), hex; without the salt it tells nothing. */
  subject: z.string().length(64),
  /** 16 bytes, hex. */
  subjectSalt: z.string().length(32),
});

export type Evidence = z.infer<typeof evidenceContent>;

/** Commits to an address under a fresh salt. */
export function subjectOf(address: EmailAddress): Pick<Evidence, 'subject' | 'subjectSalt'> {
  const subjectSalt = randomBytes(16);
  return { subject: commit(address, subjectSalt).toString('hex'), subjectSalt: subjectSalt.toString('hex') };
}

/** Whether a commitment is about this address. */
export function isSubject(address: EmailAddress, of: Pick<Evidence, 'subject' | 'subjectSalt'>): boolean {
  return timingSafeEqual(commit(address, Buffer.from(of.subjectSalt, 'hex')), Buffer.from(of.subject, 'hex'));
}

function commit(address: EmailAddress, salt: Buffer): Buffer {
  return createHash('sha256').update(salt).update(normaliseForIndex(address), 'utf8').digest();
}
