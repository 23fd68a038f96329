import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { DataSource } from 'typeorm';
import { migrations } from '../../src/platform/database/migrations.js';
import { UntieLeaves1700000000024 } from '../../src/platform/database/migrations/0024-untie-leaves.js';
import { makeTestDatabase, type TestDatabase } from '../support/test-database.js';

const BEFORE = migrations.slice(0, migrations.indexOf(UntieLeaves1700000000024));

let house: TestDatabase;
let name: string;

beforeAll(async () => {
  house = await makeTestDatabase();
  name = `${/@\/(\w+)\?/.exec(house.ownerUrl)![1]!}_before`;
});
afterAll(async () => {
  await house.owner.query(`drop database if exists ${name} with (force)`);
  await house.drop();
});

function open(known: typeof migrations): Promise<DataSource> {
  return new DataSource({
    type: 'postgres',
    url: house.ownerUrl.replace(/@\/\w+\?/, `@/${name}?`),
    migrations: [...known],
    migrationsTableName: 'migration',
    installExtensions: false,
    poolSize: 1,
  }).initialize();
}

/** The bytes of the records' table, as they lie on the disk. */
async function file(database: DataSource): Promise<Buffer> {
  await database.query('checkpoint');
  const rows = (await database.query(
    `select pg_read_binary_file(pg_relation_filepath('jatakk.consent_record')) as bytes`,
  )) as { bytes: Buffer }[];
  return rows[0]!.bytes;
}

test('a house from before: what lay beside its records is gone, from the file too; the records stay as they were', async () => {
  await house.owner.query(`create database ${name}`);
  const before = await open(BEFORE);
  await before.query('create schema jatakk');
  await before.runMigrations();
  const commitments = Array.from({ length: 50 }, () => randomBytes(32));
  // Nobody hangs on these records: the house around them is left out.
  await before.query('set session_replication_role = replica');
  await before.query(
    `insert into jatakk.consent_record
       (id, register_id, list_id, subscription_id, answer, method, purpose_version, locale, text_sha256, month,
        detail, detail_key_version, commitment)
     select gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), 'yes', 'double-opt-in', 1, 'nb',
        sha256('x'), date_trunc('month', current_date), sha256(x) || sha256(sha256(x)), 1, x from unnest($1::bytea[]) x`,
    [commitments],
  );
  const whole = `select md5(string_agg((to_jsonb(c) - 'commitment')::text, '' order by c.id)) as sum from jatakk.consent_record c`;
  const was = await before.query(whole);
  const lay = await file(before);
  expect(commitments.every((one) => lay.includes(one))).toBe(true);
  await before.destroy();

  const after = await open(migrations);
  await after.runMigrations();
  expect(await after.query(whole)).toEqual(was);
  const lies = await file(after);
  expect(lies.length).toBeGreaterThan(0);
  expect(commitments.filter((one) => lies.includes(one))).toEqual([]);
  await expect(
    after.query(`update jatakk.consent_record set told = 'x', told_id = id, told_key_version = 1`),
  ).rejects.toThrow('consent_record_entered');
  await after.destroy();
});
