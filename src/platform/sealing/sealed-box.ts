import sodium from 'sodium-native';
import { pad } from './pad.js';

/** What every sealed box is bound to: checked on opening, so that a box moved to another row or ring stays shut. */
export interface BoxPlace {
  ringId: string;
  rowId: string;
}

export const BOX_BLOCK = 1024;

/**
 * Seals `content` to a ring's public key (32 bytes, X25519; libsodium sealed box). Whoever seals cannot open it
 * again. The plaintext carries its place and is padded to a multiple of `block` bytes.
 */
export function sealToRing(publicKey: Buffer, place: BoxPlace, content: unknown, block = BOX_BLOCK): Buffer {
  const plain = pad(Buffer.from(JSON.stringify({ ...place, content }), 'utf8'), block);
  const box = Buffer.alloc(plain.length + sodium.crypto_box_SEALBYTES);
  sodium.crypto_box_seal(box, plain, publicKey);
  plain.fill(0);
  return box;
}
