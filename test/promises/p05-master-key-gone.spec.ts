import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type pg from 'pg';
import { openSubscriberAddress } from '../../src/keeper/open-address.js';
import { KeyRings } from '../../src/registers/key-rings.service.js';
import { dumpAll } from './support/dump.js';
import { CANARY, openTwoRegisters, subscriptionOf, type TwoRegisters } from './support/two-registers.js';

let people: TwoRegisters;
let owner: pg.Client;

beforeAll(async () => {
  people = await openTwoRegisters();
  owner = people.house.database.owner;
});
afterAll(() => people.house.close());

test('A21: compare one address’s rows in two registers column by column: what is equal is what many share, and no time is finer than the month', async () => {
  const { autumn, tickets } = people;
  const here = await subscriptionOf(people, autumn, CANARY.both);
  const there = await subscriptionOf(people, tickets, CANARY.both);
  await owner.query('update jatakk.rewrite set done_on = current_date - 1');
  const dump = await dumpAll(owner);
  const rowsOf = ({ id, subscriberId }: typeof here) =>
    dump.filter(({ columns }) => [id, subscriberId].some((one) => Object.values(columns).includes(one)));
  const equal: string[] = [];
  for (const one of rowsOf(here))
    for (const other of rowsOf(there).filter(({ table }) => table === one.table))
      for (const [column, value] of Object.entries(one.columns)) {
        if (value === null || value !== other.columns[column]) continue;
        const shared = dump.filter(({ table, columns }) => table === one.table && columns[column] === value);
        if (shared.length <= 2 && /^\\x|^[0-9a-f]{8}-|T\d\d:/.test(String(value)))
          equal.push(`${one.table}.${column}`);
        if (/^\d{4}-\d\d-\d\d/.test(String(value)) && one.table !== 'jatakk.notice')
          expect(value).toMatch(/-01$/);
      }
  expect(equal).toEqual([]);
  for (const row of rowsOf(here)) {
    for (const other of rowsOf(there).filter(({ table }) => table === row.table)) {
      const lengths = (columns: object) =>
        Object.entries(columns).flatMap(([column, value]) =>
          typeof value === 'string' && value.startsWith('\\x') ? [`${column} ${value.length}`] : [],
        );
      if (row.table !== 'jatakk.notice') expect(lengths(other.columns)).toEqual(lengths(row.columns));
    }
  }
});

test('A25: destroy the keys of one register: it stays shut, here and in a copy from before that holds every row and row key; the other goes on', async () => {
  const { house, autumn, tickets } = people;
  const { subscriberId } = await subscriptionOf(people, autumn, CANARY.autumn);
  const { rows } = await owner.query<{ address: Buffer; key_version: number; key: Buffer }>(
    `select p.address, p.key_version, k.key from jatakk.subscriber p
       join vault.row_key k on k.register_id = p.register_id and k.row_id = p.id where p.id = $1`,
    [subscriberId],
  );
  const copy = rows[0]!;
  const other = await house.keeper!.get(KeyRings).ring(tickets.registerId);
  await owner.query('delete from vault.ring_key where ring_id = $1', [autumn.registerId]);
  await house.stopKeeper();
  await house.startKeeper();
  const rings = house.keeper!.get(KeyRings);
  // Made anew, they are others: with those and the other register's, the copy stays shut.
  for (const ring of [await rings.ring(autumn.registerId), other])
    expect(() =>
      openSubscriberAddress(ring, {
        registerId: autumn.registerId,
        subscriberId,
        address: copy.address,
        keyVersion: copy.key_version,
        rowKey: copy.key,
      }),
    ).toThrow(/rest-not-authentic|key-missing/);
  const before = house.sink.to(CANARY.autumn).length;
  const campaign = await house.sends(tickets, 'Går videre');
  await house.isSent(campaign);
  expect(house.sink.subjectsFor(CANARY.both)).toContain('Går videre');
  expect(house.sink.to(CANARY.autumn)).toHaveLength(before);
});
