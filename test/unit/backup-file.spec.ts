import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { BackupError } from '../../src/platform/backup/backup-error.js';
import { BackupFileReader } from '../../src/platform/backup/backup-file-reader.js';
import { BackupFileWriter } from '../../src/platform/backup/backup-file-writer.js';
import { PREAMBLE_BYTES } from '../../src/platform/backup/backup-preamble.js';

const secret = randomBytes(32);
const HOUSE = '3f2b0c1e-1111-4222-8333-abcdefabcdef';
let folder: string;
let whole: Buffer;

const path = (name: string) => join(folder, name);

function write(name: string, rows: Buffer[], kind: 'data' | 'vault' = 'data'): Buffer {
  const file = new BackupFileWriter(path(name), kind, secret, HOUSE);
  file.tell('about', { migrations: [] });
  file.tell('table', { name: 'one' });
  for (const bytes of rows) file.rows(bytes);
  file.tell('end', { rows: rows.length });
  file.tell('end', { rows: rows.length }, true);
  file.close();
  file.publish();
  return readFileSync(path(name));
}

function read(bytes: Buffer, kind: 'data' | 'vault' = 'data', secrets = [secret]): string {
  writeFileSync(path('changed'), bytes);
  const file = new BackupFileReader(path('changed'), kind);
  try {
    return [...file.messages(secrets)].map(({ type, content }) => `${type} ${content.toString()}`).join('\n');
  } finally {
    file.close();
  }
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'jatakk-backup-'));
  whole = write('whole', [Buffer.from('ola@example.org'), Buffer.from(' and kari@example.org')]);
});
afterAll(() => rmSync(folder, { recursive: true }));

test('what is written is read again, and nothing of it stands in the file', () => {
  expect(read(whole)).toBe(
    [
      'about {"migrations":[]}',
      'table {"name":"one"}',
      'rows ola@example.org and kari@example.org',
      'end {"rows":2}',
      'end {"rows":2}',
    ].join('\n'),
  );
  for (const word of ['example.org', 'migrations', 'one']) expect(whole.includes(word)).toBe(false);
});

test('rows of any size come back as they went', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 700_000, size: 'max' }), { maxLength: 3 }), (parts) => {
      write(
        'sizes',
        parts.map((part) => Buffer.from(part)),
      );
      const file = new BackupFileReader(path('sizes'), 'data');
      const rows = [...file.messages([secret])].filter(({ type }) => type === 'rows');
      file.close();
      expect(Buffer.concat(rows.map(({ content }) => content)).equals(Buffer.concat(parts))).toBe(true);
    }),
    { numRuns: 15 },
  );
});

test('any one bit changed, and it is refused', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: whole.length * 8 - 1 }), (bit) => {
      const changed = Buffer.from(whole);
      changed[bit >> 3]! ^= 1 << (bit & 7);
      expect(() => read(changed)).toThrow(BackupError);
    }),
    { numRuns: 1500 },
  );
});

test('cut off anywhere, also between two messages, it is refused', () => {
  for (let length = 0; length < whole.length; length += 1)
    expect(() => read(whole.subarray(0, length))).toThrow(BackupError);
});

test('something behind its end, a message doubled, left out or moved: refused', () => {
  const head = PREAMBLE_BYTES + 24;
  const messages: Buffer[] = [];
  for (let at = head; at < whole.length;) {
    const next = at + 4 + whole.readUInt32BE(at);
    messages.push(whole.subarray(at, next));
    at = next;
  }
  const made = (parts: (Buffer | undefined)[]) =>
    Buffer.concat([whole.subarray(0, head), ...parts.flatMap((part) => part ?? [])]);
  const [about, table, rows, end, last] = messages;
  expect(read(made(messages))).toContain('kari');
  expect(() => read(Buffer.concat([whole, Buffer.of(0)]))).toThrow('something behind its end');
  for (const parts of [
    [about, table, rows, rows, end, last],
    [about, table, end, last],
    [about, rows, table, end, last],
    [about, last],
  ])
    expect(() => read(made(parts))).toThrow('has been changed');
});

test('messages of another backup under the same secret do not fit in', () => {
  const other = write('other', [Buffer.from('per@example.org')]);
  const mixed = Buffer.concat([whole.subarray(0, PREAMBLE_BYTES), other.subarray(PREAMBLE_BYTES)]);
  expect(() => read(mixed)).toThrow('has been changed');
});

test('the wrong secret, the wrong kind and a file of something else are told apart', () => {
  expect(() => read(whole, 'data', [randomBytes(32)])).toThrow('was made with another keeper secret');
  expect(read(whole, 'data', [randomBytes(32), secret])).toContain('kari');
  expect(() => read(whole, 'vault')).toThrow('is a backup of the data, not of the vault');
  expect(() => read(Buffer.from('PGDMP and so on'.repeat(20)))).toThrow('is no backup of Jatakk');
  expect(() => new BackupFileReader(path('nothing'), 'data')).toThrow('cannot be read (ENOENT)');
});

test('hostile bytes behind a right preamble are refused, and cost no memory', () => {
  const huge = Buffer.concat([whole.subarray(0, PREAMBLE_BYTES + 24), Buffer.from('ffffffff', 'hex')]);
  expect(() => read(huge)).toThrow('has been changed');
});
