import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type pg from 'pg';
import { exceptions, outcomeOf, signInto } from './support/attempt.js';
import { attackFunctions } from './support/definer-audit.js';
import { openTwoRegisters, type TwoRegisters } from './support/two-registers.js';

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

test('read addresses, row keys or evidence as keeper without the gate: permission denied', async () => {
  const reads = [
    'select address from jatakk.subscriber',
    'select * from jatakk.subscriber',
    'select suppression_hash from jatakk.subscriber',
    'select p::text from jatakk.subscriber p',
    'copy jatakk.subscriber (address) to stdout',
    'select 1 from jatakk.subscriber where octet_length(address) > 0',
    'select key from vault.row_key',
    'select count(*) from vault.row_key',
    'delete from vault.row_key',
    'update vault.row_key set key = key',
    'update jatakk.subscriber set address = address',
    'delete from jatakk.subscriber',
    'select * from jatakk.consent_record',
    'delete from jatakk.consent_record',
    'select address_sealed from jatakk.staff',
    'select login_hash from jatakk.staff',
    'select hash from jatakk.leave_undo',
  ];
  expect(await exceptions(keeper, reads, 'permission denied')).toEqual([]);
});

test('have a row that exists handed back by a second INSERT as keeper: permission denied', async () => {
  const { rows } = await owner.query<{ register_id: string; id: string }>(
    'select register_id, id from jatakk.subscriber limit 1',
  );
  const { register_id: register, id } = rows[0]!;
  const again = `insert into jatakk.subscriber (register_id, id, blind_index, suppression_hash, address, key_version)
    select register_id, id, blind_index, decode(repeat('00', 32), 'hex'), '\\x00', 1
      from jatakk.subscriber where register_id = '${register}' and id = '${id}'
    on conflict (register_id, blind_index) do update set key_version = 2 returning address`;
  expect(await outcomeOf(keeper, again)).toBe('permission denied');
  const key = `insert into vault.row_key values ('${register}', '${id}', '\\x00000000000000000000000000000000')
    on conflict (register_id, row_id) do update set key = excluded.key returning key`;
  expect(await outcomeOf(keeper, key)).toBe('permission denied');
});

test('shadow tables, functions and operators in front of every function that runs as its owner: nothing changes', async () => {
  expect(await attackFunctions(people)).toEqual({ withoutShadows: [], withShadows: [] });
});

test('provoke error messages in functions that may read everything: no address, index, hash or key in them', async () => {
  const { rows } = await owner.query<{ secret: string }>(
    `select encode(address, 'hex') as secret from jatakk.subscriber
     union all select encode(suppression_hash, 'hex') from jatakk.subscriber
     union all select encode(key, 'hex') from vault.row_key`,
  );
  const { rows: tokens } = await owner.query<{ hash: Buffer }>(
    `select unsubscribe_hash as hash from jatakk.subscription where state = 'confirmed' limit 1`,
  );
  const provocations: [pg.Client, string, unknown[]][] = [
    [web, 'select * from jatakk.leave($1, $2)', [tokens[0]!.hash, Buffer.of(0)]],
    [web, `select * from jatakk.go_live(null, null, 0, 'x', null, null)`, []],
    [web, `select * from jatakk.act_on_campaign('x', 'send')`, []],
    [keeper, `select * from jatakk.gate(array['x']::uuid[], '{1}')`, []],
    [
      keeper,
      'insert into jatakk.subscriber (register_id, id) values (gen_random_uuid(), gen_random_uuid())',
      [],
    ],
    [
      keeper,
      `insert into jatakk.subscriber (register_id, id, blind_index, suppression_hash, address, key_version)
       select register_id, gen_random_uuid(), blind_index, blind_index, '\\x00', 1 from jatakk.subscriber limit 1`,
      [],
    ],
  ];
  for (const [client, sql, values] of provocations) {
    await client.query('begin');
    const error = await client.query(sql, values).then(
      () => undefined,
      (thrown: unknown) => thrown as pg.DatabaseError,
    );
    await client.query('rollback');
    expect(error?.code).toMatch(/^2/);
    const said = JSON.stringify([error, error?.message]);
    expect(rows.filter(({ secret }) => said.includes(secret.slice(0, 24)))).toEqual([]);
  }
});

test('find a function that runs as its owner with an open search_path, or one that PUBLIC may call: none', async () => {
  const { rows } = await owner.query<{ name: string; definer: boolean; path: string | null; open: boolean }>(
    `select p.oid::regprocedure::text as name, p.prosecdef as definer,
            (select substr(c, 13) from unnest(p.proconfig) c where c like 'search_path=%') as path,
            has_function_privilege('public', p.oid, 'execute') as open
       from pg_proc p join pg_namespace n on n.oid = p.pronamespace
      where n.nspname not in ('pg_catalog', 'information_schema')`,
  );
  const definers = rows.filter(({ definer }) => definer);
  expect(definers.length).toBeGreaterThan(15);
  expect(
    definers.filter(
      ({ path }) => !/^pg_catalog, (jatakk, (vault, )?|survey, |traffic, )pg_temp$/.test(path ?? ''),
    ),
  ).toEqual([]);
  expect(rows.filter(({ open }) => open).map(({ name }) => name)).toEqual([]);
});

test('find a role that may make temporary tables, or anything in a schema: only the owner of the tables', async () => {
  const { rows } = await owner.query<{ role: string }>(
    `select r.rolname as role from pg_roles r, unnest(array['TEMP', 'CREATE']) p
      where has_database_privilege(r.oid, current_database(), p) and r.rolcanlogin
     union select r.rolname from pg_roles r, pg_namespace n
      where n.nspname in ('public', 'jatakk', 'vault', 'survey', 'traffic', 'bullmq')
        and has_schema_privilege(r.oid, n.oid, 'CREATE') and r.rolcanlogin
     union select 'public' from pg_namespace n
      where n.nspname in ('public', 'jatakk', 'vault', 'survey', 'traffic', 'bullmq') and has_schema_privilege('public', n.oid, 'CREATE, USAGE')
     union select 'public' where has_database_privilege('public', current_database(), 'TEMP, CREATE')`,
  );
  expect(rows.map(({ role }) => role)).toEqual(['jatakk_owner']);
});
