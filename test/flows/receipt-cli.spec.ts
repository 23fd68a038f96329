import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { armour } from '../../src/subscriptions/receipts/armour.js';
import { exampleReceipt } from '../support/example-receipt.js';
import { EXAMPLE_WORDS } from '../support/words.js';

const made = exampleReceipt(EXAMPLE_WORDS);
let folder: string;
let file: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'jt-receipt-'));
  file = join(folder, 'receipt.txt');
  writeFileSync(file, `> ${armour(made).replaceAll('\n', '\r\n> ')}`);
});
afterAll(() => rmSync(folder, { recursive: true }));

/** With nothing in its environment that could lead to a database. */
function verify(args: string[], input = '') {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['dist/cli.js', 'receipt', 'verify', ...args],
    { encoding: 'utf8', input, env: { PATH: process.env.PATH } },
  );
  return { status, said: stdout + stderr };
}

test('a receipt out of a mail holds, without a database; whose key it is, is not claimed', () => {
  const { status, said } = verify([file]);
  expect([status, said]).toEqual([0, expect.stringContaining('The receipt holds.')]);
  expect(said).toContain('ok its place in the ledger is proved');
  expect(said).toContain('?  whose key it is');
  expect(said).toContain(made.logKey);
});

test('with the published key and the address it says that both are right, and when one is not', () => {
  const right = ['--key', made.logKey, '--address', 'kari@example.org'];
  expect(verify([file, ...right])).toMatchObject({ status: 0 });
  expect(verify([file, ...right]).said).toContain('ok it is about that address');
  expect(verify([file, '--address', 'ola@example.org'])).toMatchObject({ status: 1 });
  expect(verify([file, '--key', 'A'.repeat(43)])).toMatchObject({ status: 1 });
});

test('a changed one does not hold; a damaged one and another text are told apart from it', () => {
  const forged = armour({ ...made, words: { ...made.words, text: 'Alt mulig.' } });
  expect(verify(['-'], forged)).toEqual({
    status: 1,
    said: expect.stringContaining('NO the words are not those of the record'),
  });
  expect(verify(['-'], armour(made).replace('A', 'B'))).toEqual({
    status: 1,
    said: expect.stringContaining('missing or was changed'),
  });
  expect(verify(['-'], 'Hei')).toEqual({
    status: 1,
    said: expect.stringContaining('no receipt in that file'),
  });
});

test('for programs it is JSON', () => {
  const { status, said } = verify([file, '--json']);
  expect([status, JSON.parse(said)]).toEqual([
    0,
    expect.objectContaining({ holds: true, place: 'proved', keys: 'not-given', address: 'not-asked' }),
  ]);
});
