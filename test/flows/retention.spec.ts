import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type pg from 'pg';
import { ForgetDaily } from '../../src/keeper/forget-daily.service.js';
import { hashToken } from '../../src/platform/sealing/link-token.js';
import { KeyRings } from '../../src/registers/key-rings.service.js';
import {
  DAILY_STATEMENTS,
  DAILY_STATEMENTS_OF_SURVEYS,
  RETENTION,
  type RetentionRule,
} from '../../src/privacy/retention.js';
import { textOf } from '../support/html.js';
import { confirmPath, leavePath, type ListIds, TestHouse } from '../support/house.js';
import { parseEmailAddress } from '../../src/registers/email-address.js';
import { exceptions, signInto } from '../promises/support/attempt.js';
import { until } from '../support/until.js';

let house: TestHouse;
let owner: pg.Client;
let autumn: ListIds;
let family: ListIds;

beforeAll(async () => {
  house = await TestHouse.open();
  await house.setUp();
  const register = await house.makeRegister('nyhetsbrev');
  autumn = await house.makeList(register, 'hostprogrammet', 'Høstprogrammet');
  family = await house.makeList(register, 'familie', 'Barn og familie');
  owner = house.database.owner;
});
afterAll(() => house.close());

const nextDay = () => house.keeper!.get(ForgetDaily).forget();
const count = async (from: string, ...params: unknown[]) =>
  Number((await owner.query<{ count: string }>(`select count(*) from ${from}`, params)).rows[0]!.count);
const rule = (id: string): RetentionRule => RETENTION.find((one) => one.id === id)!;

async function personOf(list: ListIds, address: string): Promise<string | undefined> {
  const reading = parseEmailAddress(address);
  if (!reading.ok) throw new Error('not an address');
  const ring = await house.keeper!.get(KeyRings).ring(list.registerId);
  const { rows } = await owner.query<{ id: string }>(
    'select id from jatakk.subscriber where blind_index = $1',
    [ring.blindIndex(reading.address)],
  );
  return rows[0]?.id;
}

/** What is left of a person: themselves, their subscriptions, records, notices and keys. */
async function leftOf(person: string, subscriptions: string[], records: string[]) {
  return {
    person: await count('jatakk.subscriber where id = $1', person),
    subscriptions: await count('jatakk.subscription where subscriber_id = $1', person),
    records: await count('jatakk.consent_record where subscription_id = any ($1)', subscriptions),
    keys: await count('vault.row_key where row_id = any ($1)', [person, ...subscriptions, ...records]),
  };
}

async function rowsOf(person: string) {
  const ids = async (sql: string, param: unknown) =>
    (await owner.query<{ id: string }>(sql, [param])).rows.map(({ id }) => id);
  const subscriptions = await ids('select id from jatakk.subscription where subscriber_id = $1', person);
  const records = await ids(
    'select id from jatakk.consent_record where subscription_id = any ($1)',
    subscriptions,
  );
  return [person, subscriptions, records] as const;
}

test('every table of the database has a rule, and every rule is of a table that is there', async () => {
  const { rows } = await owner.query<{ table: string }>(
    `select n.nspname || '.' || c.relname as table from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where c.relkind in ('r', 'p') and n.nspname !~ '^(pg_|information_schema)' order by 1`,
  );
  const there = [...new Set(rows.map(({ table }) => table.replace(/^bullmq\..*/, 'bullmq.*')))];
  const ruled = new Set<string>(RETENTION.flatMap(({ tables }) => tables));
  expect(there.filter((table) => !ruled.has(table))).toEqual([]);
  expect([...ruled].filter((table) => !there.includes(table))).toEqual([]);
  expect(there.length).toBeGreaterThan(25);
});

test('the keeper’s role may run every statement, and all of them say what they take away', async () => {
  expect(DAILY_STATEMENTS.length).toBeGreaterThanOrEqual(9);
  const keeper = await signInto(house.database.keeperUrl);
  const statements = [...DAILY_STATEMENTS];
  expect(
    statements.filter((one) => !/^(select jatakk\.forget_\w+\(\)|delete from jatakk\.\w+ where )/.test(one)),
  ).toEqual([]);
  const refused = await exceptions(keeper, statements, 'done');
  await keeper.end();
  expect(refused).toEqual([]);
});

test('as the keeper’s own role it sees nothing of surveys: those statements run as the role that does', async () => {
  const statements = [...DAILY_STATEMENTS_OF_SURVEYS];
  expect(statements.length).toBeGreaterThan(0);
  expect(statements.filter((one) => !/^(update|delete from) survey\.\w+ /.test(one))).toEqual([]);
  const keeper = await signInto(house.database.keeperUrl);
  expect(await exceptions(keeper, statements, 'permission denied')).toEqual([]);
  await keeper.end();
  const survey = await signInto(house.database.urls.survey);
  expect(await exceptions(survey, statements, 'done')).toEqual([]);
  await survey.end();
});

test('A19: a confirmation’s link is refused after seven days, and the sign-up is gone after cleaning up', async () => {
  await house.signsUpTo(autumn, 'aldri@example.org');
  const mail = await house.confirmationFor('aldri@example.org');
  await house.noticesAccepted();
  const kept = await rowsOf((await personOf(autumn, 'aldri@example.org'))!);
  const age = (interval: string) =>
    owner.query(
      `update jatakk.notice set handed_at = now() - $2::interval, accepted_at = now() - $2::interval where token_hash = $1`,
      [hashToken(confirmPath(mail).split('/').at(-1)!), interval],
    );

  await age(`${rule('pending').days!} days -1 minute`);
  await nextDay();
  expect(await leftOf(...kept)).toEqual({ person: 1, subscriptions: 1, records: 0, keys: 2 });
  expect((await house.visitor.get(confirmPath(mail))).status).toBe(200);

  await age(`${rule('pending').days!} days 1 minute`);
  expect((await house.visitor.get(confirmPath(mail))).status).toBe(410);
  expect((await house.visitor.post(confirmPath(mail), { yes: '1' })).status).toBe(410);
  await nextDay();
  expect(await leftOf(...kept)).toEqual({ person: 0, subscriptions: 0, records: 0, keys: 0 });
  expect((await house.visitor.get(confirmPath(mail))).status).toBe(404);
});

test('a subscription that ended is kept three years after its month, then goes, and with the last one the person', async () => {
  const way = leavePath(await house.joins(autumn, 'borte@example.org'));
  await house.joins(family, 'borte@example.org');
  const person = (await personOf(autumn, 'borte@example.org'))!;
  const kept = await rowsOf(person);
  await house.visitor.post(way, { 'List-Unsubscribe': 'One-Click' });
  const ended = (list: ListIds, month: string) =>
    owner.query(
      `update jatakk.subscription set state = 'ended', ended_reason = 'unsubscribed',
              ended_month = date_trunc('month', now() - $3::interval)::date where subscriber_id = $1 and list_id = $2`,
      [person, list.listId, month],
    );

  // The trigger keeps the month of an end: the clock is turned once it has ended.
  await ended(autumn, '0');
  await owner.query('alter table jatakk.subscription disable trigger subscription_end_dated');
  await ended(autumn, '3 years');
  await nextDay();
  expect(await count('jatakk.subscription where subscriber_id = $1', person)).toBe(2);
  await ended(autumn, '3 years 1 month');
  await nextDay();
  expect((await leftOf(...kept)).subscriptions).toBe(1);
  expect((await leftOf(...kept)).person).toBe(1);
  await ended(family, '3 years 1 month');
  await owner.query('alter table jatakk.subscription enable trigger subscription_end_dated');
  await nextDay();
  expect(await leftOf(...kept)).toEqual({ person: 0, subscriptions: 0, records: 0, keys: 0 });
});

test('whoever signs up anew while their last ended subscription is forgotten is there afterwards', async () => {
  const way = leavePath(await house.joins(autumn, 'igjen@example.org'));
  await house.visitor.post(way, { 'List-Unsubscribe': 'One-Click' });
  const person = (await personOf(autumn, 'igjen@example.org'))!;
  await owner.query('alter table jatakk.subscription disable trigger subscription_end_dated');
  await owner.query(`update jatakk.subscription set ended_month = '2020-01-01' where subscriber_id = $1`, [
    person,
  ]);
  await owner.query('alter table jatakk.subscription enable trigger subscription_end_dated');
  await house.signsUpTo(family, 'igjen@example.org');
  await house.confirmationFor('igjen@example.org', family);
  await nextDay();
  expect(await count('jatakk.subscriber where id = $1', person)).toBe(1);
  expect(await count('jatakk.subscription where subscriber_id = $1', person)).toBe(1);
});

test('a refusal of imports is kept three years; the day of a complaint, a week; an objection, for good', async () => {
  const put = (kind: string, month: string, young: string | null) =>
    owner.query(
      `insert into jatakk.suppression (register_id, hash, kind, since_month, young_until)
       values ($1, sha256(gen_random_uuid()::text::bytea), $2, date_trunc('month', now() - $3::interval)::date, now()::date + $4::integer)`,
      [autumn.registerId, kind, month, young],
    );
  await put('erased', '3 years', null);
  await put('erased', '3 years 1 month', null);
  await put('objection', '10 years', null);
  await put('hard-bounce', '10 years', null);
  await put('complaint', '0', '0');
  await put('complaint', '1 month', '-1');
  await nextDay();
  const { rows } = await owner.query<{ kind: string; young: boolean }>(
    'select kind, young_until is not null as young from jatakk.suppression order by kind, 2',
  );
  expect(rows.map(({ kind, young }) => `${kind} ${young}`)).toEqual([
    'complaint false',
    'complaint true',
    'erased false',
    'hard-bounce false',
    'objection false',
  ]);
});

test('a form that was put aside goes after 30 days; one that waits does not', async () => {
  await house.stopKeeper();
  await house.signsUpTo(autumn, 'venter@example.org');
  await house.signsUpTo(autumn, 'odelagt@example.org');
  await owner.query(
    `update jatakk.intake set quarantined = true where id = (select id from jatakk.intake limit 1)`,
  );
  expect(await count('jatakk.intake where put_aside_on = current_date')).toBe(1);
  expect(await count('jatakk.intake where not quarantined and put_aside_on is null')).toBe(1);
  await house.startKeeper();
  await until('the other is opened', async () => (await count('jatakk.intake where not quarantined')) === 0);
  const aside = (days: number) =>
    owner.query('update jatakk.intake set put_aside_on = current_date - $1::integer', [days]);
  await aside(rule('form-put-aside').days! - 1);
  await nextDay();
  expect(await count('jatakk.intake')).toBe(1);
  await aside(rule('form-put-aside').days!);
  await nextDay();
  expect(await count('jatakk.intake')).toBe(0);
});

test('who got a campaign is forgotten after 180 days, and the numbers stay', async () => {
  await house.joins(autumn, 'leser@example.org');
  const campaign = await house.sends(autumn, 'Nytt');
  await house.isSent(campaign);
  await owner.query(
    `update jatakk.delivery set state = 'bounced', reply_class = 'soft:4.2.2' where id = (
       select id from jatakk.delivery where campaign_id = $1 limit 1)`,
    [campaign],
  );
  const numbers = async () =>
    (
      await owner.query(
        `select state, sum(count)::integer as count from jatakk.delivery_tally where campaign_id = $1 group by 1 having sum(count) <> 0 order by 1`,
        [campaign],
      )
    ).rows;
  const classes = async () =>
    (await owner.query('select * from jatakk.failure_classes($1)', [campaign])).rows;
  const before = [await numbers(), await classes()];
  expect(before[1]).toEqual([{ state: 'bounced', reply_class: 'soft:4.2.2', count: '1' }]);
  const ended = (days: number) =>
    owner.query(`update jatakk.campaign set finished_at = now() - make_interval(days => $2) where id = $1`, [
      campaign,
      days,
    ]);

  await ended(rule('delivery').days! - 1);
  await nextDay();
  expect(await count('jatakk.delivery where campaign_id = $1', campaign)).toBeGreaterThan(0);
  await ended(rule('delivery').days! + 1);
  await nextDay();
  await nextDay();
  expect(await count('jatakk.delivery where campaign_id = $1', campaign)).toBe(0);
  expect([await numbers(), await classes()]).toEqual(before);
});

test('sessions that ended, mails to staff of long ago, and questions of the window that nobody took are gone', async () => {
  const staff = '(select id from jatakk.staff limit 1)';
  await owner.query(`
    insert into jatakk.staff_session (token_hash, staff_id, seen_at, ends_at)
      values (sha256('x'), ${staff}, now(), now() - interval '1 minute');
    insert into jatakk.notice (id, ring_id, kind, locale, staff_id, state, accepted_at)
      select gen_random_uuid(), '00000000-0000-0000-0000-000000000000', 'invitation', 'nb', ${staff}, 'accepted', now() - d
        from (values (interval '29 days'), (interval '31 days')) as v (d);
    insert into jatakk.window_ask (id, act, ring_id, key_version, ask, proof, reply_key, until)
      values (gen_random_uuid(), 'nothing', gen_random_uuid(), 1, '', sha256('x'), sha256('y'), now() - interval '1 second')`);
  await nextDay();
  expect(await count('jatakk.staff_session where ends_at < now()')).toBe(0);
  expect(await count('jatakk.staff_session')).toBe(1);
  expect(await count(`jatakk.notice where kind = 'invitation'`)).toBe(1);
  expect(await count('jatakk.window_ask')).toBe(0);
});

test('one statement that fails keeps none of the others from being done', async () => {
  await owner.query('alter function jatakk.forget_unconfirmed() rename to forget_unconfirmed_away');
  await owner.query(
    `insert into jatakk.leave_undo values (sha256('z'), $1, gen_random_uuid(), 'confirmed', now() - interval '1 minute')`,
    [autumn.registerId],
  );
  await nextDay();
  await owner.query('alter function jatakk.forget_unconfirmed_away() rename to forget_unconfirmed');
  expect(await count('jatakk.leave_undo where until < now()')).toBe(0);
});

test('the page shows every rule in each language, and the privacy page leads to it', async () => {
  expect(await (await house.visitor.get('/personvern')).text()).toContain('href="/personvern/oppbevaring');
  for (const [lang, days] of [
    ['nb', '30 dager'],
    ['en', '30 days'],
  ]) {
    const answer = await house.visitor.get(`/personvern/oppbevaring?lang=${lang}`);
    expect(answer.status).toBe(200);
    const page = await answer.text();
    expect(textOf(page)).toContain(days);
    expect(page.match(/<th scope="row">/g)).toHaveLength(RETENTION.length);
  }
});
