import type { DataSource } from 'typeorm';
import { openWithAny } from '../../platform/sealing/open-sealed-box.js';
import { OpeningError } from '../../platform/sealing/opening-error.js';
import { sealToRing } from '../../platform/sealing/sealed-box.js';
import { RELAY_PASSWORD_ROW } from '../../registers/house.queries.js';
import type { KeyRing } from '../../registers/key-ring.js';
import { STAFF_RING } from '../../registers/staff-ring.js';
import { totpRow } from '../factors/totp-secret.js';
import type { BegunRotation } from './roll-rows.js';

interface StaffBox {
  kind: 'staff' | 'totp' | 'dkim' | 'relay' | 'offer';
  ref: string;
  sealed: Buffer;
}

/** What each is sealed for: the place is in the seal. */
const PLACES: Record<StaffBox['kind'], (ref: string) => string> = {
  staff: (id) => id,
  totp: totpRow,
  dkim: (domainAndSelector) => `dkim|${domainAndSelector}`,
  relay: () => RELAY_PASSWORD_ROW,
  offer: () => RELAY_PASSWORD_ROW,
};

/**
 * Seals what lies sealed to the staff's ring to its new key: addresses, secrets of authenticators, signing keys,
 * passwords of relays, and of one that is proposed. A box that has changed meanwhile was sealed to the new key already.
 * Nothing of a register: its forms wait under their version.
 */
export async function rollBoxes(
  database: DataSource,
  ring: KeyRing,
  rotation: BegunRotation,
  givenUp: (code: string) => void,
): Promise<void> {
  if (rotation.ringId !== STAFF_RING) return;
  const newest = ring.sealPair(rotation.version);
  const boxes = (await database.query('select kind, ref, sealed from jatakk.rotation_boxes($1, 1000)', [
    rotation.id,
  ])) as StaffBox[];
  // A relay's password does not say under which version it is: of the two there may be, each is sealed anew once.
  const relays = (await database.query(
    `select 'relay' as kind, position::text as ref, password_sealed as sealed
       from jatakk.relay where password_sealed is not null
     union all select 'offer', proposal_id::text, password_sealed from jatakk.relay_offer`,
  )) as StaffBox[];
  for (const { kind, ref, sealed } of [...boxes, ...relays.filter((box) => !opens(newest, box))]) {
    const place = { ringId: STAFF_RING, rowId: PLACES[kind](ref) };
    try {
      const content = openWithAny(ring.sealPairs(), place, sealed);
      const anew = sealToRing(newest.publicKey, place, content);
      await database.query('select jatakk.rotation_put_box($1, $2, $3, $4, $5)', [
        rotation.id,
        kind,
        ref,
        sealed,
        anew,
      ]);
    } catch (error) {
      if (!(error instanceof OpeningError)) throw error;
      givenUp(error.code);
    }
  }
}

function opens(pair: ReturnType<KeyRing['sealPair']>, { sealed }: StaffBox): boolean {
  try {
    openWithAny([pair], { ringId: STAFF_RING, rowId: RELAY_PASSWORD_ROW }, sealed);
    return true;
  } catch {
    return false;
  }
}
