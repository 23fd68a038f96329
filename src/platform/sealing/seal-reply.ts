import sodium from 'sodium-native';
import { pad } from './pad.js';

const BLOCK = 4096;

/** Seals an answer to the key of whoever asked `askId` (libsodium sealed box), padded to a multiple of 4096 bytes. */
export function sealReply(publicKey: Buffer, askId: string, content: unknown): Buffer {
  const plain = pad(Buffer.from(JSON.stringify({ askId, content }), 'utf8'), BLOCK);
  const box = Buffer.alloc(plain.length + sodium.crypto_box_SEALBYTES);
  sodium.crypto_box_seal(box, plain, publicKey);
  plain.fill(0);
  return box;
}
