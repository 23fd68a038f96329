import { getDataSourceToken } from '@nestjs/typeorm';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { DataSource } from 'typeorm';
import { Catalogue } from '../../src/consent/catalogue.service.js';
import { Frames } from '../../src/web/http/frames.service.js';
import { leavePath, type ListIds, TestHouse } from '../support/house.js';
import { until } from '../support/until.js';

let house: TestHouse;
let list: ListIds;
const statements: string[] = [];

beforeAll(async () => {
  house = await TestHouse.open();
  await house.setUp();
  list = await house.makeList(await house.makeRegister('nyhetsbrev'), 'hostprogrammet', 'Høstprogrammet');
  const database = house.web.get<DataSource>(getDataSourceToken());
  const createQueryRunner = database.createQueryRunner.bind(database);
  database.createQueryRunner = (mode) => {
    const runner = createQueryRunner(mode);
    const query = runner.query.bind(runner);
    runner.query = (sql: string, ...rest: unknown[]) => {
      statements.push(sql.replace(/\s+/g, ' ').trim());
      return (query as (...all: unknown[]) => Promise<never>)(sql, ...rest);
    };
    return runner;
  };
});
afterAll(() => house.close());

/** One sign-up, in all that anybody outside can see of it and all that web asked the database before answering. */
async function seenFrom(address: string) {
  // What web keeps for a second or two is read anew for everybody.
  house.web.get(Catalogue).forget();
  house.web.get(Frames).forgetHouse();
  statements.length = 0;
  const answer = await house.visitor.post(`/lists/${list.slug}`, { list: list.slug, address, locale: 'nb' });
  // The bell rings later, for whoever came in the last tenth of a second.
  const asked = statements.filter((sql) => !sql.includes('pg_notify'));
  const headers = Object.fromEntries([...answer.headers].filter(([name]) => name !== 'date'));
  const body = await answer.text();
  return { status: answer.status, headers, body: body.replaceAll(address, '…'), asked };
}

test('a new, a pending, a confirmed, a suppressed and a departed address are answered alike, with one INSERT', async () => {
  const owner = house.database.owner;
  // Addresses of one length, since the length of an answer is that of what was typed.
  const [suppressed, pending, confirmed, departed, unknown] = [
    'quiet@example.org',
    'await@example.org',
    'joins@example.org',
    'leave@example.org',
    'never@example.org',
  ] as const;
  await house.signsUpTo(list, suppressed);
  await house.confirmationFor(suppressed);
  await owner.query(
    `insert into jatakk.suppression (register_id, hash, kind)
     select register_id, suppression_hash, 'objection' from jatakk.subscriber`,
  );
  await house.signsUpTo(list, pending);
  await house.confirmationFor(pending);
  await house.joins(list, confirmed);
  const mail = await house.joins(list, departed);
  await house.visitor.post(leavePath(mail), { 'List-Unsubscribe': 'One-Click' });
  // So long ago that only how they stand can make a difference.
  await owner.query(`update jatakk.notice set handed_at = handed_at - interval '2 hours'`);

  const seen = [];
  for (const address of [unknown, pending, confirmed, suppressed, departed])
    seen.push(await seenFrom(address));
  const [first, ...others] = seen;
  expect(first!.status).toBe(200);
  const writes = first!.asked.filter((sql) => !sql.startsWith('select'));
  expect(writes).toHaveLength(1);
  expect(writes[0]).toMatch(/^insert into jatakk\.intake/);
  for (const other of others) expect(other).toEqual(first);

  // Behind the answer they are told apart: whoever is on the list, or wants no mail, gets none.
  const mails = (address: string) => house.sink.to(address).length;
  await until(
    'the confirmations',
    () => mails(unknown) === 1 && mails(pending) === 2 && mails(departed) === 2,
  );
  await until('all is opened', async () => (await owner.query('select from jatakk.intake')).rowCount === 0);
  expect([mails(confirmed), mails(suppressed)]).toEqual([1, 1]);
});
