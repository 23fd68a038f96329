import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';

// The isEmail set is no part of this project: JATAKK_CORPORA names a folder that holds addresses/isemail-tests.xml.
const corpora = process.env.JATAKK_CORPORA;

function conformance(...args: string[]): { status: number | null; lines: string[]; stderr: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['scripts/conformance.mjs', ...args], {
    encoding: 'utf8',
  });
  return { status, lines: stdout.trim().split('\n'), stderr };
}

const jsonOf = (lines: string[]) => JSON.parse(lines.at(-1)!) as unknown;

/** A set of our own in the same form. */
function withSet<T>(cases: string[], look: (folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'jatakk-corpus-'));
  try {
    mkdirSync(join(folder, 'addresses'));
    const tests = cases.map((one, index) => `<test id="${900 + index}">${one}</test>`);
    const xml = `<?xml version="1.0"?>\n<!-- <test id="1"> -->\n<tests>${tests.join('\n')}</tests>\n`;
    writeFileSync(join(folder, 'addresses/isemail-tests.xml'), xml);
    return look(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const VALID = '<address>a&amp;b@example.com</address><category>ISEMAIL_VALID_CATEGORY</category>';
const CONTROL = '<address>a&#x2407;@example.com</address><category>ISEMAIL_ERR</category>';
const UNEXPLAINED = '<address>a@example.com</address><category>ISEMAIL_ERR</category>';

test('agreement is counted, and the last line is JSON', () => {
  const { status, lines } = withSet([VALID, CONTROL], (folder) => conformance('--corpus', folder, '--json'));
  expect(status).toBe(0);
  expect(jsonOf(lines)).toEqual({ addresses: { total: 2, agreement: 2, crashes: 0 } });
});

test('a deviation that nobody has explained fails, and is named without its address', () => {
  const { status, lines } = withSet([VALID, UNEXPLAINED], (folder) =>
    conformance('--corpus', folder, '--json'),
  );
  expect(status).toBe(1);
  expect(lines[0]).toBe('#901 (ISEMAIL_ERR): accepted, and nobody has said why');
  expect(jsonOf(lines)).toEqual({ addresses: { total: 2, agreement: 1, crashes: 0 } });
});

test.each([
  ['no folder is given', []],
  ['the folder holds no set', ['--corpus', '/nonexistent']],
])('when %s, it says so', (_, args) => {
  const { status, stderr } = conformance(...args);
  expect(status).toBe(2);
  expect(stderr).not.toBe('');
});

test('the isEmail set, where it is at hand, is agreed with but for what has a reason', () => {
  if (!corpora) {
    process.stderr.write('isemail-corpus: not compared, since JATAKK_CORPORA names no folder\n');
    return;
  }
  const { status, lines } = conformance('--corpus', corpora, '--json');
  expect(lines.filter((line) => line.includes('nobody has said why'))).toEqual([]);
  expect(status).toBe(0);
  expect((jsonOf(lines) as { addresses: { total: number } }).addresses.total).toBeGreaterThanOrEqual(164);
});
