import { createHash, timingSafeEqual } from 'node:crypto';
import { type Receipt, receipt } from './receipt.js';

/** What fits a box on a page, and a mail that is quoted a few times. */
const WIDTH = 48;
const CHECK_BYTES = 6;
/** More than a thousand records' worth: what is longer is no receipt. */
const MOST_CHARACTERS = 200_000;

/**
 * A receipt as a block of text that survives mail programs: JSON and the first 6 bytes of its SHA-256, in base64
 * without padding, between two lines.
 */
export function armour(content: Receipt): string {
  const json = Buffer.from(JSON.stringify(content), 'utf8');
  const text = Buffer.concat([json, checkOf(json)])
    .toString('base64')
    .replaceAll('=', '');
  const lines = text.match(new RegExp(`.{1,${WIDTH}}`, 'g')) ?? [];
  return ['-----BEGIN JATAKK RECEIPT-----', ...lines, '-----END JATAKK RECEIPT-----'].join('\n');
}

export type Unarmoured =
  /** `damaged`: something of it is missing or was changed on its way. */
  { ok: true; receipt: Receipt } | { ok: false; why: 'no-receipt' | 'damaged' };

/**
 * Finds the first receipt in a text. Lines may have been wrapped anew, quoted with `>`, indented, or have got the soft
 * line breaks of quoted-printable: whatever is no letter of base64 does not count.
 */
export function unarmour(text: string): Unarmoured {
  const found = /BEGIN\s+JATAKK\s+RECEIPT([^]*?)END\s+JATAKK\s+RECEIPT/.exec(text.slice(0, MOST_CHARACTERS));
  if (!found) return { ok: false, why: /JATAKK\s+RECEIPT/.test(text) ? 'damaged' : 'no-receipt' };
  const bytes = Buffer.from(found[1]!.replaceAll(/[^A-Za-z0-9+/]/g, ''), 'base64');
  const json = bytes.subarray(0, -CHECK_BYTES);
  if (bytes.length <= CHECK_BYTES || !timingSafeEqual(bytes.subarray(-CHECK_BYTES), checkOf(json)))
    return { ok: false, why: 'damaged' };
  try {
    return { ok: true, receipt: receipt.parse(JSON.parse(json.toString('utf8'))) };
  } catch {
    return { ok: false, why: 'no-receipt' };
  }
}

function checkOf(json: Buffer): Buffer {
  return createHash('sha256').update(json).digest().subarray(0, CHECK_BYTES);
}
