import { z } from 'zod';
import { openAtRest } from '../platform/sealing/at-rest.js';
import { openSealedBox } from '../platform/sealing/open-sealed-box.js';
import { OpeningError } from '../platform/sealing/opening-error.js';
import { type EmailAddress, parseEmailAddress } from '../registers/email-address.js';
import type { KeyRing } from '../registers/key-ring.js';
import { STAFF_RING } from '../registers/staff-ring.js';

export interface SealedAddress {
  registerId: string;
  subscriberId: string;
  address: Buffer;
  keyVersion: number;
  rowKey: Buffer;
}

/** Opens one subscriber's address. @throws OpeningError when a byte, the row or the register is another. */
export function openSubscriberAddress(ring: KeyRing, sealed: SealedAddress): EmailAddress {
  const { registerId, subscriberId: rowId, keyVersion } = sealed;
  const keys = { restKey: ring.key('rest', keyVersion), rowKey: sealed.rowKey };
  const plain = openAtRest(keys, { purpose: 'address', registerId, rowId, keyVersion }, sealed.address);
  return parsed(plain.toString('utf8'));
}

/** Opens one staff member's address. */
export function openStaffAddress(
  ring: KeyRing,
  staffId: string,
  box: Buffer,
  keyVersion: number,
): EmailAddress {
  const content = openSealedBox(ring.sealPair(keyVersion), { ringId: STAFF_RING, rowId: staffId }, box);
  return parsed(z.object({ address: z.string() }).parse(content).address);
}

function parsed(text: string): EmailAddress {
  const reading = parseEmailAddress(text);
  if (!reading.ok) throw new OpeningError('rest-malformed');
  return reading.address;
}
