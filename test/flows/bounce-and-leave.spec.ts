import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import type pg from 'pg';
import { hashToken } from '../../src/platform/sealing/link-token.js';
import { signInto } from '../promises/support/attempt.js';
import { claimFor, type Held, sendingCampaign } from '../promises/support/deliveries.js';
import { leavePath, type ListIds, TestHouse } from '../support/house.js';
import { until } from '../support/until.js';

const HARD = 'hard:5.1.1';

interface Member {
  id: string;
  hash: Buffer;
}

/** On both lists of the one register. */
interface Person {
  autumn: Member;
  family: Member;
}

let house: TestHouse;
let autumn: ListIds;
let family: ListIds;
/** Each test has its own. */
let people: Person[];
let anna: Person;
let keeper: pg.Client;
let other: pg.Client;
let web: pg.Client;

beforeAll(async () => {
  house = await TestHouse.open();
  await house.setUp();
  const register = await house.makeRegister('nyhetsbrev');
  autumn = await house.makeList(register, 'host');
  family = await house.makeList(register, 'familie');
  people = await Promise.all(Array.from({ length: 12 }, (_, n) => joinsBoth(`person${n}@example.org`)));
  // From here on the test is the keeper: it alone holds deliveries.
  await house.stopKeeper();
  [keeper, other, web] = await Promise.all([
    signInto(house.database.keeperUrl),
    signInto(house.database.keeperUrl),
    signInto(house.database.webUrl),
  ]);
});
afterAll(async () => {
  await Promise.all([keeper, other, web].map((client) => client.end()));
  await house.close();
});
beforeEach(() => {
  anna = people.pop()!;
});

async function joinsBoth(address: string): Promise<Person> {
  return { autumn: await joins(autumn, address), family: await joins(family, address) };
}

async function joins(list: ListIds, address: string): Promise<Member> {
  const mail = await house.joins(list, address);
  const hash = hashToken(leavePath(mail).split('/').at(-1)!);
  const { rows } = await house.database.owner.query(
    'select id from jatakk.subscription where unsubscribe_hash = $1',
    [hash],
  );
  return { id: (rows[0] as { id: string }).id, hash };
}

/** A delivery in the keeper's hands. */
async function held(list: ListIds, ...members: Member[]): Promise<Held[]> {
  const campaign = await sendingCampaign({ house }, list, 'Nå');
  return Promise.all(members.map((member) => claimFor({ house }, campaign, member.id)));
}

const settle = (by: pg.Client, deliveries: Held[]) =>
  by.query('select jatakk.settle_deliveries($1, $2, $3, $4, $5, $6, 12)', [
    deliveries.map(({ id }) => id),
    deliveries.map(({ fence }) => fence),
    deliveries.map(() => 'bounced'),
    deliveries.map(() => HARD),
    deliveries.map(() => 0),
    deliveries.map(() => true),
  ]);

const leave = async ({ hash }: Member): Promise<string> =>
  (await web.query<{ outcome: string }>('select outcome from jatakk.leave($1, null)', [hash])).rows[0]!
    .outcome;

/** How many connections of the house wait for a lock. */
async function waiting(): Promise<number> {
  const { rows } = await house.database.owner.query(
    `select count(*)::integer as waiting from pg_stat_activity
      where datname = current_database() and wait_event_type = 'Lock'`,
  );
  return (rows[0] as { waiting: number }).waiting;
}

const waitsForALock = (many: number) => until('it waits for a lock', async () => (await waiting()) === many);

async function standing({ id }: Member): Promise<string> {
  const { rows } = await house.database.owner.query(
    `select concat_ws(' ', state, ended_reason) as stands from jatakk.subscription where id = $1`,
    [id],
  );
  return (rows[0] as { stands: string }).stands;
}

async function answersOf({ id }: Member): Promise<string[]> {
  const { rows } = await house.database.owner.query(
    'select answer from jatakk.consent_record where subscription_id = $1 order by answer desc',
    [id],
  );
  return (rows as { answer: string }[]).map(({ answer }) => answer);
}

async function isSuppressed({ id }: Member): Promise<boolean> {
  const { rowCount } = await house.database.owner.query(
    `select 1 from jatakk.suppression x join jatakk.subscriber p on p.suppression_hash = x.hash
       join jatakk.subscription s on s.subscriber_id = p.id where s.id = $1 and x.kind = 'hard-bounce'`,
    [id],
  );
  return rowCount === 1;
}

async function stateOf({ id }: Held): Promise<string> {
  const { rows } = await house.database.owner.query('select state from jatakk.delivery where id = $1', [id]);
  return (rows[0] as { state: string }).state;
}

test('a bounce is judged while the person leaves: the leave counts, and so does the bounce', async () => {
  const [delivery] = await held(autumn, anna.autumn);
  await web.query('begin');
  expect(await leave(anna.autumn)).toBe('left');
  const judged = settle(keeper, [delivery!]);
  await waitsForALock(1);
  await web.query('commit');
  await judged;
  expect(await standing(anna.autumn)).toBe('ended unsubscribed');
  expect(await answersOf(anna.autumn)).toEqual(['yes', 'no']);
  expect(await standing(anna.family)).toBe('ended bounced');
  expect([await stateOf(delivery!), await isSuppressed(anna.autumn)]).toEqual(['bounced', true]);
});

test('a person leaves while their bounce is judged: the leave waits, and finds it done', async () => {
  const [delivery] = await held(autumn, anna.autumn);
  await keeper.query('begin');
  await settle(keeper, [delivery!]);
  const left = leave(anna.family);
  await waitsForALock(1);
  await keeper.query('commit');
  expect(await left).toBe('already');
  expect([await standing(anna.autumn), await standing(anna.family)]).toEqual([
    'ended bounced',
    'ended bounced',
  ]);
  expect([await stateOf(delivery!), await isSuppressed(anna.autumn)]).toEqual(['bounced', true]);
});

test('the gate asked while a bounce is judged does not wait, and lets nothing pass; nor afterwards', async () => {
  const [first] = await held(autumn, anna.autumn);
  const [second] = await held(family, anna.family);
  const gate = async () =>
    (
      await other.query('select verdict from jatakk.gate(array[$1]::uuid[], array[$2]::bigint[])', [
        second!.id,
        second!.fence,
      ])
    ).rows as { verdict: string }[];
  await keeper.query('begin');
  await settle(keeper, [first!]);
  expect(await gate()).toEqual([{ verdict: 'busy' }]);
  await keeper.query('commit');
  await house.database.owner.query(
    `update jatakk.delivery set state = 'claimed', lease_until = now() + interval '1 minute' where id = $1`,
    [second!.id],
  );
  expect(await gate()).toEqual([{ verdict: 'skip:not-confirmed' }]);
});

test('a bounce waits for the gate that was before it: what has passed stays passed', async () => {
  const [first] = await held(autumn, anna.autumn);
  const [second] = await held(family, anna.family);
  await other.query('begin');
  const { rows } = await other.query(
    'select verdict from jatakk.gate(array[$1]::uuid[], array[$2]::bigint[])',
    [second!.id, second!.fence],
  );
  expect(rows).toEqual([{ verdict: 'go' }]);
  const judged = settle(keeper, [first!]);
  await waitsForALock(1);
  await other.query('commit');
  await judged;
  expect([await stateOf(first!), await stateOf(second!)]).toEqual(['bounced', 'handed']);
  expect(await standing(anna.family)).toBe('ended bounced');
});

test('a bounce is judged while another keeper asks the gate about the same delivery: neither dies', async () => {
  const [lower, higher] = [anna.autumn, people.pop()!.autumn].sort((a, b) => (a.id < b.id ? -1 : 1));
  const [first, second] = await held(autumn, lower!, higher!);
  const blocker = await signInto(house.database.ownerUrl);
  await blocker.query('begin');
  await blocker.query('select 1 from jatakk.subscription where id = $1 for update', [lower!.id]);
  // It waits for the first person. Had it taken the deliveries before the persons, the gate would wait for it.
  const judged = settle(keeper, [first!, second!]);
  await waitsForALock(1);
  const passed = other.query('select verdict from jatakk.gate(array[$1]::uuid[], array[$2]::bigint[])', [
    second!.id,
    second!.fence,
  ]);
  let answered = false;
  void passed.finally(() => (answered = true)).catch(() => undefined);
  await until('it is answered, or waits', async () => answered || (await waiting()) === 2);
  await blocker.query('commit');
  expect((await passed).rows).toEqual([{ verdict: 'go' }]);
  await judged;
  await blocker.end();
  expect([await stateOf(first!), await stateOf(second!)]).toEqual(['bounced', 'bounced']);
});

test('two keepers judge the same persons’ bounces in opposite orders: one waits for the other, neither dies', async () => {
  const bo = people.pop()!;
  const [a1, b1] = await held(autumn, anna.autumn, bo.autumn);
  const [a2, b2] = await held(family, anna.family, bo.family);
  const [lowest] = [anna.autumn, anna.family, bo.autumn, bo.family].map(({ id }) => id).sort();
  // Whoever does not begin with the lowest id holds by now what the other wants.
  const blocker = await signInto(house.database.ownerUrl);
  await blocker.query('begin');
  await blocker.query('select 1 from jatakk.subscription where id = $1 for update', [lowest]);
  const both = [settle(keeper, [a1!, b1!]), settle(other, [b2!, a2!])];
  await waitsForALock(2);
  await blocker.query('commit');
  await Promise.all(both);
  await blocker.end();
  for (const delivery of [a1, b1, a2, b2]) expect(await stateOf(delivery!)).toBe('bounced');
  for (const { autumn: one, family: two } of [anna, bo])
    expect([await standing(one), await standing(two)]).toEqual(['ended bounced', 'ended bounced']);
});

/** What had been taken over comes back. */
const comesBack = (by: pg.Client, deliveries: Held[], register: string) =>
  by.query('select jatakk.take_back($1, $2, $3, $4, $5)', [
    register,
    deliveries.map(({ id }) => id),
    deliveries.map(() => 'hard'),
    deliveries.map(() => '5.1.1'),
    deliveries.map(() => 'no-such-mailbox'),
  ]);

const takenOver = async (deliveries: Held[]) => {
  await house.database.owner.query(
    `update jatakk.delivery set state = 'accepted', lease_until = null, handed_at = now() where id = any ($1)`,
    [deliveries.map(({ id }) => id)],
  );
};

test('a message comes back while the person leaves: the leave counts, and so does the bounce', async () => {
  const deliveries = await held(autumn, anna.autumn);
  await takenOver(deliveries);
  await web.query('begin');
  expect(await leave(anna.autumn)).toBe('left');
  const judged = comesBack(keeper, deliveries, autumn.registerId);
  await waitsForALock(1);
  await web.query('commit');
  await judged;
  expect(await standing(anna.autumn)).toBe('ended unsubscribed');
  expect(await standing(anna.family)).toBe('ended bounced');
  expect([await stateOf(deliveries[0]!), await isSuppressed(anna.autumn)]).toEqual(['bounced', true]);
});

test('a person leaves while what came back is judged: the leave waits, and finds it done', async () => {
  const deliveries = await held(autumn, anna.autumn);
  await takenOver(deliveries);
  await keeper.query('begin');
  await comesBack(keeper, deliveries, autumn.registerId);
  const left = leave(anna.family);
  await waitsForALock(1);
  await keeper.query('commit');
  expect(await left).toBe('already');
  expect([await standing(anna.autumn), await standing(anna.family)]).toEqual([
    'ended bounced',
    'ended bounced',
  ]);
});

test('two keepers take the same persons’ messages back in opposite orders: one waits for the other, neither dies', async () => {
  const bo = people.pop()!;
  const first = await held(autumn, anna.autumn, bo.autumn);
  const second = await held(family, bo.family, anna.family);
  await takenOver([...first, ...second]);
  await Promise.all([
    comesBack(keeper, first, autumn.registerId),
    comesBack(other, second, autumn.registerId),
  ]);
  for (const delivery of [...first, ...second]) expect(await stateOf(delivery)).toBe('bounced');
  for (const { autumn: one, family: two } of [anna, bo])
    expect([await standing(one), await standing(two)]).toEqual(['ended bounced', 'ended bounced']);
});
