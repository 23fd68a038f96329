import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { DataSource } from 'typeorm';
import { effectiveRights, refuseTooManyRights } from '../../src/platform/database/effective-rights.js';
import { RIGHTS_OF_KEEPER } from '../../src/platform/database/rights-of-keeper.js';
import { RIGHTS_OF_RECEIVER } from '../../src/platform/database/rights-of-receiver.js';
import { RIGHTS_OF_SURVEY } from '../../src/platform/database/rights-of-survey.js';
import { RIGHTS_OF_TRAFFIC } from '../../src/platform/database/rights-of-traffic.js';
import { RIGHTS_OF_WEB } from '../../src/platform/database/rights-of-web.js';
import { makeTestDatabase, type TestDatabase } from '../support/test-database.js';

let database: TestDatabase;

beforeAll(async () => {
  database = await makeTestDatabase();
});
afterAll(() => database.drop());

/** What a role may do, as PostgreSQL itself answers when asked by that role. */
async function asRole<T>(url: string, ask: (source: DataSource) => Promise<T>): Promise<T> {
  const source = await new DataSource({
    type: 'postgres',
    url,
    installExtensions: false,
    poolSize: 1,
  }).initialize();
  try {
    return await ask(source);
  } finally {
    await source.destroy();
  }
}

test.each([
  ['web', () => database.webUrl, RIGHTS_OF_WEB],
  ['keeper', () => database.keeperUrl, RIGHTS_OF_KEEPER],
  ['receiver', () => database.urls.receiver, RIGHTS_OF_RECEIVER],
  ['survey', () => database.urls.survey, RIGHTS_OF_SURVEY],
  ['traffic', () => database.urls.traffic, RIGHTS_OF_TRAFFIC],
] as const)('what the role of %s may do is exactly its committed list', async (_role, url, list) => {
  const rights = await asRole(url(), effectiveRights);
  expect(rights.sort()).toEqual([...list].sort());
  expect(new Set(list).size).toBe(list.length);
});

test.each([
  [
    'a column',
    'grant select (address) on jatakk.subscriber to jatakk_web',
    'column jatakk.subscriber.address SELECT',
  ],
  ['a table, through PUBLIC', 'grant select on vault.row_key to public', 'table vault.row_key SELECT'],
  [
    'a table made later',
    'create table jatakk.later (x integer); grant insert on jatakk.later to jatakk_web',
    'table jatakk.later INSERT',
  ],
  [
    'a function, by default',
    'create function jatakk.later() returns integer language sql as $$ select 1 $$',
    'function jatakk.later() EXECUTE',
  ],
  [
    'temporary tables',
    `do $$ begin execute format('grant temp on database %I to public', current_database()); end $$`,
    'database TEMP',
  ],
  [
    'the queue',
    'grant usage on schema bullmq to jatakk_web; grant select on all tables in schema bullmq to jatakk_web',
    'queue tables',
  ],
])('a right too many is named and refused: %s', async (_what, grant, named) => {
  await database.owner.query(grant);
  await asRole(database.webUrl, async (source) => {
    expect(await effectiveRights(source)).toContain(named);
    await expect(refuseTooManyRights(source, 'web', RIGHTS_OF_WEB)).rejects.toThrow(
      'may do more than it needs',
    );
  });
});
