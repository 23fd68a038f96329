import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { getDataSourceToken } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { perRole } from '../../src/platform/database/runtime-roles.js';
import { Door } from '../support/door.js';
import { textOf } from '../support/html.js';
import { leavePath, type ListIds, TestHouse } from '../support/house.js';
import { until } from '../support/until.js';

/** What a person is asked to wait at most, in milliseconds. */
const PATIENCE = 10_000;

let house: TestHouse;
let list: ListIds;
let ofWeb: Awaited<ReturnType<typeof Door.toDatabase>>;

beforeAll(async () => {
  house = await TestHouse.open();
  await house.setUp();
  list = await house.makeList(await house.makeRegister('nyhetsbrev'), 'hostprogrammet', 'Høstprogrammet');
  await house.web.close();
  ofWeb = await Door.toDatabase(house.database.webUrl);
  const { urls } = house.database;
  house.database.urls = perRole((role) => ofWeb.through(urls[role]));
  await house.startWeb();
});
afterAll(async () => {
  await house.close();
  await ofWeb.remove();
});

/** Sends all at once and says, for each, its answer and how long it took. */
async function timed(requests: (() => Promise<Response>)[]) {
  const began = Date.now();
  return Promise.all(
    requests.map(async (request) => {
      const answer = await request();
      return { answer, text: textOf(await answer.text()), took: Date.now() - began };
    }),
  );
}

test('with a database that has fallen silent everybody gets a page within ten seconds, and all goes on afterwards', async () => {
  const joined = await house.joins(list, 'ann@example.org');
  const leaving = leavePath(joined);
  const { visitor } = house;
  const signUp = () =>
    visitor.post('/lists/hostprogrammet', { list: 'hostprogrammet', address: 'bo@example.org' });
  ofWeb.door.hush();
  const answers = await timed([
    () => visitor.get(leaving),
    () => visitor.post(leaving, { 'List-Unsubscribe': 'One-Click' }),
    () => visitor.post('/staff/sign-in', { address: 'kari@fjellhallen.example', password: 'fire ord her' }),
    () => visitor.get('/health'),
    // More than the pool has: the last of them never get a connection.
    ...Array.from({ length: 20 }, () => signUp),
  ]);
  for (const { answer, text, took } of answers) {
    expect([answer.url.replace(/[\w-]{43}/, '…'), answer.status]).toEqual([expect.anything(), 503]);
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    // The form comes back as it was sent where web still knows how it looks.
    expect(text).toMatch(/Vi er ikke helt på plass akkurat nå|Vi kan ikke ta imot påmeldinger akkurat nå/);
    expect(took).toBeLessThan(PATIENCE);
  }
  ofWeb.door.speak();
  // Not one connection is left with an old question open on it.
  const after = await timed(Array.from({ length: 12 }, () => () => visitor.get(leaving)));
  for (const { answer, took } of after) {
    expect(answer.status).toBe(200);
    expect(took).toBeLessThan(5000);
  }
  await house.joins(list, 'cia@example.org');
});

test('behind a lock that nobody lets go of, a form is refused in time and was not taken', async () => {
  const { owner } = house.database;
  const waiting = async () =>
    ((await owner.query(`select count(*)::integer as n from jatakk.intake`)).rows[0] as { n: number }).n;
  await until('the forms so far are opened', async () => (await waiting()) === 0);
  await owner.query('begin');
  await owner.query('lock table jatakk.intake in exclusive mode');
  const [refused] = await timed([() => house.signsUpTo(list, 'dag@example.org')]);
  expect(refused!.answer.status).toBe(503);
  expect(refused!.took).toBeLessThan(PATIENCE);
  expect(await waiting()).toBe(0);
  await owner.query('rollback');
  await house.joins(list, 'dag@example.org');
});

test('the keeper has the time that starting a large campaign takes', async () => {
  const keeper = house.keeper!.get<DataSource>(getDataSourceToken());
  const rows = (await keeper.query(
    `select name, setting::integer as ms from pg_settings
      where name in ('statement_timeout', 'idle_in_transaction_session_timeout')`,
  )) as { name: string; ms: number }[];
  const { statement_timeout: answer, idle_in_transaction_session_timeout: idle } = Object.fromEntries(
    rows.map(({ name, ms }) => [name, ms]),
  );
  // Ten times what the deliveries of 1,000,000 people take on two cores.
  expect(answer).toBeGreaterThanOrEqual(300_000);
  // A keeper that hangs with a row locked does not keep anybody from leaving for longer than that.
  expect(idle).toBe(60_000);
});
