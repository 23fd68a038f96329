import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { DataSource } from 'typeorm';
import { migrate } from '../../src/platform/database/migrate.js';
import { migrations } from '../../src/platform/database/migrations.js';
import { makeTestDatabase, type TestDatabase } from '../support/test-database.js';

let database: TestDatabase;
let mapped: DataSource;

beforeAll(async () => {
  database = await makeTestDatabase();
  mapped = await new DataSource({
    type: 'postgres',
    url: database.ownerUrl,
    schema: 'jatakk',
    installExtensions: false,
    entities: await everyEntity(),
  }).initialize();
});
afterAll(async () => {
  await mapped.destroy();
  await database.drop();
});

/** Every class in a file named *.entity.ts. */
async function everyEntity(): Promise<(new () => object)[]> {
  const files = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.entity.ts'),
  );
  const modules = await Promise.all(
    files.map(
      (file) =>
        import(pathToFileURL(join(process.cwd(), 'src', file)).href) as Promise<Record<string, unknown>>,
    ),
  );
  return modules
    .flatMap((exports) => Object.values(exports))
    .filter((each) => typeof each === 'function') as (new () => object)[];
}

test('every mapped column is in the database with that type and nullability, and every column of a mapped table is mapped', async () => {
  expect(mapped.entityMetadatas.length).toBeGreaterThanOrEqual(5);
  for (const entity of mapped.entityMetadatas) {
    const { rows } = await database.owner.query<{
      name: string;
      type: string;
      nullable: boolean;
      key: boolean;
    }>(
      `select a.attname as name, format_type(a.atttypid, a.atttypmod) as type, not a.attnotnull as nullable
         from pg_attribute a where a.attrelid = $1::regclass and a.attnum > 0 and not a.attisdropped`,
      [`${entity.schema}.${entity.tableName}`],
    );
    const inCode = entity.columns.map(({ databaseName: name, type, isArray, isNullable: nullable }) => ({
      name,
      type: `${String(type).replace('timestamptz', 'timestamp with time zone')}${isArray ? '[]' : ''}`,
      nullable,
    }));
    const byName = (one: { name: string }, other: { name: string }) => (one.name < other.name ? -1 : 1);
    expect([entity.name, inCode.sort(byName)]).toEqual([entity.name, rows.sort(byName)]);
  }
});

test('every mapped primary key holds the columns of the one in the database', async () => {
  for (const entity of mapped.entityMetadatas) {
    const { rows } = await database.owner.query<{ name: string }>(
      `select a.attname as name from pg_index i join pg_attribute a on a.attrelid = i.indrelid and a.attnum = any (i.indkey)
        where i.indrelid = $1::regclass and i.indisprimary`,
      [`${entity.schema}.${entity.tableName}`],
    );
    const inCode = entity.primaryColumns.map(({ databaseName }) => databaseName);
    expect([entity.name, inCode.sort()]).toEqual([entity.name, rows.map(({ name }) => name).sort()]);
  }
});

test('migrating twice changes nothing', async () => {
  const before = await shape();
  const said: string[] = [];
  await migrate({
    ownerUrl: database.ownerUrl,
    passwords: {},
    undoSeconds: 0,
    log: (line) => said.push(line),
  });
  expect(said).toEqual([]);
  expect(await shape()).toEqual(before);
  expect(before.length).toBeGreaterThan(200);
});

test('migrations are numbered from one, in their order, none twice', () => {
  const numbers = migrations.map(({ name }) => Number(name.slice(-4)));
  expect(numbers[0]).toBe(1);
  expect(numbers).toEqual([...new Set(numbers)].sort((one, other) => one - other));
});

/** The whole database in lines: columns, defaults, checks, keys, indexes, functions, triggers and rights. */
async function shape(): Promise<string[]> {
  const { rows } = await database.owner.query<{ line: string }>(`
    with ours as (select oid, nspname, nspacl from pg_namespace where nspname in ('jatakk', 'vault', 'survey', 'traffic', 'bullmq', 'public'))
    select concat_ws(' ', 'column', c.oid::regclass, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull,
                     pg_get_expr(d.adbin, d.adrelid), a.attacl) as line
      from pg_class c join ours on ours.oid = c.relnamespace
      join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
      left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum where c.relkind in ('r', 'p')
    union all select concat_ws(' ', 'relation', c.oid::regclass, c.relkind, c.relpersistence, c.relowner::regrole, c.relacl)
      from pg_class c join ours on ours.oid = c.relnamespace
    union all select concat_ws(' ', 'constraint', k.conrelid::regclass, k.conname, pg_get_constraintdef(k.oid))
      from pg_constraint k join ours on ours.oid = k.connamespace
    union all select indexdef from pg_indexes where schemaname in (select nspname from ours)
    union all select concat_ws(' ', pg_get_functiondef(p.oid), p.proowner::regrole, p.proacl)
      from pg_proc p join ours on ours.oid = p.pronamespace where p.prokind = 'f'
    union all select pg_get_triggerdef(t.oid) from pg_trigger t where not t.tgisinternal
    union all select concat_ws(' ', 'schema', nspname, nspacl) from ours
    union all select concat_ws(' ', 'role', rolname, rolsuper, rolcanlogin, rolcreaterole, rolcreatedb, rolbypassrls)
      from pg_roles where rolname like 'jatakk%'
    union all select concat_ws(' ', 'migration', name) from jatakk.migration
    union all select concat_ws(' ', 'database', datacl) from pg_database where datname = current_database()
    order by 1`);
  return rows.map(({ line }) => line);
}
