import type { EntityManager } from 'typeorm';
import type { MailArrival } from '../../inbound/arrival.js';
import { autoReplyHashes, sameMailbox } from '../../registers/correspondent-hash.js';
import { type EmailAddress, parseEmailAddress } from '../../registers/email-address.js';
import type { KeyRing } from '../../registers/key-ring.js';
import { type AsThingsAre, takeAutoReply } from './keep-mail.queries.js';

// RFC 3834 §2: behind these nobody reads, or too many do.
const NOBODY_READS =
  /^(?:mailer-daemon|postmaster|no-?reply|do-?not-?reply|ikke-?svar|bounces?|abuse|root|daemon|owner-.*|.*-(?:owner|request|bounces?))(?:[+=].*)?$/i;

/** A machine wrote it, or wrote it to many: RFC 3834, and whatever the receiver has classed as a notice. */
export function isByMachine(mail: Pick<MailArrival, 'automatic' | 'bulk' | 'class'>): boolean {
  return mail.automatic || mail.bulk || mail.class !== 'none';
}

/**
 * Whether a machine may answer this mail: written by a person, to us, from an address that is not ours and that no
 * machine has answered for a week. Asking uses that week up.
 */
export async function mayAnswerByMachine(
  tx: EntityManager,
  ring: KeyRing,
  mail: MailArrival,
  from: EmailAddress,
  { addresses, domain }: AsThingsAre,
): Promise<boolean> {
  if (isByMachine(mail) || NOBODY_READS.test(from.local)) return false;
  if (domain !== null && from.asciiDomain === domain) return false;
  for (const text of addresses) {
    const reading = parseEmailAddress(text);
    if (reading.ok && sameMailbox(reading.address, from)) return false;
  }
  return takeAutoReply(tx, ring.ringId, autoReplyHashes(ring, from), ring.suppressionHashes(from));
}
