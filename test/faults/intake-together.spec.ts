import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { ReceiveForm } from '../../src/subscriptions/receive-form.service.js';
import { type ListIds, TestHouse } from '../support/house.js';
import { until } from '../support/until.js';

let house: TestHouse;
let owner: pg.Client;
let autumn: ListIds;
let tickets: ListIds;

beforeAll(async () => {
  house = await TestHouse.open();
  await house.setUp();
  autumn = await house.makeList(await house.makeRegister('nyhetsbrev'), 'hostprogrammet');
  tickets = await house.makeList(await house.makeRegister('billettkjopere'), 'billetter');
  owner = house.database.owner;
});
afterAll(() => house.close());
// Forms gather while there is no keeper, so that they are opened together.
beforeEach(() => house.stopKeeper());

const form = (list: ListIds, address: string) =>
  house.web.get(ReceiveForm, { strict: false }).receive(list.registerId, 'sign-up', {
    address,
    locale: 'nb',
    lists: [{ listId: list.listId, purposeVersion: 1 }],
  });
const count = async (from: string) =>
  Number((await owner.query<{ count: string }>(`select count(*) from ${from}`)).rows[0]!.count);
const waiting = () => count('jatakk.intake where not quarantined');
const people = () => count('jatakk.subscriber');
const opened = () => until('all is opened', async () => (await waiting()) === 0);

test('many forms of two registers, an address twice in one and once in the other: each person once in each, one mail each', async () => {
  await Promise.all([
    ...Array.from({ length: 150 }, (_, number) => form(autumn, `leser.${number}@example.org`)),
    form(autumn, 'to.ganger@example.org'),
    form(autumn, 'To.Ganger@EXAMPLE.org'),
    form(tickets, 'to.ganger@example.org'),
  ]);
  expect(await waiting()).toBe(153);
  await house.startKeeper();
  await opened();
  expect(await people()).toBe(152);
  expect(await count(`jatakk.subscription where state = 'pending'`)).toBe(152);
  expect(await count(`jatakk.notice where kind = 'confirmation'`)).toBe(152);
  expect(await count('vault.row_key')).toBe(2 * 152);
  await until(
    'both mails are there',
    () => house.sink.to('to.ganger@example.org').length + house.sink.to('To.Ganger@EXAMPLE.org').length === 2,
  );
});

test('one that the database refuses among many: none is lost, the others are through, it goes on waiting', async () => {
  const before = await people();
  await owner.query(`
    create function public.refuse_one() returns trigger language plpgsql as $$
    begin
      if (select count(*) from jatakk.subscriber) >= ${before + 7} then raise exception 'no'; end if;
      return new;
    end $$;
    revoke execute on function public.refuse_one() from public;
    create trigger refuse_one before insert on jatakk.subscriber for each row execute function public.refuse_one()`);
  await Promise.all(Array.from({ length: 20 }, (_, number) => form(autumn, `flere.${number}@example.org`)));
  await house.startKeeper();
  await until('seven are through', async () => (await people()) === before + 7);
  expect(await waiting()).toBe(13);
  await owner.query('drop function public.refuse_one cascade');
  await opened();
  expect(await people()).toBe(before + 20);
  expect(await count('jatakk.intake')).toBe(0);
});

test('one that cannot be opened, and one that holds nothing of its kind, among many: they alone are put aside', async () => {
  const before = await people();
  await Promise.all(Array.from({ length: 10 }, (_, number) => form(autumn, `gode.${number}@example.org`)));
  await owner.query(
    `insert into jatakk.intake (id, ring_id, key_version, kind, sealed) values ($1, $2, 1, 'sign-up', decode(repeat('ab', 1100), 'hex'))`,
    [randomUUID(), autumn.registerId],
  );
  await house.web
    .get(ReceiveForm, { strict: false })
    .receive(autumn.registerId, 'sign-up', { address: 'x@example.org', locale: 'nb', lists: [] });
  await house.startKeeper();
  await opened();
  expect(await people()).toBe(before + 10);
  expect(await count('jatakk.intake where quarantined')).toBe(2);
  await owner.query('delete from jatakk.intake');
});

test('the keeper dies in the middle of many: all of them wait, or all of it has happened', async () => {
  const before = await people();
  await Promise.all(Array.from({ length: 30 }, (_, number) => form(autumn, `krasj.${number}@example.org`)));
  await owner.query(`
    create function public.wait_here() returns trigger language plpgsql as $$
    begin
      perform pg_advisory_xact_lock(4712);
      return new;
    end $$;
    revoke execute on function public.wait_here() from public;
    create trigger wait_here before insert on jatakk.notice for each row execute function public.wait_here();
    select pg_advisory_lock(4712)`);
  try {
    await house.startKeeper();
    const stopped = `from pg_stat_activity where datname = current_database() and wait_event = 'advisory'`;
    await until('it waits in the middle', async () => (await owner.query(`select ${stopped}`)).rowCount);
    expect(await waiting()).toBe(30);
    expect(await people()).toBe(before);
    await owner.query(`select pg_terminate_backend(pid) ${stopped}`);
  } finally {
    await owner.query('select pg_advisory_unlock(4712); drop function public.wait_here cascade');
  }
  await opened();
  expect(await people()).toBe(before + 30);
  expect(
    await count(
      `jatakk.subscription s where not exists (select 1 from jatakk.notice_subscription n where n.subscription_id = s.id)`,
    ),
  ).toBe(0);
});

test('more than the breaker lets through in an hour: exactly so many are opened, the rest waits', async () => {
  await owner.query(`delete from jatakk.throttle where key <> 'marker'`);
  // The hour is one of the clock: the next would let five more through.
  await until('an hour that lasts', () => 3_600_000 - (Date.now() % 3_600_000) > 15_000);
  const narrow = await TestHouse.open({ env: { CONFIRMATIONS_PER_HOUR: '5' }, withoutKeeper: true });
  try {
    await narrow.startKeeper();
    await narrow.setUp();
    const list = await narrow.makeList(await narrow.makeRegister('smalt'), 'smalt');
    await narrow.stopKeeper();
    await Promise.all(
      Array.from({ length: 12 }, (_, number) =>
        narrow.web.get(ReceiveForm, { strict: false }).receive(list.registerId, 'sign-up', {
          address: `smal.${number}@example.org`,
          locale: 'nb',
          lists: [{ listId: list.listId, purposeVersion: 1 }],
        }),
      ),
    );
    await narrow.startKeeper();
    const left = async () => (await narrow.database.owner.query('select from jatakk.intake')).rowCount;
    await until('five are opened', async () => (await left()) === 7);
    await new Promise((resolve) => setTimeout(resolve, 1500));
    expect(await left()).toBe(7);
  } finally {
    await narrow.close();
  }
});
