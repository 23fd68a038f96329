import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import type pg from 'pg';
import { NightlyRewrite } from '../../src/keeper/nightly-rewrite.service.js';
import { signInto } from '../promises/support/attempt.js';
import { confirmPath, leavePath, type ListIds, TestHouse } from '../support/house.js';
import { until } from '../support/until.js';

const ONE_CLICK = { 'List-Unsubscribe': 'One-Click' };

let house: TestHouse;
let owner: pg.Client;
let autumn: ListIds;
let night: pg.Client;

beforeAll(async () => {
  house = await TestHouse.open();
  await house.setUp();
  autumn = await house.makeList(await house.makeRegister('nyhetsbrev'), 'hostprogrammet');
  owner = house.database.owner;
  night = await signInto(house.database.keeperUrl);
});
afterAll(async () => {
  await night.end();
  await house.close();
});
beforeEach(() => owner.query('update jatakk.rewrite set done_on = current_date - 1, begun = null'));

const begin = () => night.query('select jatakk.begin_rewrite($1) as begun', [autumn.registerId]);
const batch = async (most = 1000) =>
  (
    await night.query<{ done: number | null }>('select jatakk.rewrite_batch($1, $2) as done', [
      autumn.registerId,
      most,
    ])
  ).rows[0]!.done;
const waiting = () =>
  until('somebody waits for the tables', async () => {
    const { rowCount } = await owner.query(
      `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
    );
    return rowCount;
  });
async function stateOf(way: string): Promise<string> {
  const { rows } = await owner.query<{ state: string }>(
    `select state from jatakk.subscription where unsubscribe_hash = sha256(convert_to($1, 'UTF8'))`,
    [way.split('/').at(-1)],
  );
  return rows[0]!.state;
}
const due = async () =>
  (await owner.query('select from jatakk.rewrite_due where person is not null')).rowCount;

test('leave in the very moment in which one’s row is rewritten: it waits for that, and one has left', async () => {
  const way = leavePath(await house.joins(autumn, 'ut@example.org'));
  await night.query('begin');
  await begin();
  expect(await batch()).toBeGreaterThan(0);
  const leaving = house.visitor.post(way, ONE_CLICK);
  await waiting();
  await night.query('commit');
  expect((await leaving).status).toBe(200);
  expect(await stateOf(way)).toBe('ended');
});

test('confirm and take a leave back in that moment: both happen', async () => {
  await house.signsUpTo(autumn, 'inn@example.org');
  const mail = await house.confirmationFor('inn@example.org');
  const way = leavePath(await house.joins(autumn, 'angrer@example.org'));
  const page = await (await house.visitor.submit(way, way)).text();
  const undo = /name="undo" value="([\w-]{43})"/.exec(page)![1]!;
  await night.query('begin');
  await begin();
  await batch();
  const both = [house.visitor.post(confirmPath(mail), { yes: '1' }), house.visitor.post('/u/undo', { undo })];
  await waiting();
  await night.query('commit');
  expect((await Promise.all(both)).map(({ status }) => status)).toEqual([200, 200]);
  expect([await stateOf(leavePath(mail)), await stateOf(way)]).toEqual(['confirmed', 'confirmed']);
});

test('send a campaign through a night that goes on and on: everybody gets it once', async () => {
  const before = house.sink.subjectsFor('inn@example.org').length;
  const nights = (async () => {
    for (let count = 0; count < 15; count += 1) {
      await owner.query('update jatakk.subscription set locale = locale');
      await owner.query('update jatakk.rewrite set done_on = current_date - 1');
      await house.keeper!.get(NightlyRewrite).rewrite();
    }
  })();
  const campaign = await house.sends(autumn, 'Midt på natten');
  await house.isSent(campaign, 90_000);
  await nights;
  expect(await house.deliveries(campaign)).toEqual({ accepted: 2 });
  expect(house.sink.subjectsFor('inn@example.org')).toHaveLength(before + 1);
});

test('a leave that is under way keeps its tables: the night lets go of them soon, and comes back', async () => {
  await house.joins(autumn, 'treg@example.org');
  const leaver = await signInto(house.database.ownerUrl);
  await leaver.query('begin');
  await leaver.query(`select 1 from jatakk.subscription where register_id = $1 for update`, [
    autumn.registerId,
  ]);
  await begin();
  const start = performance.now();
  await expect(batch()).rejects.toMatchObject({ code: '55P03' });
  expect(performance.now() - start).toBeLessThan(5000);
  const rewriting = house.keeper!.get(NightlyRewrite).rewrite();
  await new Promise((resolve) => setTimeout(resolve, 150));
  await leaver.query(
    `update jatakk.subscription set state = 'paused', paused_by = 'self' where state = 'confirmed'`,
  );
  await leaver.query('commit');
  await leaver.end();
  expect(await rewriting).toBeGreaterThan(0);
  const { rows } = await owner.query('select distinct state from jatakk.subscription where state <> $1', [
    'ended',
  ]);
  expect(rows).toEqual([{ state: 'paused' }]);
  await owner.query(
    `update jatakk.subscription set state = 'confirmed', paused_by = null where state = 'paused'`,
  );
});

test('a crash between two people: what was done is done, the rest is done the next time, nobody is lost', async () => {
  const everybody = async () =>
    (
      await owner.query(
        `select md5(string_agg(to_jsonb(s)::text, '' order by id)) as sum from jatakk.subscription s`,
      )
    ).rows;
  const before = await everybody();
  await begin();
  const all = (await due())!;
  expect(all).toBeGreaterThanOrEqual(3);
  expect(await batch(1)).toBe(1);
  await night.query('begin');
  expect(await batch(1)).toBe(1);
  await night.query('rollback');
  expect(await due()).toBe(all - 1);
  expect(await house.keeper!.get(NightlyRewrite).rewrite()).toBe(all - 1);
  expect(await everybody()).toEqual(before);
  // Done for today.
  expect(await house.keeper!.get(NightlyRewrite).rewrite()).toBe(0);
});

test('two keepers at once: each person is rewritten once', async () => {
  await owner.query('update jatakk.subscription set locale = locale');
  await house.keeper!.get(NightlyRewrite).rewrite();
  await owner.query('update jatakk.rewrite set done_on = current_date - 1');
  await owner.query('update jatakk.subscription set locale = locale');
  const { rows } = await owner.query<{ count: string }>(
    'select count(distinct subscriber_id) as count from jatakk.subscription',
  );
  const [one, other] = await Promise.all([
    new NightlyRewrite(house.keeper!.get(NightlyRewrite)['database']).rewrite(),
    house.keeper!.get(NightlyRewrite).rewrite(),
  ]);
  expect(one + other).toBe(Number(rows[0]!.count));
});

test('the month in which somebody left stays what it was', async () => {
  await owner.query('alter table jatakk.subscription disable trigger subscription_end_dated');
  await owner.query(`update jatakk.subscription set ended_month = '2024-05-01' where state = 'ended'`);
  await owner.query('alter table jatakk.subscription enable trigger subscription_end_dated');
  expect(await house.keeper!.get(NightlyRewrite).rewrite()).toBeGreaterThan(0);
  const { rows } = await owner.query(
    `select distinct ended_month::text as month from jatakk.subscription where state = 'ended'`,
  );
  expect(rows).toEqual([{ month: '2024-05-01' }]);
});

test('a confirmation that still waits works to the end of its seventh day, whatever the night made of its hour', async () => {
  await house.signsUpTo(autumn, 'venter@example.org');
  const mail = await house.confirmationFor('venter@example.org');
  const hash = `sha256(convert_to('${confirmPath(mail).split('/').at(-1)}', 'UTF8'))`;
  await until('it is accepted', async () => {
    const { rowCount } = await owner.query(
      `select from jatakk.notice where token_hash = ${hash} and state = 'accepted'`,
    );
    return rowCount;
  });
  await owner.query(`update jatakk.notice set handed_at = current_date - interval '6 days 5 hours',
    not_before = current_date - interval '6 days 5 hours', accepted_at = current_date - interval '6 days 5 hours'
    where token_hash = ${hash}`);
  await house.keeper!.get(NightlyRewrite).rewrite();
  const { rows } = await owner.query(`select accepted_at = current_date - interval '6 days' as day_end,
    handed_at = date_trunc('day', handed_at) as whole from jatakk.notice where token_hash = ${hash}`);
  expect(rows).toEqual([{ day_end: true, whole: true }]);
  expect((await house.visitor.get(confirmPath(mail))).status).toBe(200);
  await owner.query(
    `update jatakk.notice set accepted_at = current_date - interval '7 days' where token_hash = ${hash}`,
  );
  expect((await house.visitor.get(confirmPath(mail))).status).toBe(410);
});

test('whatever refers to people is rewritten with them, or named here: nothing else would go with a row that is taken out', async () => {
  const rewritten = [
    'subscriber',
    'subscription',
    'consent_record',
    'notice',
    'notice_subscription',
    'address_change',
  ];
  const { rows } = await owner.query<{ from: string; to: string }>(
    `select c.conrelid::regclass::text as from, c.confrelid::regclass::text as to from pg_constraint c
      where c.contype = 'f' and c.confrelid = any ($1::regclass[])`,
    [rewritten.map((table) => `jatakk.${table}`)],
  );
  expect(rows.length).toBeGreaterThanOrEqual(5);
  expect(rows.filter(({ from }) => !rewritten.includes(from.replace('jatakk.', '')))).toEqual([
    // Good for a quarter of an hour: a member of staff whose look-up the night meets looks once more.
    { from: 'jatakk.looked_up', to: 'jatakk.subscriber' },
  ]);
});

test('every table that says something of one person is rewritten, but for those named here', async () => {
  const { rows } = await owner.query<{ table: string }>(
    `select distinct table_name as table from information_schema.columns where table_schema = 'jatakk'
        and column_name ~ '^(subscriber|subscription|person|row)(_id)?$' and table_name in (
          select c.relname from pg_class c where c.relkind = 'r' and c.relnamespace = 'jatakk'::regnamespace) order by 1`,
  );
  expect(rows.map(({ table }) => table)).toEqual([
    'address_change',
    'consent_record',
    // By campaign, in the order of random ids: it says nothing of a person's own day.
    'delivery',
    // Copied out and deleted within seconds.
    'journal',
    // Gone within the hour; of a leave by mail within eight days, and the day is all it tells.
    'leave_undo',
    // Gone within a quarter of an hour.
    'looked_up',
    'notice',
    'notice_subscription',
    // By the deliveries of one campaign, as they are claimed: in the order of their random ids too.
    'reconsent_ask',
    // What the rewriting itself works off.
    'rewrite_due',
    'subscription',
  ]);
});
