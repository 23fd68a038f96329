import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { DoorbellListener } from '../../src/platform/database/doorbell.js';
import { perRole } from '../../src/platform/database/runtime-roles.js';
import { Door } from '../support/door.js';
import { textOf } from '../support/html.js';
import { leavePath, type ListIds, TestHouse } from '../support/house.js';
import { until } from '../support/until.js';

const ONE_CLICK = { 'List-Unsubscribe': 'One-Click' };

let house: TestHouse;
let list: ListIds;
let ofWeb: Awaited<ReturnType<typeof Door.toDatabase>>;
let ofKeeper: Awaited<ReturnType<typeof Door.toDatabase>>;

beforeAll(async () => {
  house = await TestHouse.open();
  await house.setUp();
  list = await house.makeList(await house.makeRegister('nyhetsbrev'), 'hostprogrammet', 'Høstprogrammet');
  await Promise.all([house.web.close(), house.stopKeeper()]);
  ofWeb = await Door.toDatabase(house.database.webUrl);
  ofKeeper = await Door.toDatabase(house.database.keeperUrl);
  const { urls } = house.database;
  house.database.urls = {
    ...perRole((role) => ofWeb.through(urls[role])),
    keeper: ofKeeper.url,
  };
  await Promise.all([house.startWeb(), house.startKeeper()]);
});
afterAll(async () => {
  await house.close();
  await Promise.all([ofWeb.remove(), ofKeeper.remove()]);
});

test('with the database away every page says so in words, and when to come back; then all goes on by itself', async () => {
  const joined = await house.joins(list, 'ann@example.org');
  const { visitor } = house;
  await Promise.all([ofWeb.door.shut(), ofKeeper.door.shut()]);
  const form = await visitor.post('/lists/hostprogrammet', {
    list: 'hostprogrammet',
    address: 'bo@example.org',
  });
  expect([form.status, Number(form.headers.get('retry-after')) > 0]).toEqual([503, true]);
  const answers = [
    // What web has read a moment ago it still shows; what needs the database it does not pretend to have.
    await visitor.get(leavePath(joined)),
    await visitor.post(leavePath(joined), ONE_CLICK),
    await visitor.get(`/confirm/${'a'.repeat(43)}`),
    await visitor.post('/staff/sign-in', { address: 'kari@fjellhallen.example', password: 'fire ord her' }),
    await visitor.get('/health'),
  ];
  for (const answer of answers) {
    expect([answer.url.replace(/[\w-]{43}/, '…'), answer.status]).toEqual([expect.anything(), 503]);
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    const page = await answer.text();
    expect(textOf(page)).toContain('Vi er ikke helt på plass akkurat nå');
    expect(page).not.toMatch(/ENOENT|ECONN|Error|select|insert|at \w+ \(|bo@example|PGSQL/);
  }
  const problem = await visitor.get('/health', { accept: 'application/json' });
  expect(problem.headers.get('content-type')).toContain('application/problem+json');
  expect(await problem.json()).toEqual({ type: 'about:blank', title: 'Service Unavailable', status: 503 });
  expect((await visitor.get('/assets/jatakk.css')).status).toBe(200);

  await Promise.all([ofWeb.door.open(), ofKeeper.door.open()]);
  expect((await visitor.get('/health')).status).toBe(200);
  await house.joins(list, 'bo@example.org');
  expect((await visitor.post(leavePath(joined), ONE_CLICK)).status).toBe(200);
});

test('a connection lost in the middle of a request is the same 503, and the form was either taken or not', async () => {
  const { owner } = house.database;
  await owner.query('begin');
  await owner.query('lock table jatakk.intake in exclusive mode');
  const waiting = house.signsUpTo(list, 'cia@example.org');
  await until('web stands at the lock', async () => {
    const { rowCount } = await owner.query(
      `select from pg_locks where not granted and relation = 'jatakk.intake'::regclass`,
    );
    return rowCount;
  });
  await ofWeb.door.shut();
  expect((await waiting).status).toBe(503);
  await owner.query('rollback');
  await ofWeb.door.open();
  await house.joins(list, 'cia@example.org');
});

test('the keeper asks for its bell again once at a time, and hears it when the database is back', async () => {
  const { owner } = house.database;
  const own = await Door.toDatabase(ofKeeper.url);
  let rings = 0;
  const bell = new DoorbellListener(own.url, () => (rings += 1), 20);
  const listening = async () => {
    const { rows } = await owner.query(
      `select count(*)::integer as count from pg_stat_activity
        where datname = current_database() and application_name = 'jatakk-bell'`,
    );
    return (rows[0] as { count: number }).count;
  };
  await until('the keeper listens', async () => (await listening()) === 1);
  await bell.open();
  await own.door.shut();
  await new Promise((resolve) => setTimeout(resolve, 200)); // ten attempts
  await own.door.open();
  await until('a first ring says that work may wait', () => rings > 0);
  await new Promise((resolve) => setTimeout(resolve, 100));
  // What was cut off may take PostgreSQL a moment to notice; what was opened too often would stay.
  await until('the two listen, and nobody else', async () => (await listening()) === 2);
  expect(rings).toBe(1);
  await bell.close();
  await until('the bell is put away', async () => (await listening()) === 1);
  await own.remove();
});
