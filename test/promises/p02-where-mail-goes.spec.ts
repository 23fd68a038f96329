import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type pg from 'pg';
import { makeTestDatabase, type TestDatabase } from '../support/test-database.js';
import { exceptions, outcomeOf, signInto } from './support/attempt.js';

const GO_LIVE = `select jatakk.go_live('https://ond.example', 'ond.example', 465, 'tls', null, null) as done`;

let database: TestDatabase;
let owner: pg.Client;
let web: pg.Client;
let keeper: pg.Client;

/** A live house, as far as the database goes, with both relays. */
beforeAll(async () => {
  database = await makeTestDatabase();
  ({ owner } = database);
  web = await signInto(database.webUrl);
  keeper = await signInto(database.keeperUrl);
  await owner.query(`
    insert into jatakk.organisation (name, org_number, postal_address, contact_email, privacy_email)
    values ('Fjellhallen', '974760673', 'Oslo', 'post@fjellhallen.example', 'post@fjellhallen.example')`);
  const { rows } = await web.query(
    `select jatakk.go_live('https://post.fjellhallen.example', 'smtp.example', 587, 'starttls', 'kari', '\\x01') as done`,
  );
  expect(rows).toEqual([{ done: true }]);
  await owner.query(
    `insert into jatakk.relay (position, host, port, security) values (2, 'reserve.example', 465, 'tls')`,
  );
});
afterAll(async () => {
  await web.end();
  await keeper.end();
  await database.drop();
});

const WRITES = [
  'delete from jatakk.relay',
  `insert into jatakk.relay (position, host, port, security) values (1, 'ond.example', 465, 'tls')`,
  `update jatakk.relay set host = 'ond.example'`,
  'update jatakk.relay set since = now()',
  'select 1 from jatakk.relay for update',
  'truncate jatakk.relay',
  'alter table jatakk.relay disable trigger all',
  'drop trigger relay_recorded on jatakk.relay',
  `insert into jatakk.relay_change (position, act, host, port, security) values (1, 'set', 'x', 25, 'tls')`,
  `update jatakk.relay_change set host = 'x'`,
  'delete from jatakk.relay_change',
  'truncate jatakk.relay_change',
  'select jatakk.record_relay_change()',
];

test('send the mail another way as web, or as the keeper: permission denied', async () => {
  expect(await exceptions(web, WRITES, 'permission denied')).toEqual([]);
  expect(await exceptions(keeper, WRITES, 'permission denied')).toEqual([]);
});

test('go live once more as web, with a relay of its own choice: nothing changes', async () => {
  const before = await owner.query('select * from jatakk.relay');
  expect((await web.query(GO_LIVE)).rows).toEqual([{ done: false }]);
  expect((await owner.query('select * from jatakk.relay')).rows).toEqual(before.rows);
  expect(await outcomeOf(keeper, GO_LIVE)).toBe('permission denied');
});

test("read a relay's user or sealed password as web: permission denied", async () => {
  const reads = ['username', 'password_sealed', '*', 'r'].map((what) => `select ${what} from jatakk.relay r`);
  expect(await exceptions(web, reads, 'permission denied')).toEqual([]);
});

test('change a relay by hand as the owner, in whichever way: it is written down', async () => {
  const { rows: before } = await owner.query('select max(id) as last from jatakk.relay_change');
  await owner.query(`delete from jatakk.relay where position = 2`);
  await owner.query(`update jatakk.relay set port = 465, security = 'tls'`);
  await owner.query('update jatakk.relay set position = 2');
  await owner.query(`
    insert into jatakk.relay (position, host, port, security, since)
    values (1, 'ny.example', 465, 'tls', '1999-01-01') on conflict (position) do nothing`);
  await owner.query(`
    insert into jatakk.relay (position, host, port, security) values (1, 'nyere.example', 465, 'tls')
    on conflict (position) do update set host = excluded.host`);
  const { rows } = await owner.query(
    `select format('%s %s %s:%s %s', act, position, host, port, security) as said, at > now() - interval '1 minute' as now
       from jatakk.relay_change where id > $1 order by id`,
    [(before[0] as { last: string }).last],
  );
  expect(rows).toEqual(
    [
      'removed 2 reserve.example:465 tls',
      'set 1 smtp.example:465 tls',
      'removed 1 smtp.example:465 tls',
      'set 2 smtp.example:465 tls',
      'set 1 ny.example:465 tls',
      'set 1 nyere.example:465 tls',
    ].map((said) => ({ said, now: true })),
  );
  const { rows: dated } = await owner.query(
    `select bool_and(since > now() - interval '1 minute') as fresh from jatakk.relay`,
  );
  expect(dated).toEqual([{ fresh: true }]);
});

test('rewrite, delete or empty what is written down, even as the owner: refused', async () => {
  for (const sql of [
    `update jatakk.relay_change set host = 'x'`,
    'delete from jatakk.relay_change',
    'truncate jatakk.relay_change',
    'truncate jatakk.relay',
  ]) {
    expect(await outcomeOf(owner, sql)).toContain('what became of the relays is kept');
  }
});
