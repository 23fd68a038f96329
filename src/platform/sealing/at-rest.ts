import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { OpeningError } from './opening-error.js';
import { pad, unpad } from './pad.js';

/** Everything a ciphertext at rest is bound to. A byte of it changed, or the bytes moved to another row: it stays shut. */
export interface RestPlace {
  purpose: keyof typeof BLOCKS;
  registerId: string;
  rowId: string;
  keyVersion: number;
}

export interface RestKeys {
  /** The register's rest key, 32 bytes. */
  restKey: Buffer;
  /** The row's own key, 16 bytes: destroying it destroys the content. */
  rowKey: Buffer;
}

const FORMAT = 1;
const NONCE = 12;
const TAG = 16;
/** What is sealed at rest, and the size in bytes that it is padded to a multiple of, so that lengths tell nothing. */
const BLOCKS = {
  address: 320,
  evidence: 768,
  fields: 1024,
  consent: 2048,
  message: 4096,
  part: 16384,
} as const;

/**
 * AES-256-GCM under HKDF-SHA256(rest key, salt = row key). Layout: format byte, 12 bytes nonce, ciphertext padded to a
 * multiple of its purpose's block, 16 bytes tag.
 */
export function sealAtRest(keys: RestKeys, place: RestPlace, plain: Buffer): Buffer {
  const nonce = randomBytes(NONCE);
  const cipher = createCipheriv('aes-256-gcm', rowCipherKey(keys), nonce, { authTagLength: TAG });
  cipher.setAAD(aad(place));
  const padded = pad(plain, BLOCKS[place.purpose]);
  const sealed = Buffer.concat([
    Buffer.of(FORMAT),
    nonce,
    cipher.update(padded),
    cipher.final(),
    cipher.getAuthTag(),
  ]);
  padded.fill(0);
  return sealed;
}

/** @throws OpeningError on any change of the bytes, the keys or the place. */
export function openAtRest(keys: RestKeys, place: RestPlace, sealed: Buffer): Buffer {
  // The length is exact: a tag cut short must not become a shorter tag that still verifies.
  const block = BLOCKS[place.purpose];
  if (
    sealed.length < 1 + NONCE + block + TAG ||
    (sealed.length - 1 - NONCE - TAG) % block !== 0 ||
    sealed[0] !== FORMAT
  ) {
    throw new OpeningError('rest-malformed');
  }
  const nonce = sealed.subarray(1, 1 + NONCE);
  const tag = sealed.subarray(sealed.length - TAG);
  const decipher = createDecipheriv('aes-256-gcm', rowCipherKey(keys), nonce, { authTagLength: TAG });
  decipher.setAAD(aad(place));
  decipher.setAuthTag(tag);
  try {
    const body = decipher.update(sealed.subarray(1 + NONCE, sealed.length - TAG));
    return unpad(Buffer.concat([body, decipher.final()]));
  } catch {
    throw new OpeningError('rest-not-authentic');
  }
}

function rowCipherKey({ restKey, rowKey }: RestKeys): Buffer {
  return Buffer.from(hkdfSync('sha256', restKey, rowKey, 'jatakk rest', 32));
}

function aad({ purpose, registerId, rowId, keyVersion }: RestPlace): Buffer {
  return Buffer.from([FORMAT, purpose, registerId, rowId, keyVersion].join('|'), 'utf8');
}
