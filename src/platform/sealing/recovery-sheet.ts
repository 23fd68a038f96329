import { createHash } from 'node:crypto';
import { secretId } from './secret-id.js';

/** A secret of 32 bytes under the name of the file that it lies in. */
export interface SheetSecret {
  name: string;
  secret: Buffer;
}

/** Why a sheet cannot be taken for what it should be: a sentence for whoever types it. Holds no part of a secret. */
export class SheetError extends Error {}

/** Crockford's base 32: no I, L, O or U, so that nothing can be misread for another. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const ROWS = 4;
const ROW_BYTES = 8;
const CHECK_BITS = 11n;
const ROW_CHARACTERS = 15;

/**
 * A secret in rows that a person can read off paper and type: 8 bytes a row, in three groups of five characters, with
 * 11 bits that check the row; and below them the secret's name, which checks the whole.
 */
export function sheetOf({ name, secret }: SheetSecret): string[] {
  const rows = Array.from({ length: ROWS }, (_, row) => {
    const bytes = secret.subarray(row * ROW_BYTES, (row + 1) * ROW_BYTES);
    const bits = (BigInt(`0x${bytes.toString('hex')}`) << CHECK_BITS) | check(name, row, bytes);
    const text = Array.from(
      { length: ROW_CHARACTERS },
      (_none, at) => ALPHABET[Number((bits >> BigInt(5 * (ROW_CHARACTERS - 1 - at))) & 31n)],
    ).join('');
    return `  ${row + 1}  ${text.match(/.{5}/g)!.join(' ')}`;
  });
  return [name, ...rows, `  check  ${secretId(secret).match(/.{4}/g)!.join(' ')}`];
}

/**
 * Reads every secret of a sheet, however it was copied: in small letters, with O for 0 or I for 1, with other spaces.
 * @throws SheetError naming the row that is wrong
 */
export function readSheet(text: string): SheetSecret[] {
  const secrets: SheetSecret[] = [];
  let current: { name: string; rows: Buffer[] } | undefined;
  for (const line of text.split(/\r?\n/)) {
    const heading = /^\s*((?:keeper|web)\.secret)\s*$/i.exec(line)?.[1];
    if (heading) {
      current = { name: heading.toLowerCase(), rows: [] };
      continue;
    }
    if (!current) continue;
    const row = /^\s*([1-4])[.):]?\s+(.+)$/.exec(line);
    if (row) current.rows[Number(row[1]) - 1] = readRow(current.name, Number(row[1]) - 1, row[2]!);
    const name = /^\s*check\s+(.+)$/i.exec(line)?.[1];
    if (name) {
      secrets.push({ name: current.name, secret: wholeOf(current, name) });
      current = undefined;
    }
  }
  if (current) throw new SheetError(`The line "check" of ${current.name} is missing.`);
  if (secrets.length === 0) throw new SheetError('There is no secret on this sheet.');
  return secrets;
}

function readRow(name: string, row: number, text: string): Buffer {
  const letters = asPrinted(text);
  const wrong = new SheetError(
    `Row ${row + 1} of ${name} is not as it was printed: look for a character that is misread or missing.`,
  );
  if (letters.length !== ROW_CHARACTERS) throw wrong;
  let bits = 0n;
  for (const letter of letters) {
    const value = ALPHABET.indexOf(letter);
    if (value < 0) throw wrong;
    bits = (bits << 5n) | BigInt(value);
  }
  const bytes = Buffer.from((bits >> CHECK_BITS).toString(16).padStart(2 * ROW_BYTES, '0'), 'hex');
  if ((bits & ((1n << CHECK_BITS) - 1n)) !== check(name, row, bytes)) throw wrong;
  return bytes;
}

/** What stands for what was printed, without spaces. */
function asPrinted(text: string): string {
  return text.toUpperCase().replaceAll(/[\s-]/g, '').replaceAll('O', '0').replaceAll(/[IL]/g, '1');
}

function wholeOf({ name, rows }: { name: string; rows: Buffer[] }, printed: string): Buffer {
  for (let row = 0; row < ROWS; row += 1)
    if (!rows[row]) throw new SheetError(`Row ${row + 1} of ${name} is missing.`);
  const secret = Buffer.concat(rows);
  if (secretId(secret) !== asPrinted(printed).toLowerCase()) {
    throw new SheetError(`The rows of ${name} and its line "check" do not belong together.`);
  }
  return secret;
}

function check(name: string, row: number, bytes: Buffer): bigint {
  const digest = createHash('sha256').update(`jatakk sheet|${name}|${row}|`).update(bytes).digest();
  return BigInt(digest.readUInt16BE(0)) >> (16n - CHECK_BITS);
}
