import { randomUUID } from 'node:crypto';
import {
  appendFileSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { JournalFolder } from '../../src/platform/journal/journal-folder.js';
import { type JournalLine, lastWords, readLine, writeLine } from '../../src/platform/journal/journal-line.js';

let root: string;
let today = '2026-03-10';
let journal: JournalFolder;

beforeEach(() => {
  root = join(mkdtempSync(join(tmpdir(), 'jatakk-journal-')), 'journal');
  today = '2026-03-10';
  journal = new JournalFolder(root, () => today);
  journal.open();
});
afterEach(() => rmSync(join(root, '..'), { recursive: true }));

const REGISTER = randomUUID();
const line = (
  kind: string,
  rowId: string | null = randomUUID(),
  hash: Buffer | null = null,
): JournalLine => ({
  kind,
  registerId: REGISTER,
  rowId,
  hash,
});

test('a line comes back as it went; half of one does not', () => {
  fc.assert(
    fc.property(fc.uuid(), fc.option(fc.uint8Array({ minLength: 32, maxLength: 32 })), (rowId, hash) => {
      const one = line('left', rowId, hash && Buffer.from(hash));
      const text = writeLine(one);
      expect(readLine(text)).toEqual(one);
      for (let length = 0; length < text.length; length += 1)
        expect(readLine(text.slice(0, length))).toBeUndefined();
    }),
    { numRuns: 50 },
  );
});

test('lines are kept by day, in order, for the keeper alone to read', () => {
  const [one, two, three] = [line('left'), line('erased'), line('objected', null, Buffer.alloc(32, 7))];
  journal.append([one]);
  today = '2026-03-11';
  journal.append([two, three]);
  expect(journal.read()).toEqual({ since: '2026-03-10', lines: [one, two, three], unreadable: 0 });
  expect(readdirSync(root).sort()).toEqual(['2026-03-10.journal', '2026-03-11.journal', 'since']);
  expect(statSync(join(root, '2026-03-10.journal')).mode & 0o777).toBe(0o600);
});

test('a line that a crash has torn is told of, and does not swallow the next', () => {
  const [torn, next] = [line('left'), line('left')];
  appendFileSync(join(root, '2026-03-10.journal'), writeLine(torn).slice(0, 30));
  journal.append([torn, next]);
  expect(journal.read()).toMatchObject({ lines: [torn, next], unreadable: 1 });
});

test('who left, came back and left again has left; who came back last is back', () => {
  const [one, two] = [randomUUID(), randomUUID()];
  const lines = [
    line('left', one),
    line('left', two),
    line('back', one),
    line('back', two),
    line('left', one),
  ];
  expect(lastWords(lines)).toEqual([line('back', two), line('left', one)]);
});

test('of days that are over the order is forgotten, and after 90 days all of it', () => {
  const ids = Array.from({ length: 20 }, () => randomUUID());
  journal.append(ids.map((id) => line('left', id)));
  journal.append([line('back', ids[0])]);
  const before = journal.read().lines;
  today = '2026-03-12';
  journal.tidy(90);
  const after = journal.read().lines;
  expect(after.map(({ rowId }) => rowId)).toEqual([...ids].sort());
  expect(after.find(({ rowId }) => rowId === ids[0])!.kind).toBe('back');
  expect(after).toHaveLength(before.length - 1);
  expect(journal.read().since).toBe('2026-03-10');
  today = '2026-06-09';
  journal.tidy(90);
  expect(journal.read()).toEqual({ since: '2026-03-11', lines: [], unreadable: 0 });
});

test('a damaged line stays to be told of', () => {
  journal.append([line('left')]);
  const path = join(root, '2026-03-10.journal');
  writeFileSync(path, `${readFileSync(path, 'utf8')}garbage\n`);
  today = '2026-03-15';
  journal.tidy(90);
  expect(journal.read()).toMatchObject({ unreadable: 1 });
});
