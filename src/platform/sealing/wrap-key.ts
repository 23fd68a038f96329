import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { OpeningError } from './opening-error.js';

export interface WrapPlace {
  ringId: string;
  purpose: string;
  version: number;
}

const NONCE = 12;
const TAG = 16;

/** Wraps one key of a ring under the keeper secret (32 bytes): AES-256-GCM, bound to ring, purpose and version. */
export function wrapKey(keeperSecret: Buffer, place: WrapPlace, key: Buffer): Buffer {
  const nonce = randomBytes(NONCE);
  const cipher = createCipheriv('aes-256-gcm', wrappingKey(keeperSecret), nonce, { authTagLength: TAG });
  cipher.setAAD(aad(place));
  return Buffer.concat([nonce, cipher.update(key), cipher.final(), cipher.getAuthTag()]);
}

/** @throws OpeningError when the secret is another one or the bytes were changed or moved. */
export function unwrapKey(keeperSecret: Buffer, place: WrapPlace, wrapped: Buffer): Buffer {
  if (wrapped.length <= NONCE + TAG) throw new OpeningError('key-not-authentic');
  const nonce = wrapped.subarray(0, NONCE);
  const decipher = createDecipheriv('aes-256-gcm', wrappingKey(keeperSecret), nonce, { authTagLength: TAG });
  decipher.setAAD(aad(place));
  decipher.setAuthTag(wrapped.subarray(wrapped.length - TAG));
  try {
    return Buffer.concat([decipher.update(wrapped.subarray(NONCE, wrapped.length - TAG)), decipher.final()]);
  } catch {
    throw new OpeningError('key-not-authentic');
  }
}

function wrappingKey(keeperSecret: Buffer): Buffer {
  return Buffer.from(hkdfSync('sha256', keeperSecret, '', 'jatakk wrap', 32));
}

function aad({ ringId, purpose, version }: WrapPlace): Buffer {
  return Buffer.from([ringId, purpose, version].join('|'), 'utf8');
}
