import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type pg from 'pg';
import { leavePath, type ListIds, TestHouse } from '../support/house.js';
import { until } from '../support/until.js';
import { outcomeOf, signInto } from './support/attempt.js';

let house: TestHouse;
let list: ListIds;
let web: pg.Client;
let keeper: pg.Client;

beforeAll(async () => {
  house = await TestHouse.open();
  await house.setUp();
  list = await house.makeList(await house.makeRegister('nyhetsbrev'), 'program');
  await house.joins(list, 'fra-for@example.org');
  const page = `/staff/registers/${list.registerId}/lists/${list.listId}/welcome`;
  const begun = await house.staff.submit(page, page);
  const id = /campaigns\/([0-9a-f-]{36})/.exec(begun.headers.get('location')!)![1]!;
  await house.presses('send', list, id);
  expect(await house.campaignState(id)).toBe('sent');
  web = await signInto(house.database.webUrl);
  keeper = await signInto(house.database.keeperUrl);
});
afterAll(async () => {
  house.sink.release();
  await web.end();
  await keeper.end();
  await house.close();
});

const welcomesTo = (address: string) =>
  house.sink.to(address).filter(({ parsed }) => parsed.subject === 'Velkommen til program');

async function skipped(): Promise<number> {
  const { rows } = await house.database.owner.query(
    `select count(*)::integer as count from jatakk.notice where kind = 'welcome' and state = 'skipped'`,
  );
  return (rows as [{ count: number }])[0].count;
}

test('leave while the relay already takes the welcome in: not a byte of it goes', async () => {
  const before = await skipped();
  await house.signsUpTo(list, 'angrer@example.org');
  const asked = await house.confirmationFor('angrer@example.org', list);
  house.sink.hold();
  await house.confirms(asked);
  await until('the relay is asked for its recipient', () => house.sink.waiting > 0);
  const path = leavePath(asked);
  expect((await house.visitor.submit(path, path)).status).toBe(200);
  house.sink.release();
  await until('the welcome is skipped', async () => (await skipped()) === before + 1);
  expect(welcomesTo('angrer@example.org')).toEqual([]);
});

test('leave before the keeper has taken the welcome up: it goes to nobody', async () => {
  const before = await skipped();
  await house.signsUpTo(list, 'snur@example.org');
  const asked = await house.confirmationFor('snur@example.org', list);
  await house.stopKeeper();
  await house.confirms(asked);
  const path = leavePath(asked);
  expect((await house.visitor.submit(path, path)).status).toBe(200);
  await house.startKeeper();
  await until('the welcome is skipped', async () => (await skipped()) === before + 1);
  expect(welcomesTo('snur@example.org')).toEqual([]);
});

test('slip welcomes in as keeper, for somebody who never said yes and somebody who left: none is mailed', async () => {
  const before = await skipped();
  for (const address of ['ubekreftet@example.org', 'meldt-av@example.org']) {
    await house.signsUpTo(list, address);
    await house.confirmationFor(address, list);
  }
  await house.database.owner.query(
    `update jatakk.subscription set state = 'ended', ended_reason = 'unsubscribed'
      where id = (select id from jatakk.subscription where state = 'pending' limit 1)`,
  );
  const { rows } = await house.database.owner.query(
    `select s.id, c.id as campaign from jatakk.subscription s join jatakk.list l on l.id = s.list_id
       join jatakk.campaign c on c.id = l.welcome_id where s.state in ('pending', 'ended')`,
  );
  expect(rows.length).toBeGreaterThan(1);
  for (const { id, campaign } of rows as { id: string; campaign: string }[]) {
    const notice = randomUUID();
    await keeper.query(
      `insert into jatakk.notice (id, ring_id, kind, locale, campaign_id) values ($1, $2, 'welcome', 'nb', $3)`,
      [notice, list.registerId, campaign],
    );
    await keeper.query(
      'insert into jatakk.notice_subscription (notice_id, register_id, subscription_id) values ($1, $2, $3)',
      [notice, list.registerId, id],
    );
  }
  await until('all are skipped', async () => (await skipped()) === before + rows.length);
  expect(house.sink.mails.filter(({ parsed }) => parsed.subject === 'Velkommen til program')).toEqual([]);
});

test('ask for one as web, or put another text on: permission denied', async () => {
  for (const sql of [
    `insert into jatakk.notice (id, ring_id, kind, locale) values (gen_random_uuid(), gen_random_uuid(), 'welcome', 'nb')`,
    `update jatakk.list set welcome_id = null`,
    `select jatakk.ask_welcome()`,
    `select jatakk.welcome_gate(gen_random_uuid(), 1)`,
    `select jatakk.welcome_fields(gen_random_uuid(), 1)`,
    `select jatakk.welcome_is_due(gen_random_uuid())`,
  ])
    expect([sql, await outcomeOf(web, sql)]).toEqual([sql, 'permission denied']);
});

test('who was on the list before, and who comes by an import, is sent none', async () => {
  await house.joins(list, 'ny@example.org');
  await until('the new one is', () => welcomesTo('ny@example.org').length === 1);
  expect(welcomesTo('fra-for@example.org')).toEqual([]);
  const { rows } = await house.database.owner.query(
    `select count(*)::integer as count from pg_trigger where tgname = 'subscription_is_welcome' and tgtype & 4 = 0`,
  );
  // It is no trigger of inserts, which is how an import comes.
  expect(rows).toEqual([{ count: 1 }]);
});
