import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { makeTestDatabase, type TestDatabase } from '../support/test-database.js';

/** Each lies in schemas of its own and is seen by roles of its own. */
const HOUSES = {
  people: {
    schemas: ['jatakk', 'vault', 'bullmq'],
    roles: ['jatakk_web', 'jatakk_keeper', 'jatakk_receiver'],
  },
  surveys: { schemas: ['survey'], roles: ['jatakk_survey'] },
  traffic: { schemas: ['traffic'], roles: ['jatakk_traffic'] },
} as const;
type House = keyof typeof HOUSES;
const NAMES = Object.keys(HOUSES) as House[];
const others = (house: House) => NAMES.filter((name) => name !== house);

let database: TestDatabase;
beforeAll(async () => {
  database = await makeTestDatabase();
});
afterAll(() => database.drop());

const named = async (sql: string, values: unknown[] = []): Promise<string[]> =>
  (await database.owner.query<{ name: string }>(sql, values)).rows.map(({ name }) => name);

test('no foreign key, view, trigger or other thing that the database knows of leads from one to another', async () => {
  const crossing = await named(
    `with objects as (
       select 'pg_class'::regclass as class, c.oid, n.nspname from pg_class c join pg_namespace n on n.oid = c.relnamespace
       union all select 'pg_proc'::regclass, p.oid, n.nspname from pg_proc p join pg_namespace n on n.oid = p.pronamespace
       union all select 'pg_type'::regclass, t.oid, n.nspname from pg_type t join pg_namespace n on n.oid = t.typnamespace
       union all select 'pg_rewrite'::regclass, r.oid, n.nspname from pg_rewrite r
         join pg_class c on c.oid = r.ev_class join pg_namespace n on n.oid = c.relnamespace
       union all select 'pg_constraint'::regclass, k.oid, n.nspname from pg_constraint k join pg_namespace n on n.oid = k.connamespace
       union all select 'pg_trigger'::regclass, t.oid, n.nspname from pg_trigger t
         join pg_class c on c.oid = t.tgrelid join pg_namespace n on n.oid = c.relnamespace
     ), ours as (
       select o.*, case when nspname in ('survey', 'traffic') then nspname else 'people' end as house from objects o
        where nspname in ('jatakk', 'vault', 'bullmq', 'survey', 'traffic'))
     select distinct a.house || ' -> ' || b.house || ': ' || pg_describe_object(a.class, a.oid, 0) as name
       from pg_depend d
       join ours a on a.class = d.classid and a.oid = d.objid
       join ours b on b.class = d.refclassid and b.oid = d.refobjid
      where a.house <> b.house`,
  );
  expect(crossing).toEqual([]);
});

test.each(NAMES)('no function of %s names a schema of the others', async (house) => {
  const functions = await named(
    `select p.oid::regprocedure::text as name from pg_proc p join pg_namespace n on n.oid = p.pronamespace
      where n.nspname = any ($1)
        and (p.prosrc ~ $2 or exists (select from unnest(p.proconfig) c where c ~ $2))`,
    [
      HOUSES[house].schemas,
      `\\m(${others(house)
        .flatMap((name) => HOUSES[name].schemas)
        .join('|')})\\.`,
    ],
  );
  expect(functions).toEqual([]);
});

test.each(NAMES)(
  'no role of %s has a right in the schemas of the others, and none is a member of any',
  async (house) => {
    const schemas = others(house).flatMap((name) => [...HOUSES[name].schemas]);
    const roles = [...HOUSES[house].roles];
    expect(
      await named(
        `select r.role || ' ' || n.nspname as name from unnest($1::text[]) r (role), pg_namespace n
        where n.nspname = any ($2) and has_schema_privilege(r.role, n.oid, 'usage, create')`,
        [roles, schemas],
      ),
    ).toEqual([]);
    expect(
      await named(
        `select r.role || ' ' || c.oid::regclass as name
         from unnest($1::text[]) r (role), pg_class c join pg_namespace n on n.oid = c.relnamespace
        where n.nspname = any ($2) and case when c.relkind in ('r', 'p', 'v', 'm') then
          has_any_column_privilege(r.role, c.oid, 'select, insert, update, references')
          or has_table_privilege(r.role, c.oid, 'delete, truncate, trigger') else false end`,
        [roles, schemas],
      ),
    ).toEqual([]);
    expect(
      await named(
        `select member::regrole || ' ' || roleid::regrole as name from pg_auth_members
        where member::regrole::text = any ($1)`,
        [roles],
      ),
    ).toEqual([]);
  },
);

test.each(['surveys', 'traffic'] as const)(
  '%s stand when everything else is dropped, and nothing of people falls with them',
  async (house) => {
    const { owner } = database;
    const inSchemas = (schemas: readonly string[]) =>
      named(
        `select c.oid::regclass::text as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where n.nspname = any ($1) union all
       select p.oid::regprocedure::text from pg_proc p join pg_namespace n on n.oid = p.pronamespace
        where n.nspname = any ($1) order by 1`,
        [schemas],
      );
    const mine = [...HOUSES[house].schemas];
    const theirs = others(house).flatMap((name) => [...HOUSES[name].schemas]);
    const before = { mine: await inSchemas(mine), theirs: await inSchemas(theirs) };
    await owner.query('begin');
    await owner.query(`drop schema ${theirs.join(', ')} cascade`);
    expect(await inSchemas(mine)).toEqual(before.mine);
    await owner.query('rollback');
    await owner.query('begin');
    await owner.query(`drop schema ${mine.join(', ')} cascade`);
    expect(await inSchemas(theirs)).toEqual(before.theirs);
    await owner.query('rollback');
  },
);
