import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { type ListIds, TestHouse } from '../support/house.js';
import { until } from '../support/until.js';

let house: TestHouse;
const lists: ListIds[] = [];

beforeAll(async () => {
  house = await TestHouse.open({ env: { SKIP_CRASH_WAIT: '0' } });
  await house.setUp();
  const newsletter = await house.makeRegister('nyhetsbrev');
  const tickets = await house.makeRegister('billetter');
  for (const [register, slug] of [
    [newsletter, 'a'],
    [newsletter, 'b'],
    [tickets, 'c'],
    [tickets, 'd'],
  ] as const) {
    lists.push(await house.makeList(register, slug));
  }
});
afterAll(() => house.close());
beforeEach(() => house.database.owner.query(`delete from jatakk.throttle where key <> 'marker'`));

const opened = () =>
  until('all is opened', async () => {
    const { rowCount } = await house.database.owner.query('select from jatakk.intake');
    return rowCount === 0;
  });
const mailed = () =>
  until('all is mailed', async () => {
    const { rowCount } = await house.database.owner.query(
      `select from jatakk.notice where state in ('queued', 'claimed', 'handed')`,
    );
    return rowCount === 0;
  });

async function signsUp(address: string, ...those: ListIds[]): Promise<void> {
  for (const list of those) {
    expect((await house.signsUpTo(list, address)).status).toBe(200);
    await opened();
    await mailed();
  }
}

const subjects = (address: string) =>
  house.sink.subjectsFor(address).map((subject) => subject.split(' ').at(-1));

const tenMinutesLater = () =>
  house.database.owner.query(
    `update jatakk.notice set handed_at = handed_at - interval '10 minutes 1 second'`,
  );

test('an address gets three confirmations a day over all lists and registers, and others are not affected', async () => {
  await signsUp('ann@example.org', ...lists);
  expect(subjects('ann@example.org')).toEqual(['a', 'b', 'c']);
  await signsUp('Ann@EXAMPLE.org', lists[3]!);
  expect(subjects('Ann@EXAMPLE.org')).toEqual([]);
  await signsUp('bo@example.org', lists[3]!);
  expect(subjects('bo@example.org')).toEqual(['d']);
});

test('a list asks twice at most, with ten minutes between', async () => {
  await signsUp('cia@example.org', lists[0]!, lists[0]!, lists[0]!);
  expect(subjects('cia@example.org')).toEqual(['a']);
  await tenMinutesLater();
  await signsUp('cia@example.org', lists[0]!, lists[0]!);
  expect(subjects('cia@example.org')).toEqual(['a', 'a']);
  await tenMinutesLater();
  await signsUp('cia@example.org', lists[0]!);
  expect(subjects('cia@example.org')).toEqual(['a', 'a']);
  // What was not sent was not counted: there is one more for another list.
  await signsUp('cia@example.org', lists[1]!, lists[2]!);
  expect(subjects('cia@example.org')).toEqual(['a', 'a', 'b']);
});

test('a confirmation of several lists counts once, and the rest of the day is not joined to any list', async () => {
  await house.visitor.post('/registers/nyhetsbrev', [
    ['list', 'a'],
    ['list', 'b'],
    ['address', 'dag@example.org'],
  ]);
  await opened();
  await mailed();
  await signsUp('dag@example.org', lists[2]!, lists[3]!);
  expect(house.sink.to('dag@example.org')).toHaveLength(3);
});

test('a restarted keeper keeps the count', async () => {
  await signsUp('eva@example.org', lists[0]!, lists[1]!);
  await house.stopKeeper();
  await house.startKeeper();
  await signsUp('eva@example.org', lists[2]!, lists[3]!);
  expect(subjects('eva@example.org')).toEqual(['a', 'b', 'c']);
});

test('the counts hold neither address nor list nor time, and tomorrow they are gone', async () => {
  await signsUp('fay@example.org', lists[0]!);
  const { owner } = house.database;
  const { rows } = await owner.query(
    `select column_name as name from information_schema.columns where table_schema = 'jatakk' and table_name = 'throttle'`,
  );
  expect(rows.map((row: { name: string }) => row.name).sort()).toEqual(['count', 'day', 'key']);
  const keys = await owner.query('select key from jatakk.throttle');
  for (const { key } of keys.rows as { key: Buffer }[]) {
    expect(key.toString('latin1')).not.toMatch(/fay|example/);
    expect([32, 18, 6]).toContain(key.length); // an HMAC, the house's hour, the marker
  }
  const { rows: unlogged } = await owner.query(
    `select relpersistence from pg_class where oid = 'jatakk.throttle'::regclass`,
  );
  expect(unlogged).toEqual([{ relpersistence: 'u' }]);

  await owner.query(`update jatakk.throttle set day = day - 1 where key <> 'marker'`);
  await signsUp('gry@example.org', lists[0]!);
  const left = await owner.query(
    `select distinct day = (clock_timestamp() at time zone 'UTC')::date as today from jatakk.throttle`,
  );
  expect(left.rows).toEqual([{ today: true }]);
});

test('after a database crash every keeper waits the minute out, then opens what came meanwhile', async () => {
  const { owner } = house.database;
  await owner.query('truncate jatakk.throttle'); // what a crash does to an UNLOGGED table
  await house.signsUpTo(lists[0]!, 'hal@example.org');
  await until('the keeper has noticed', async () => {
    const { rows } = await owner.query('select throttle_emptied_at from jatakk.installation');
    const { throttle_emptied_at: at } = rows[0] as { throttle_emptied_at: unknown };
    return at instanceof Date;
  });
  await house.stopKeeper();
  await house.startKeeper();
  await new Promise((resolve) => setTimeout(resolve, 700));
  expect((await owner.query('select from jatakk.intake')).rowCount).toBe(1);
  expect(subjects('hal@example.org')).toEqual([]);

  await owner.query(
    `update jatakk.installation set throttle_emptied_at = throttle_emptied_at - interval '1 minute'`,
  );
  await opened();
  await house.confirmationFor('hal@example.org', lists[0]);
});
