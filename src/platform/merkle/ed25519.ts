import { createPrivateKey, createPublicKey, sign, verify } from 'node:crypto';

/** What stands before the 32 bytes of a key in its DER form (RFC 8410 §7 and §4). */
const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex');
const SPKI = Buffer.from('302a300506032b6570032100', 'hex');

/** A key that signs (RFC 8032). Its seed does not leave it. */
export interface Signer {
  /** 32 bytes. */
  publicKey: Buffer;
  /** 64 bytes over the UTF-8 of `text`. */
  sign(text: string): Buffer;
}

/** @param seed 32 bytes */
export function signerFrom(seed: Buffer): Signer {
  const key = createPrivateKey({ key: Buffer.concat([PKCS8, seed]), format: 'der', type: 'pkcs8' });
  const publicKey = createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(SPKI.length);
  return { publicKey, sign: (text) => sign(null, Buffer.from(text, 'utf8'), key) };
}

/** Whether `signature` is by the holder of `publicKey` over the UTF-8 of `text`. False for whatever is none. */
export function isSignedBy(publicKey: Buffer, text: string, signature: Buffer): boolean {
  if (publicKey.length !== 32 || signature.length !== 64) return false;
  try {
    const key = createPublicKey({ key: Buffer.concat([SPKI, publicKey]), format: 'der', type: 'spki' });
    return verify(null, Buffer.from(text, 'utf8'), key, signature);
  } catch {
    return false;
  }
}
