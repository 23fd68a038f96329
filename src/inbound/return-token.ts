import { createCipheriv, createDecipheriv, createHmac, timingSafeEqual } from 'node:crypto';
import { derivedKey } from './derived-key.js';

/**
 * The local parts that mail comes back to. `r`: a return path (VERP), names one delivery, for fourteen days. `u`: the
 * `mailto:` of List-Unsubscribe, names one subscription, for as long as it is there.
 */
export type TokenUse = 'r' | 'u';

/** Days for which a return path is good. */
export const RETURN_DAYS = 14;

const DAY_MS = 86_400_000;
const MAC_BYTES = 16;
/** Day, encrypted id, MAC. */
const TOKEN_BYTES = 2 + 16 + MAC_BYTES;
const ALPHABET = 'abcdefghijklmnopqrstuvwxyz234567';
const FORM = /^([ru])-([a-z2-7]{55})$/;

/**
 * The local part for one id, 57 characters of lower case, digits and `-`. Nobody can read the id in it, make one, or
 * turn one register's into another's. The same for the same id and day.
 * @param key the ring's `verp` key, 32 bytes @param id a UUID @param at the day it is made on
 */
export function returnToken(key: Buffer, use: TokenUse, registerId: string, id: string, at: Date): string {
  const { cipher, mac } = keysOf(key, use);
  const day = Buffer.alloc(2);
  day.writeUInt16BE(Math.floor(at.getTime() / DAY_MS));
  const block = createCipheriv('aes-256-ecb', cipher, null).setAutoPadding(false);
  const hidden = Buffer.concat([day, block.update(bytesOf(id)), block.final()]);
  return `${use}-${base32(Buffer.concat([hidden, macOf(mac, registerId, hidden)]))}`;
}

/** What a local part says that was made with this key; undefined for any other, and for whichever differs by its case. */
export function readReturnToken(
  key: Buffer,
  registerId: string,
  localPart: string,
): { use: TokenUse; id: string; madeOn: Date } | undefined {
  const [, use, text] = FORM.exec(localPart) ?? [];
  if (!use || !text) return undefined;
  const { cipher, mac } = keysOf(key, use as TokenUse);
  const bytes = fromBase32(text);
  // 55 characters are 275 bits for 272: what is left over has one form only.
  if (base32(bytes) !== text) return undefined;
  const hidden = bytes.subarray(0, TOKEN_BYTES - MAC_BYTES);
  if (!timingSafeEqual(bytes.subarray(hidden.length), macOf(mac, registerId, hidden))) return undefined;
  const block = createDecipheriv('aes-256-ecb', cipher, null).setAutoPadding(false);
  const id = Buffer.concat([block.update(hidden.subarray(2)), block.final()]);
  return { use: use as TokenUse, id: uuidOf(id), madeOn: new Date(hidden.readUInt16BE() * DAY_MS) };
}

/** Whether a local part has the form of one of ours. Nothing else is worth a key. */
export function isReturnToken(localPart: string): boolean {
  return FORM.test(localPart);
}

function keysOf(key: Buffer, use: TokenUse): { cipher: Buffer; mac: Buffer } {
  return { cipher: derivedKey(key, `${use} cipher`), mac: derivedKey(key, `${use} mac`) };
}

function macOf(key: Buffer, registerId: string, hidden: Buffer): Buffer {
  return createHmac('sha256', key).update(bytesOf(registerId)).update(hidden).digest().subarray(0, MAC_BYTES);
}

function bytesOf(uuid: string): Buffer {
  return Buffer.from(uuid.replaceAll('-', ''), 'hex');
}

function uuidOf(bytes: Buffer): string {
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** RFC 4648 §6, in lower case and without padding. */
function base32(bytes: Buffer): string {
  let text = '';
  let [held, bits] = [0, 0];
  for (const byte of bytes) {
    held = ((held << 8) | byte) & 0xfff;
    bits += 8;
    while (bits >= 5) text += ALPHABET[(held >> (bits -= 5)) & 31];
  }
  return bits > 0 ? text + ALPHABET[(held << (5 - bits)) & 31] : text;
}

function fromBase32(text: string): Buffer {
  const bytes: number[] = [];
  let [held, bits] = [0, 0];
  for (const character of text) {
    held = ((held << 5) | ALPHABET.indexOf(character)) & 0xfff;
    bits += 5;
    if (bits >= 8) bytes.push((held >> (bits -= 8)) & 0xff);
  }
  return Buffer.from(bytes);
}
