import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { NightlyRewrite } from '../../src/keeper/nightly-rewrite.service.js';
import { leavePath, type ListIds } from '../support/house.js';
import { LedgerHouse } from '../support/ledger.js';
import { type DumpedRow, dumpAll } from './support/dump.js';

/** People who answer on each of two days of one month. */
const A_DAY = 8;

let ledger: LedgerHouse;
let list: ListIds;
let dump: DumpedRow[];

beforeAll(async () => {
  ledger = await LedgerHouse.open();
  list = await ledger.house.makeList(ledger.registerId, 'hostprogrammet', 'Høstprogrammet');
  for (const day of ['man', 'tirs']) {
    for (let number = 0; number < A_DAY; number += 1)
      await ledger.house.joins(list, `${day}dag${number}@example.org`);
    // A no is a record too.
    const way = leavePath(await ledger.house.joins(list, `${day}dag-ut@example.org`));
    await ledger.house.visitor.post(way, { 'List-Unsubscribe': 'One-Click' });
    await ledger.house.answersEntered();
    await nightComes();
  }
  dump = await dumpAll(ledger.owner);
}, 240_000);
afterAll(() => ledger.close());

/** The day is sealed, and its rows are rewritten as yesterday's. */
async function nightComes(): Promise<void> {
  await ledger.owner.query(`update jatakk.notice set not_before = not_before - interval '1 day',
    handed_at = handed_at - interval '1 day', accepted_at = accepted_at - interval '1 day'
    where accepted_at > current_date or handed_at > current_date`);
  await ledger.seals();
  await ledger.owner.query('update jatakk.rewrite set done_on = current_date - 1');
  await ledger.house.keeper!.get(NightlyRewrite).rewrite();
}

const isLedger = ({ table }: DumpedRow) => table.startsWith('jatakk.ledger_');

/** What a leaf holds, and all that is made of it without knowing anything: lower-case hexadecimal. */
function namesOfLeaf({ columns }: DumpedRow): string[] {
  const leaf = Buffer.from(String(columns['leaf']).slice(2), 'hex');
  const hashed = createHash('sha256').update(Buffer.of(0)).update(leaf).digest();
  const again = createHash('sha256').update(leaf.subarray(1)).digest();
  return [leaf.subarray(1), hashed, again].map((bytes) => bytes.toString('hex'));
}

test('join the records with the leaves in a full dump, by any value, part of one, or hash of one: nothing to join by', () => {
  const leaves = dump.filter(({ table }) => table === 'jatakk.ledger_leaf');
  expect(leaves).toHaveLength(2 * (A_DAY + 2));
  const names = leaves.flatMap(namesOfLeaf);
  const known = new Set(names);
  const joined: string[] = [];
  for (const { table, columns } of dump.filter((row) => !isLedger(row)))
    for (const [column, value] of Object.entries(columns)) {
      const text = JSON.stringify(value);
      const hash = createHash('sha256').update(bytesOf(value)).digest('hex');
      if (known.has(hash) || names.some((name) => text.includes(name))) joined.push(`${table}.${column}`);
    }
  expect(joined).toEqual([]);
});

test('join them by the transaction that wrote them: no two rows have one in common, and the records of both days have the same', () => {
  const writers = (rows: DumpedRow[]) => new Set(rows.map(({ columns }) => columns['xmin']));
  const records = writers(dump.filter(({ table }) => /consent_record$|row_key$/.test(table)));
  expect(records.size).toBe(1);
  const sealed = writers(dump.filter(isLedger));
  expect([...records].filter((xmin) => sealed.has(xmin))).toEqual([]);
});

test('take the place of a record among the records for that of its leaf: records lie in the order of their random ids', () => {
  // Which page a row is put on is for PostgreSQL to say: one that a vacuum has emptied is filled before a new one.
  const pages = new Map<string, string[]>();
  for (const { columns } of dump.filter(({ table }) => table === 'jatakk.consent_record')) {
    const page = /^\((\d+),/.exec(String(columns['ctid']))![1]!;
    pages.set(page, [...(pages.get(page) ?? []), String(columns['id'])]);
  }
  expect([...pages.values()].flat()).toHaveLength(2 * (A_DAY + 2));
  for (const ids of pages.values()) expect(ids).toEqual(ids.toSorted());
});

function bytesOf(value: unknown): Buffer {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return /^\\x([0-9a-f]{2})*$/.test(text) ? Buffer.from(text.slice(2), 'hex') : Buffer.from(text);
}
