import { createHash } from 'node:crypto';
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readSheet, SheetError, sheetOf } from '../../src/platform/sealing/recovery-sheet.js';

const bytes32 = fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => Buffer.from(bytes));
const names = fc.constantFrom('keeper.secret', 'web.secret');

function why(sheet: string): string {
  try {
    readSheet(sheet);
    return 'read';
  } catch (error) {
    if (!(error instanceof SheetError)) throw error;
    return error.message;
  }
}

test('every secret is read back as it was, from text that a person has typed', () => {
  fc.assert(
    fc.property(bytes32, names, (secret, name) => {
      const printed = sheetOf({ name, secret }).join('\n');
      const typed = printed
        .toLowerCase()
        .replaceAll(/(?<=^ +[1-4] +)\S.*$/gm, (row) => row.replaceAll('0', 'o').replaceAll(' ', '-'));
      expect(readSheet(printed)).toEqual([{ name, secret }]);
      expect(readSheet(typed)).toEqual([{ name, secret }]);
    }),
    { numRuns: 300 },
  );
});

test('a row with one character wrong is named; it is never taken for another secret', () => {
  const missed = { rows: 0 };
  fc.assert(
    fc.property(bytes32, fc.nat(3), fc.nat(14), fc.nat(30), (secret, row, at, step) => {
      const lines = sheetOf({ name: 'keeper.secret', secret });
      const letters = lines[row + 1]!.slice(5).replaceAll(' ', '').split('');
      const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
      letters[at] = alphabet[(alphabet.indexOf(letters[at]!) + 1 + step) % 32]!;
      lines[row + 1] = `  ${row + 1}  ${letters.join('')}`;
      const said = why(lines.join('\n'));
      expect(said).not.toBe('read');
      // One in 2048 passes its row, and is caught by the whole.
      if (!said.startsWith(`Row ${row + 1} of keeper.secret`)) missed.rows += 1;
    }),
    { numRuns: 2000 },
  );
  expect(missed.rows).toBeLessThan(10);
});

test('rows exchanged, missing, of another secret, or no sheet at all: each is said, without any of the secret', () => {
  // Always the same: of two thousand, one passes the check of another row.
  const [one, other] = ['en', 'to'].map((word) => createHash('sha256').update(word).digest()) as [
    Buffer,
    Buffer,
  ];
  const lines = sheetOf({ name: 'keeper.secret', secret: one });
  const others = sheetOf({ name: 'keeper.secret', secret: other });
  const exchanged = [lines[0], lines[2]!.replace('2', '1'), lines[1]!.replace('1', '2'), ...lines.slice(3)];
  const cases: [string, RegExp][] = [
    [exchanged.join('\n'), /^Row 1 of keeper\.secret is not/],
    [lines.filter((_, at) => at !== 3).join('\n'), /^Row 3 of keeper\.secret is missing/],
    [[...lines.slice(0, 4), others[4], lines[5]].join('\n'), /do not belong together/],
    [lines.slice(0, 5).join('\n'), /"check" of keeper\.secret is missing/],
    [sheetOf({ name: 'web.secret', secret: one }).join('\n').replace('web', 'keeper'), /^Row 1 of keeper/],
    ['Dear Sir or Madam', /no secret on this sheet/],
    ['', /no secret on this sheet/],
  ];
  for (const [sheet, said] of cases) {
    expect(why(sheet)).toMatch(said);
    expect(why(sheet)).not.toContain(one.toString('base64url'));
  }
});

test('whatever text is given: read, or refused with a sentence', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 500 }), (text) => {
      expect(why(`keeper.secret\n${text}`)).toMatch(/\.$|^read$/);
    }),
  );
});
