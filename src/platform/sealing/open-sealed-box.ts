import sodium from 'sodium-native';
import { OpeningError } from './opening-error.js';
import { unpad } from './pad.js';
import type { BoxPlace } from './sealed-box.js';

/** A ring's sealing pair, 32 bytes each. */
export interface SealPair {
  publicKey: Buffer;
  secretKey: Buffer;
}

export function generateSealPair(): SealPair {
  const publicKey = Buffer.alloc(sodium.crypto_box_PUBLICKEYBYTES);
  const secretKey = Buffer.alloc(sodium.crypto_box_SECRETKEYBYTES);
  sodium.crypto_box_keypair(publicKey, secretKey);
  return { publicKey, secretKey };
}

/**
 * Opens a sealed box and checks that it was sealed for exactly this ring and row.
 * @throws OpeningError when it was not made for this key, was changed, or belongs to another place.
 */
export function openSealedBox(pair: SealPair, place: BoxPlace, box: Buffer): unknown {
  if (box.length <= sodium.crypto_box_SEALBYTES) throw new OpeningError('box-too-short');
  const plain = Buffer.alloc(box.length - sodium.crypto_box_SEALBYTES);
  if (!sodium.crypto_box_seal_open(plain, box, pair.publicKey, pair.secretKey)) {
    throw new OpeningError('box-not-authentic');
  }
  let opened: { ringId?: unknown; rowId?: unknown; content?: unknown };
  try {
    opened = JSON.parse(unpad(plain).toString('utf8')) as typeof opened;
  } catch {
    throw new OpeningError('box-malformed');
  } finally {
    plain.fill(0);
  }
  if (opened.ringId !== place.ringId || opened.rowId !== place.rowId) throw new OpeningError('box-misplaced');
  return opened.content;
}

/** Opens a box that does not say to which of some pairs it was sealed. @throws OpeningError as of the last one tried */
export function openWithAny(pairs: readonly SealPair[], place: BoxPlace, box: Buffer): unknown {
  let last: unknown = new OpeningError('key-missing');
  for (const pair of pairs) {
    try {
      return openSealedBox(pair, place, box);
    } catch (error) {
      last = error;
    }
  }
  throw last;
}
