import { z } from 'zod';
import { openWithAny } from '../../platform/sealing/open-sealed-box.js';
import { sealToRing } from '../../platform/sealing/sealed-box.js';
import type { KeyRing } from '../../registers/key-ring.js';
import { STAFF_RING } from '../../registers/staff-ring.js';

const place = (staffId: string) => ({ ringId: STAFF_RING, rowId: totpRow(staffId) });

/** What the secret of somebody's authenticator is sealed for. */
export function totpRow(staffId: string): string {
  return `totp|${staffId}`;
}

export function openTotpSecret(ring: KeyRing, staffId: string, sealed: Buffer): string {
  return z.string().parse(openWithAny(ring.sealPairs(), place(staffId), sealed));
}

export function sealTotpSecret(publicKey: Buffer, staffId: string, secret: string): Buffer {
  return sealToRing(publicKey, place(staffId), secret);
}
