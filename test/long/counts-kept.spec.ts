import { afterAll, beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type pg from 'pg';
import { signInto } from '../promises/support/attempt.js';
import { approval, colleague } from '../support/colleague.js';
import { counted } from '../support/counted.js';
import { leavePath, type ListIds, TestHouse } from '../support/house.js';
import { manageLink, presses } from '../support/manage.js';
import { until } from '../support/until.js';

let house: TestHouse;
let owner: pg.Client;
let list: ListIds;
let other: ListIds;
let keeper: pg.Client;

beforeAll(async () => {
  house = await TestHouse.open();
  await house.setUp();
  owner = house.database.owner;
  const register = await house.makeRegister('nyhetsbrev');
  list = await house.makeList(register, 'program');
  other = await house.makeList(register, 'klubb');
  keeper = await signInto(house.database.keeperUrl);
});
afterAll(async () => {
  await keeper.end();
  await house.close();
});

async function areRight(): Promise<void> {
  const { kept, there } = await counted(owner);
  expect(kept).toEqual(there);
}

const confirmed = async (of = list) =>
  Number(
    (await owner.query<{ n: string }>('select jatakk.confirmed_count($1) as n', [of.listId])).rows[0]!.n,
  );

const stateOn = async (of: ListIds, state: string) =>
  (
    await owner.query(`select 1 from jatakk.subscription where list_id = $1 and state = $2`, [
      of.listId,
      state,
    ])
  ).rowCount!;

test('who signs up is counted once they have confirmed, and not a moment before', async () => {
  await house.signsUpTo(list, 'ubekreftet@example.org');
  await house.confirmationFor('ubekreftet@example.org', list);
  expect(await confirmed()).toBe(0);
  const { rowCount } = await owner.query('select 1 from jatakk.subscription_tally');
  expect(rowCount).toBe(0);
  await house.joins(list, 'ann@example.org');
  expect(await confirmed()).toBe(1);
  await areRight();
});

test('leaving, taking it back, a pause and its end, another list, objecting and erasing are counted as they happen', async () => {
  const way = leavePath(await house.joins(list, 'bo@example.org'));
  await house.joins(list, 'cato@example.org');
  await house.joins(other, 'cato@example.org');
  await house.joins(list, 'dag@example.org');
  await house.joins(list, 'eva@example.org');
  expect([await confirmed(), await confirmed(other)]).toEqual([5, 1]);

  const left = await (await house.visitor.post(`${way}?lang=nb`, { leave: 'yes' })).text();
  expect(await confirmed()).toBe(4);
  await areRight();
  await house.visitor.post('/u/undo', { undo: /name="undo" value="([^"]+)"/.exec(left)![1]! });
  expect(await confirmed()).toBe(5);
  await areRight();

  const cato = await manageLink(house, 'nyhetsbrev', 'cato@example.org');
  await presses(house, cato, 'pause', { months: '1' });
  expect(await stateOn(list, 'paused')).toBeGreaterThan(0);
  await areRight();
  await presses(house, cato, 'resume');
  expect(await stateOn(list, 'paused')).toBe(0);
  await areRight();

  await presses(house, await manageLink(house, 'nyhetsbrev', 'dag@example.org'), 'object');
  expect(await confirmed()).toBe(4);
  await areRight();
  await presses(house, await manageLink(house, 'nyhetsbrev', 'eva@example.org'), 'erase');
  expect(await confirmed()).toBe(3);
  await areRight();
});

test('a mailbox that is not there ends a subscription, and ends in the count', async () => {
  await house.joins(list, 'borte@example.org');
  const before = await confirmed();
  house.sink.refuse = (to) => (to === 'borte@example.org' ? '550 5.1.1 no such mailbox' : undefined);
  await house.isSent(await house.sends(list, 'Til alle'));
  await until('it has ended', async () => (await confirmed()) === before - 1);
  await areRight();
});

test('new words make a new version: whoever said yes to the old ones is counted there', async () => {
  const ola = await colleague(house);
  const page = `/staff/registers/${list.registerId}/lists/${list.listId}/purpose`;
  const answer = await house.staff.submit(page, page, {
    purpose_nb: 'Noe ganske annet.',
    frequency_nb: 'Omtrent én gang i måneden.',
    purpose_en: 'Something quite different.',
    frequency_en: 'About once a month.',
    says: 'material',
    why: 'Vi har fått et nytt formål.',
  });
  const proposal = answer.headers.get('location')!.split('?')[0]!;
  await ola.submit(proposal, `${proposal}/decide`, { says: 'material', ...approval });
  await house.joins(list, 'ny@example.org');
  const { rows } = await owner.query('select * from jatakk.consented_counts($1) order by version', [
    list.listId,
  ]);
  expect(rows).toEqual([
    { version: 1, count: String((await confirmed()) - 1) },
    { version: 2, count: '1' },
  ]);
  await areRight();
});

test('the night, which takes people out and puts them in again, changes no number', async () => {
  const before = (await counted(owner)).kept;
  await owner.query('update jatakk.rewrite set done_on = current_date - 1, begun = null');
  await keeper.query('select jatakk.begin_rewrite($1)', [list.registerId]);
  await until('it is through', async () => {
    const { rows } = await keeper.query<{ done: number | null }>(
      'select jatakk.rewrite_batch($1, 2) as done',
      [list.registerId],
    );
    return rows[0]!.done === 0;
  });
  expect((await counted(owner)).kept).toEqual(before);
  await areRight();
});

test('folding leaves one line of each number and none of what came to nothing; two at once, and somebody joining, do no harm', async () => {
  const second = await signInto(house.database.keeperUrl);
  const long = async () => (await owner.query('select 1 from jatakk.subscription_tally')).rowCount!;
  // Lines to fold: the keeper does so each minute as well, and may just have.
  await house.joins(list, 'straks@example.org');
  const lines = await long();
  await keeper.query('begin');
  await keeper.query('select jatakk.fold_tally()');
  const meanwhile = second.query('select jatakk.fold_tally()');
  const joins = house.joins(list, 'imens@example.org');
  await areRight();
  await joins;
  await areRight();
  await keeper.query('commit');
  await meanwhile;
  await areRight();
  await second.query('select jatakk.fold_tally()');
  await second.end();
  await areRight();
  expect(await long()).toBeLessThan(lines);
  const { rows } = await owner.query(
    'select list_id, state, version from jatakk.subscription_tally group by 1, 2, 3 having count(*) > 1 or sum(count) = 0',
  );
  expect(rows).toEqual([]);
});

type Step =
  | { act: 'join'; list: number; state: string; version: number; many: number }
  | { act: 'move'; from: string; to: string; list: number; many: number }
  | { act: 'ask'; list: number; version: number; many: number }
  | { act: 'drop'; list: number; many: number }
  | { act: 'fold' }
  | { act: 'undone'; list: number };

const states = fc.constantFrom('pending', 'confirmed', 'paused', 'ended');
const lists = fc.nat({ max: 1 });
const many = fc.integer({ min: 1, max: 4 });
const version = fc.integer({ min: 1, max: 3 });
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ act: fc.constant('join' as const), list: lists, state: states, version, many }),
  fc.record({ act: fc.constant('move' as const), from: states, to: states, list: lists, many }),
  fc.record({ act: fc.constant('ask' as const), list: lists, version, many }),
  fc.record({ act: fc.constant('drop' as const), list: lists, many }),
  fc.record({ act: fc.constant('fold' as const) }),
  fc.record({ act: fc.constant('undone' as const), list: lists }),
);

const SET_STATE = `state = $2, ended_reason = case when $2 = 'ended' then 'unsubscribed' end,
  paused_by = case when $2 = 'paused' then 'self' end`;

/** As the functions of the database write rows, many in one statement. */
async function takes(one: Step): Promise<void> {
  const of = (index: number) => (index === 0 ? list : other).listId;
  switch (one.act) {
    case 'join':
      await owner.query(
        `with made as (
           insert into jatakk.subscriber (register_id, id, blind_index, suppression_hash, address, key_version)
           select $1, gen_random_uuid(), sha256(gen_random_uuid()::text::bytea), sha256(gen_random_uuid()::text::bytea), '\\x00', 1
             from generate_series(1, $2) returning id)
         insert into jatakk.subscription (id, register_id, list_id, subscriber_id, state, ended_reason, paused_by,
                                          purpose_version, locale, unsubscribe_hash, since_month)
         select gen_random_uuid(), $1, $3, m.id, $4::text, case when $4 = 'ended' then 'unsubscribed' end,
                case when $4 = 'paused' then 'self' end, $5, 'nb', sha256(gen_random_uuid()::text::bytea), '2026-01-01'
           from made m`,
        [list.registerId, one.many, of(one.list), one.state, one.version],
      );
      break;
    case 'move':
      await owner.query(
        `update jatakk.subscription set ${SET_STATE} where id in (
           select id from jatakk.subscription where list_id = $1 and state = $3 limit $4)`,
        [of(one.list), one.to, one.from, one.many],
      );
      break;
    case 'ask':
      await owner.query(
        `update jatakk.subscription set purpose_version = $2 where id in (
           select id from jatakk.subscription where list_id = $1 limit $3)`,
        [of(one.list), one.version, one.many],
      );
      break;
    case 'drop':
      await owner.query(
        `select jatakk.drop_subscriptions($1, array(
           select id from jatakk.subscription where list_id = $2 limit $3))`,
        [list.registerId, of(one.list), one.many],
      );
      break;
    case 'fold':
      await keeper.query('select jatakk.fold_tally()');
      break;
    case 'undone':
      await owner.query('begin');
      await owner.query(`update jatakk.subscription set ${SET_STATE} where list_id = $1`, [
        of(one.list),
        'ended',
      ]);
      await owner.query('rollback');
  }
}

test('whatever is done to people’s rows, in whatever order, the numbers are those of the rows', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 12 }), async (steps) => {
      for (const one of steps) await takes(one);
      await areRight();
    }),
    { numRuns: 150 },
  );
}, 240_000);

test('of a correction each is counted who got the mistake and is still there; of one to thousands, who was sent it', async () => {
  const { rows } = await owner.query<{ id: string }>(
    `with made as (
       insert into jatakk.campaign (id, register_id, list_id, purpose_version, state, locale, subject, preheader, body, author_id)
       select gen_random_uuid(), $1, $2, 1, 'sent', 'nb', 'Feil', '', 'Feil.', s.id from jatakk.staff s limit 1
       returning *)
     insert into jatakk.campaign (id, register_id, list_id, purpose_version, locale, subject, preheader, body, author_id,
                                  kind, corrects)
     select gen_random_uuid(), m.register_id, m.list_id, 1, 'nb', 'Rett', '', 'Rett.', m.author_id, 'correction', m.id
       from made m returning id`,
    [list.registerId, list.listId],
  );
  const correction = rows[0]!.id;
  const sent = (many: number) =>
    owner.query(
      `insert into jatakk.delivery (id, register_id, campaign_id, subscription_id, state)
       select gen_random_uuid(), $2, c.corrects, coalesce(s.id, gen_random_uuid()), 'accepted'
         from jatakk.campaign c, generate_series(1, $3) n
         left join (select id, row_number() over (order by id) as n from jatakk.subscription
                     where list_id = $4 and state = 'confirmed') s using (n)
        where c.id = $1 and not exists (select 1 from jatakk.delivery d where d.campaign_id = c.corrects and d.subscription_id = s.id)`,
      [correction, list.registerId, many, list.listId],
    );
  const recipients = async () =>
    Number(
      (await owner.query<{ n: string }>('select jatakk.recipient_count($1) as n', [correction])).rows[0]!.n,
    );
  await sent(5000);
  const still = await confirmed();
  expect(still).toBeLessThan(5000);
  expect(await recipients()).toBe(still);
  await owner.query(
    `insert into jatakk.delivery (id, register_id, campaign_id, subscription_id, state)
     select gen_random_uuid(), c.register_id, c.corrects, gen_random_uuid(), 'unknown' from jatakk.campaign c where c.id = $1`,
    [correction],
  );
  expect(await recipients()).toBe(5001);
  // Half a year later nobody knows any more who got it.
  await owner.query('delete from jatakk.delivery');
  expect(await recipients()).toBe(0);
});

test('a list that is closed and deleted leaves no number behind', async () => {
  await owner.query(`update jatakk.list set state = 'deleting' where id = $1`, [other.listId]);
  await until('it is gone', async () => {
    await keeper.query('select jatakk.end_closed(1000)');
    await keeper.query('select jatakk.drop_deleted(1000)');
    const { rowCount } = await owner.query('select 1 from jatakk.list where id = $1', [other.listId]);
    return rowCount === 0;
  });
  await areRight();
  await keeper.query('select jatakk.fold_tally()');
  const { rowCount } = await owner.query('select 1 from jatakk.subscription_tally where list_id = $1', [
    other.listId,
  ]);
  expect(rowCount).toBe(0);
});

test('counted anew from the rows it is the same', async () => {
  const before = (await counted(owner)).kept;
  await owner.query('select jatakk.recount_subscriptions()');
  expect((await counted(owner)).kept).toEqual(before);
});

test('neither web nor keeper reads a line of it, only the sums', async () => {
  const web = await signInto(house.database.webUrl);
  for (const client of [web, keeper])
    for (const sql of [
      'select 1 from jatakk.subscription_tally',
      'insert into jatakk.subscription_tally values (gen_random_uuid(), $$ended$$, 1, 1)',
      'delete from jatakk.subscription_tally',
      'select jatakk.recount_subscriptions()',
    ])
      await expect(client.query(sql)).rejects.toThrow('permission denied');
  await expect(web.query('select jatakk.fold_tally()')).rejects.toThrow('permission denied');
  await web.end();
});
