import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type pg from 'pg';
import { KeyRings } from '../../src/registers/key-rings.service.js';
import type { ListIds } from '../support/house.js';
import { outcomeOf, signInto } from './support/attempt.js';
import { CANARY, openTwoRegisters, subscriptionOf, type TwoRegisters } from './support/two-registers.js';
import { valuesOfPerson } from './support/values-of-person.js';

let people: TwoRegisters;
let owner: pg.Client;

beforeAll(async () => {
  people = await openTwoRegisters();
  owner = people.house.database.owner;
});
afterAll(() => people.house.close());

test('match one person’s rows in two registers by any identifier, hash, index, token or ciphertext: none is equal', async () => {
  const { autumn, tickets } = people;
  const here = await valuesOfPerson(owner, await subscriptionOf(people, autumn, CANARY.both));
  const there = await valuesOfPerson(owner, await subscriptionOf(people, tickets, CANARY.both));
  // Subscriber, subscription, consent record, row key, notice and its link: each says something of its own.
  expect(here.size).toBeGreaterThanOrEqual(14);
  expect([...here].filter((value) => there.has(value))).toEqual([]);
});

test('match people by the length of what is sealed: it is the same for all', async () => {
  const { house, family } = people;
  const longest = `${'k'.repeat(64)}@${'a'.repeat(63)}.${'b'.repeat(63)}.${'c'.repeat(52)}.example`;
  await house.joins(family, longest);
  await house.joins(family, 'a@b.example');
  const { rows } = await owner.query('select distinct octet_length(address) from jatakk.subscriber');
  expect(rows).toHaveLength(1);
});

test('match sealed forms on their way in by their length: it is the same for all', async () => {
  const { house, family, tickets } = people;
  await house.stopKeeper();
  await house.signsUpTo(family, 'c@d.example');
  await house.signsUpTo(tickets, `${'k'.repeat(60)}@${'a'.repeat(60)}.example`);
  const { rows } = await owner.query<{ length: number; forms: string }>(
    'select octet_length(sealed) as length, count(*) as forms from jatakk.intake group by 1',
  );
  expect(rows.map(({ forms }) => forms)).toEqual(['2']);
  await house.startKeeper();
});

test('match people by a point in time kept with them or their consent: there is none finer than a month, but for a week the day of a complaint or bounce', async () => {
  const { rows } = await owner.query<{ column: string; type: string }>(
    `select table_name || '.' || column_name as column, data_type as type from information_schema.columns
      where table_schema = 'jatakk' and table_name in ('subscriber', 'subscription', 'consent_record', 'suppression', 'throttle')
        and data_type ~ '^(date|time|interval)'`,
  );
  expect(rows.map(({ column }) => column).sort()).toEqual([
    'consent_record.month',
    'subscription.ended_month',
    'subscription.paused_until',
    'subscription.since_month',
    'suppression.since_month',
    'suppression.young_until',
    'throttle.day',
  ]);
  const days = `select 1 from jatakk.subscription where extract(day from since_month) <> 1
    union all select 1 from jatakk.consent_record where extract(day from month) <> 1`;
  expect((await owner.query(days)).rows).toEqual([]);
  for (const finer of [
    `update jatakk.subscription set since_month = '2024-05-17'`,
    `update jatakk.consent_record set month = '2024-05-17'`,
    `update jatakk.subscription set paused_until = '2024-05-17'`,
    `update jatakk.subscription set ended_month = '2024-05-17'`,
  ]) {
    expect(await outcomeOf(owner, finer)).toMatch(/^23514 /);
  }
});

test('open or index one register with the other’s keys: all keys of the two rings differ', async () => {
  const rings = people.house.keeper!.get(KeyRings);
  const purposes = ['rest', 'index', 'link', 'notice', 'verp', 'suppression'] as const;
  const keys: string[] = [];
  for (const { registerId } of [people.autumn, people.tickets]) {
    const ring = await rings.ring(registerId);
    for (const purpose of purposes) keys.push(ring.key(purpose, 1).toString('hex'));
    keys.push(ring.sealPair(1).secretKey.toString('hex'));
  }
  expect(new Set(keys).size).toBe(14);
});

test('join a person of one register with a list, notice or campaign of the other, as the owner: refused by a foreign key', async () => {
  const { autumn, tickets } = people;
  const here = await subscriptionOf(people, autumn, CANARY.both);
  const there = await subscriptionOf(people, tickets, CANARY.both);
  const subscription = (register: ListIds, list: ListIds, subscriber: string) =>
    `insert into jatakk.subscription
       (id, register_id, list_id, subscriber_id, purpose_version, locale, unsubscribe_hash, since_month)
     values (gen_random_uuid(), '${register.registerId}', '${list.listId}', '${subscriber}', 1, 'nb',
             decode(repeat('00', 32), 'hex'), '2024-01-01')`;
  const campaign = randomUUID();
  const mixed = [
    subscription(autumn, autumn, there.subscriberId),
    subscription(autumn, tickets, here.subscriberId),
    subscription(tickets, autumn, here.subscriberId),
    `update jatakk.subscription set register_id = '${tickets.registerId}' where id = '${here.id}'`,
    `update jatakk.subscriber set register_id = '${tickets.registerId}' where id = '${here.subscriberId}'`,
    `insert into jatakk.notice_subscription
       select notice_id, '${autumn.registerId}', '${there.id}' from jatakk.notice_subscription
        where register_id = '${autumn.registerId}' limit 1`,
    `insert into jatakk.campaign (id, register_id, list_id, purpose_version, locale, subject, preheader, body, author_id)
       select '${campaign}', '${autumn.registerId}', '${tickets.listId}', 1, 'nb', 's', '', 'b', id from jatakk.staff limit 1`,
  ];
  for (const sql of mixed)
    expect([sql, await outcomeOf(owner, sql)]).toEqual([sql, expect.stringMatching(/^23503 /)]);
});

test('add a delivery in one register for the other’s campaign, as keeper: refused by a foreign key', async () => {
  const { house, autumn, tickets } = people;
  const campaign = await house.writes(autumn, 'Utkast');
  const keeper = await signInto(house.database.keeperUrl);
  const { id } = await subscriptionOf(people, tickets, CANARY.both);
  const outcome = await outcomeOf(
    keeper,
    'insert into jatakk.delivery (id, register_id, campaign_id, subscription_id) values ($1, $2, $3, $4)',
    [randomUUID(), tickets.registerId, campaign, id],
  );
  await keeper.end();
  expect(outcome).toMatch(/^23503 /);
});

test('copy a campaign to the other register: whoever is in both gets it twice, nobody is matched', async () => {
  const { house, autumn, tickets } = people;
  const first = await house.sends(autumn, 'Det samme');
  const page = `/staff/registers/${autumn.registerId}/campaigns/${first}`;
  const copied = await house.staff.submit(page, `${page}/copy`, { list: tickets.listId });
  const second = /campaigns\/([0-9a-f-]{36})/.exec(copied.headers.get('location')!)![1]!;
  await house.presses('send', tickets, second);
  await house.isSent(first);
  await house.isSent(second);
  const subjects = (address: string) => house.sink.subjectsFor(address).filter((one) => one === 'Det samme');
  expect(subjects(CANARY.both)).toHaveLength(2);
  expect(subjects(CANARY.autumn)).toHaveLength(1);
});
