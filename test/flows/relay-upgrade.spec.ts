import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { DataSource } from 'typeorm';
import { migrations } from '../../src/platform/database/migrations.js';
import { CreateRelays1700000000008 } from '../../src/platform/database/migrations/0008-create-relays.js';
import { makeTestDatabase, type TestDatabase } from '../support/test-database.js';

const BEFORE = migrations.slice(0, migrations.indexOf(CreateRelays1700000000008));
const SEALED = Buffer.from('forseglet');

let house: TestDatabase;
let url: string;

beforeAll(async () => {
  house = await makeTestDatabase();
});
afterAll(async () => {
  await house.owner.query(`drop database if exists ${nameOf('trial')} with (force)`);
  await house.owner.query(`drop database if exists ${nameOf('live')} with (force)`);
  await house.drop();
});

const nameOf = (mode: string) => `${/@\/(\w+)\?/.exec(house.ownerUrl)![1]!}_${mode}`;

/** A database of its own as it was before there were relays, with what `sql` puts into it; then brought up. */
async function upgraded(mode: string, sql: string, values: unknown[] = []): Promise<DataSource> {
  await house.owner.query(`create database ${nameOf(mode)}`);
  url = house.ownerUrl.replace(/@\/\w+\?/, `@/${nameOf(mode)}?`);
  const before = await open(BEFORE);
  await before.query('create schema jatakk');
  await before.runMigrations();
  await before.query(sql, values);
  await before.destroy();
  const after = await open(migrations);
  await after.runMigrations();
  return after;
}

function open(known: typeof migrations): Promise<DataSource> {
  return new DataSource({
    type: 'postgres',
    url,
    migrations: [...known],
    migrationsTableName: 'migration',
    installExtensions: false,
    poolSize: 1,
  }).initialize();
}

test('the relay of a house that is live is taken over with its password, its time unknown, and no change recorded', async () => {
  const database = await upgraded(
    'live',
    `update jatakk.installation set mode = 'live', public_url = 'https://post.fjellhallen.no',
       relay_host = 'smtp.fjellhallen.no', relay_port = 587, relay_security = 'starttls', relay_user = 'kari',
       relay_password_sealed = $1`,
    [SEALED],
  );
  try {
    expect(await database.query('select * from jatakk.relay')).toEqual([
      {
        position: 1,
        host: 'smtp.fjellhallen.no',
        port: 587,
        security: 'starttls',
        username: 'kari',
        password_sealed: SEALED,
        since: null,
      },
    ]);
    expect(await database.query('select * from jatakk.relay_change')).toEqual([]);
    const columns = await database.query(
      `select column_name from information_schema.columns
        where table_schema = 'jatakk' and table_name = 'installation' and column_name like 'relay%'`,
    );
    expect(columns).toEqual([]);
    await database.query(`update jatakk.relay set username = 'ola'`);
    expect(await database.query('select since from jatakk.relay')).toEqual([{ since: null }]);
    expect(await database.query('select act, host from jatakk.relay_change')).toEqual([
      { act: 'set', host: 'smtp.fjellhallen.no' },
    ]);
  } finally {
    await database.destroy();
  }
});

test('on trial there is none, and live without an address on the web is still refused', async () => {
  const database = await upgraded('trial', 'select 1');
  try {
    expect(await database.query('select * from jatakk.relay')).toEqual([]);
    await expect(database.query(`update jatakk.installation set mode = 'live'`)).rejects.toThrow(
      'installation_live_has_url',
    );
  } finally {
    await database.destroy();
  }
});
