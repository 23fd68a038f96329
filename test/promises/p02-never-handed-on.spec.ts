import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type pg from 'pg';
import { exceptions, outcomeOf, signInto } from './support/attempt.js';
import { openTwoRegisters, type TwoRegisters } from './support/two-registers.js';

const PEOPLE = [
  'jatakk.subscriber',
  'jatakk.subscription',
  'jatakk.suppression',
  'jatakk.consent_record',
  'jatakk.notice',
  'jatakk.notice_subscription',
  'jatakk.delivery',
  'jatakk.leave_undo',
  'jatakk.throttle',
  'jatakk.intake',
  'jatakk.journal',
  'jatakk.address_change',
  'jatakk.window_ask',
  'jatakk.looked_up',
];
const KEYS = ['vault.ring_key', 'vault.row_key'];

let people: TwoRegisters;
let owner: pg.Client;
let web: pg.Client;
let keeper: pg.Client;

beforeAll(async () => {
  people = await openTwoRegisters();
  const { database } = people.house;
  owner = database.owner;
  web = await signInto(database.webUrl);
  keeper = await signInto(database.keeperUrl);
});
afterAll(async () => {
  await web.end();
  await keeper.end();
  await people.house.close();
});

test.each([...PEOPLE, ...KEYS])(
  'read %s as web, row by row or as a copy: permission denied',
  async (table) => {
    const column = table === 'jatakk.intake' ? 'sealed' : '*';
    const reads = [
      `select ${column} from ${table}`,
      `select count(*) from ${table}`,
      `select 1 from ${table} limit 1 for update`,
      `table ${table}`,
      `copy ${table} to stdout`,
      `copy (select ${column} from ${table}) to stdout`,
      `explain analyze select ${column} from ${table}`,
      `select * from (select t::text from ${table} t) x`,
    ];
    expect(await exceptions(web, reads, 'permission denied')).toEqual([]);
  },
);

test('change, delete or empty any table of people or keys as web: permission denied', async () => {
  const writes = [...PEOPLE, ...KEYS].flatMap((table) => [
    `update ${table} set ${table === 'jatakk.leave_undo' ? 'until = now()' : `${anyColumn(table)} = ${anyColumn(table)}`}`,
    `delete from ${table}`,
    `truncate ${table} cascade`,
    `lock table ${table} in access exclusive mode`,
    `comment on table ${table} is 'mine'`,
    `alter table ${table} disable trigger all`,
  ]);
  expect(await exceptions(web, writes, 'permission denied')).toEqual([]);
});

test('have a sealed form handed back by its own INSERT as web: permission denied', async () => {
  const insert = `insert into jatakk.intake (id, ring_id, key_version, kind, sealed)
    values (gen_random_uuid(), gen_random_uuid(), 1, 'sign-up', '\\x00')`;
  expect(await outcomeOf(web, insert)).toBe('done');
  const grabs = [
    `${insert} returning sealed`,
    `${insert} on conflict (id) do update set sealed = excluded.sealed`,
    `merge into jatakk.intake i using (values (1)) v (x) on true when matched then delete`,
    `insert into jatakk.intake (id, ring_id, key_version, kind, sealed, quarantined)
       values (gen_random_uuid(), gen_random_uuid(), 1, 'sign-up', '\\x00', true)`,
  ];
  expect(await exceptions(web, grabs, 'permission denied')).toEqual([]);
});

test('call the gates and the other functions of the keeper as web: permission denied', async () => {
  const calls = [
    `select * from jatakk.gate('{}', '{}')`,
    `select * from jatakk.open_deliveries('{}', '{}')`,
    `select * from jatakk.notice_gate(gen_random_uuid(), 1)`,
    `select jatakk.forget_unconfirmed()`,
    `select jatakk.compact_tally(gen_random_uuid())`,
    `select jatakk.record_consent(null, 'yes', 'double-opt-in')`,
    `select * from jatakk.judge_deliveries('{}')`,
    `select jatakk.settle_deliveries('{}', '{}', '{}', '{}', '{}', '{}', 12)`,
    `select jatakk.judge_failures('{}')`,
    `select jatakk.keeps_failing(null)`,
    `select jatakk.confirmation_expired(null)`,
    `select jatakk.stops_notice(gen_random_uuid(), '', 'manage')`,
    `select jatakk.erase_subscriber(gen_random_uuid(), gen_random_uuid())`,
    `select jatakk.drop_subscriber(gen_random_uuid(), gen_random_uuid())`,
    `select jatakk.drop_subscriptions(gen_random_uuid(), '{}')`,
    `select jatakk.forget_trial()`,
  ];
  expect(await exceptions(web, calls, 'permission denied')).toEqual([]);
});

test('call what the pages are for, or what only other functions may, as keeper: permission denied', async () => {
  const calls = [
    `select * from jatakk.judge_deliveries('{}')`,
    `select jatakk.judge_failures('{}')`,
    `select jatakk.keeps_failing(null)`,
    `select * from jatakk.failure_classes(gen_random_uuid())`,
    `select jatakk.resend_unknown(gen_random_uuid(), 1)`,
    `select jatakk.act_on_campaign(gen_random_uuid(), 'send')`,
    `select jatakk.confirm('\\x00')`,
    `select * from jatakk.leave('\\x00', null)`,
    `select * from jatakk.undo_leave('\\x00')`,
    `select jatakk.record_consent(null, 'yes', 'double-opt-in')`,
    `select jatakk.erase_subscriber(gen_random_uuid(), gen_random_uuid())`,
    `select jatakk.drop_subscriber(gen_random_uuid(), gen_random_uuid())`,
    `select jatakk.forget_trial()`,
    `select * from jatakk.address_change`,
    `select evidence, fields from jatakk.subscription`,
    `update jatakk.subscription set evidence = null`,
  ];
  expect(await exceptions(keeper, calls, 'permission denied')).toEqual([]);
});

test('become another role, as web and as keeper: permission denied', async () => {
  const roles = [
    'jatakk_owner',
    'jatakk_schema',
    'jatakk_web',
    'jatakk_keeper',
    'jatakk_receiver',
    'jatakk_survey',
    'jatakk_traffic',
    'pg_read_all_data',
  ];
  for (const [client, me] of [
    [web, 'jatakk_web'],
    [keeper, 'jatakk_keeper'],
  ] as const) {
    const steps = roles
      .filter((role) => role !== me)
      .flatMap((role) => [`set role ${role}`, `set session authorization ${role}`, `grant ${role} to ${me}`]);
    expect(await exceptions(client, steps, 'permission denied')).toEqual([]);
  }
});

test('make a table, schema, function, operator, view or extension, as web and as keeper: permission denied', async () => {
  const makes = [
    'create temp table subscription (id uuid)',
    'create schema mine',
    ...['public', 'jatakk', 'vault', 'survey', 'traffic', 'bullmq'].flatMap((schema) => [
      `create table ${schema}.mine (x integer)`,
      `create view ${schema}.mine as select 1`,
      `create function ${schema}.mine() returns integer language sql as 'select 1'`,
      `create operator ${schema}.=== (leftarg = bytea, rightarg = bytea, function = byteaeq)`,
    ]),
    'create extension dblink',
  ];
  for (const client of [web, keeper]) {
    const others = await exceptions(client, makes, 'permission denied');
    // In a schema that it may not even name, PostgreSQL says that there is no such schema or extension.
    expect(others.filter((line) => !/: (3F000|58P01|0A000|42602) /.test(line))).toEqual([]);
  }
});

test('read files, run programs and reach other servers from SQL, as web and as keeper: permission denied', async () => {
  const reaches = [
    `select pg_read_file('postgresql.conf')`,
    `select pg_read_binary_file('base/1/1259')`,
    `select pg_ls_dir('.')`,
    `copy (select 1) to program 'cat'`,
    `copy (select 1) to '/tmp/jatakk-stolen'`,
    `select lo_export(1, '/tmp/jatakk-stolen')`,
    `select * from pg_authid`,
    `select * from pg_statistic`,
    `select pg_logical_slot_get_changes('x', null, null)`,
  ];
  for (const client of [web, keeper])
    expect(await exceptions(client, reaches, 'permission denied')).toEqual([]);
});

test('read the statistics that PostgreSQL keeps of addresses, as web and as keeper: nothing', async () => {
  await owner.query('analyze');
  const statistics = `select tablename, attname from pg_stats where schemaname in ('jatakk', 'vault')
    and (tablename, attname) in (('subscriber', 'address'), ('subscriber', 'suppression_hash'), ('row_key', 'key'),
                                 ('staff', 'address_sealed'), ('consent_record', 'subscription_id'))`;
  expect((await owner.query(statistics)).rowCount).toBeGreaterThanOrEqual(4);
  for (const client of [web, keeper]) expect((await client.query(statistics)).rows).toEqual([]);
});

test("read the other role's running statements: insufficient privilege", async () => {
  await keeper.query(`select 'kanari' as marker`);
  const { rows } = await web.query<{ query: string }>(
    `select query from pg_stat_activity where usename = 'jatakk_keeper'`,
  );
  expect(rows.length).toBeGreaterThan(0);
  expect(new Set(rows.map(({ query }) => query))).toEqual(new Set(['<insufficient privilege>']));
});

function anyColumn(table: string): string {
  const named: Record<string, string> = {
    'jatakk.address_change': 'notice_id',
    'jatakk.looked_up': 'session_hash',
    'jatakk.notice_subscription': 'notice_id',
    'jatakk.suppression': 'hash',
    'jatakk.throttle': 'key',
    'vault.ring_key': 'ring_id',
    'vault.row_key': 'row_id',
  };
  return named[table] ?? 'id';
}
