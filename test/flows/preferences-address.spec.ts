import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type pg from 'pg';
import { textOf } from '../support/html.js';
import { leavePath, type ListIds, TestHouse } from '../support/house.js';
import { linkAfter, manageLink } from '../support/manage.js';
import { until } from '../support/until.js';

let house: TestHouse;
let owner: pg.Client;
let autumn: ListIds;
let family: ListIds;

beforeAll(async () => {
  house = await TestHouse.open();
  await house.setUp();
  const register = await house.makeRegister('nyhetsbrev', 'Nyhetsbrev');
  autumn = await house.makeList(register, 'hostprogrammet', 'Høstprogrammet');
  family = await house.makeList(register, 'familie', 'Barn og familie');
  owner = house.database.owner;
});
afterAll(() => house.close());

/** Types another address at an open link, and returns the link that comes to it. */
async function asksFor(link: string, address: string): Promise<string> {
  const before = house.sink.to(address).length;
  const response = await house.visitor.post(`${link}/address`, { address });
  expect(textOf(await response.text())).toContain('Bekreft fra den nye adressen');
  return linkAfter(house, address, before, 'address');
}

test('the new mailbox confirms, and everything goes there: the old one is written to and opened by nothing', async () => {
  await house.joins(autumn, 'ann.old@example.org');
  const link = await manageLink(house, 'nyhetsbrev', 'ann.old@example.org');
  const before = (await owner.query('select address, blind_index from jatakk.subscriber')).rows;
  const keys = (await owner.query<{ key: Buffer }>('select key from vault.row_key')).rows;
  const change = await asksFor(link, 'ann.new@example.org');
  expect(textOf(await house.visitor.page(change))).toContain('Vil du at vi skriver til denne adressen');
  // Nothing has changed yet.
  expect((await owner.query('select address, blind_index from jatakk.subscriber')).rows).toEqual(before);

  const old = house.sink.to('ann.old@example.org').length;
  const done = await house.visitor.post(change, {});
  expect(textOf(await done.text())).toContain('Adressen er byttet');
  expect(textOf(await (await house.visitor.post(change, {})).text())).toContain('Adressen er byttet');
  await house.isSent(await house.sends(autumn, 'Til den nye'));
  expect(house.sink.subjectsFor('ann.new@example.org')).toContain('Til den nye');
  expect(house.sink.to('ann.old@example.org')).toHaveLength(old);

  expect((await house.visitor.get(link)).status).toBe(404);
  const { rows } = await owner.query<{ key: Buffer }>(
    `select k.key from vault.row_key k join jatakk.subscriber p on p.id = k.row_id`,
  );
  expect(keys.some(({ key }) => key.equals(rows[0]!.key))).toBe(false);
  const fresh = await manageLink(house, 'nyhetsbrev', 'ann.new@example.org');
  expect(textOf(await house.visitor.page(fresh))).toContain('ann.new@example.org');
});

test('to an address that somebody is known by: nothing changes, and only that mailbox is told', async () => {
  await house.joins(autumn, 'bo@example.org');
  await house.joins(family, 'bea@example.org');
  const link = await manageLink(house, 'nyhetsbrev', 'bo@example.org');
  const typed = await house.visitor.post(`${link}/address`, { address: 'bea@example.org' });
  const unknown = await house.visitor.post(`${link}/address`, { address: 'bine@example.org' });
  const neutral = (page: string) => page.replaceAll(/bea@example.org|bine@example.org/g, '…');
  expect(neutral(await typed.text())).toBe(neutral(await unknown.text()));
  const change = await linkAfter(house, 'bea@example.org', 1, 'address');
  const answer = await house.visitor.post(change, {});
  expect(textOf(await answer.text())).toContain('Vi har allerede denne adressen');
  await house.isSent(await house.sends(autumn, 'Fortsatt til bo'));
  expect(house.sink.subjectsFor('bo@example.org')).toContain('Fortsatt til bo');
  expect(house.sink.subjectsFor('bea@example.org')).not.toContain('Fortsatt til bo');
});

test('what waited to be confirmed at the old address cannot be confirmed there any more', async () => {
  await house.joins(autumn, 'cia.old@example.org');
  await house.signsUpTo(family, 'cia.old@example.org');
  const confirmation = await house.confirmationFor('cia.old@example.org', family);
  const link = await manageLink(house, 'nyhetsbrev', 'cia.old@example.org');
  await house.visitor.post(await asksFor(link, 'cia.new@example.org'), {});
  expect((await house.confirms(confirmation).catch(() => undefined))?.status).not.toBe(200);
  const { rows } = await owner.query(
    `select count(*)::integer as count from jatakk.subscription s where s.list_id = $1 and s.state <> 'ended'
        and s.subscriber_id in (select o.subscriber_id from jatakk.subscription o
                                 where o.unsubscribe_hash = sha256($2::bytea))`,
    [family.listId, Buffer.from(leavePath(confirmation).split('/').at(-1)!)],
  );
  expect(rows).toEqual([{ count: 0 }]);
});

test('after seven days, at a wrong address, and for the fourth time in a day: nothing', async () => {
  await house.joins(autumn, 'dag@example.org');
  const link = await manageLink(house, 'nyhetsbrev', 'dag@example.org');
  const change = await asksFor(link, 'dag.new@example.org');
  await house.noticesAccepted();
  await owner.query(
    `update jatakk.notice set accepted_at = accepted_at - interval '7 days' where kind = 'address-change'`,
  );
  expect((await house.visitor.post(change, {})).status).toBe(410);
  expect((await house.visitor.get(change)).status).toBe(410);
  expect((await house.visitor.post(`${link}/address`, { address: 'not an address' })).status).toBe(422);
  await asksFor(link, 'dag.two@example.org');
  await asksFor(link, 'dag.three@example.org');
  await house.visitor.post(`${link}/address`, { address: 'dag.four@example.org' });
  await until(
    'it is dealt with',
    async () => (await owner.query('select 1 from jatakk.intake')).rowCount === 0,
  );
  expect(house.sink.to('dag.four@example.org')).toEqual([]);
});

test('what was sent to the old mailbox and comes back now is not about them; what goes to the new one is', async () => {
  const address = 'eli.new@example.org';
  await house.joins(autumn, 'eli.old@example.org');
  await house.isSent(await house.sends(autumn, 'Til den gamle'));
  const person = `select s.id from jatakk.subscription s join jatakk.subscriber p on p.id = s.subscriber_id
                   where s.list_id = $1 and s.state <> 'ended'`;
  const deliveries = `select d.id from jatakk.delivery d join jatakk.campaign c on c.id = d.campaign_id
                       where c.subject = $2 and d.subscription_id = any (array(${person}))`;
  const comesBack = async (subject: string) => {
    const { rows } = await owner.query<{ id: string }>(deliveries, [autumn.listId, subject]);
    const each = (text: string) => rows.map(() => text);
    await owner.query('select jatakk.take_back($1, $2, $3, $4, $5)', [
      autumn.registerId,
      rows.map(({ id }) => id),
      each('hard'),
      each('5.1.1'),
      each('no-such-mailbox'),
    ]);
  };
  const onIt = async () => (await owner.query(person, [autumn.listId])).rowCount;
  const link = await manageLink(house, 'nyhetsbrev', 'eli.old@example.org');
  // Only theirs: everybody else's would end too.
  await owner.query(`delete from jatakk.delivery where id not in (
    select d.id from jatakk.delivery d where d.subscription_id = (
      select ns.subscription_id from jatakk.notice_subscription ns join jatakk.notice n on n.id = ns.notice_id
       where n.kind = 'confirmation' order by n.handed_at desc limit 1))`);
  await house.visitor.post(await asksFor(link, address), {});
  const before = await onIt();
  await comesBack('Til den gamle');
  expect(await onIt()).toBe(before);
  await house.isSent(await house.sends(autumn, 'Til den som er ny'));
  expect(house.sink.subjectsFor(address)).toContain('Til den som er ny');
  await comesBack('Til den som er ny');
  expect(await onIt()).toBe(0);
});
