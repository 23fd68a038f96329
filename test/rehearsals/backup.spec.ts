import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import pg from 'pg';
import { restoreDatabase, type Restored } from '../../src/cli/restore/restore-database.js';
import { LEFT_OUT } from '../../src/platform/backup/left-out.js';
import { type MadeBackup, makeBackup } from '../../src/platform/backup/make-backup.js';
import { checkBackup } from '../../src/platform/backup/read-backup.js';
import { tablesOf } from '../../src/platform/backup/tables.queries.js';
import { HalfRestoredError, migrate } from '../../src/platform/database/migrate.js';
import { JournalFolder } from '../../src/platform/journal/journal-folder.js';
import { type ListIds, leavePath, TestHouse } from '../support/house.js';
import { makeEmptyDatabase, type EmptyDatabase } from '../support/empty-database.js';
import { until } from '../support/until.js';

const root = mkdtempSync(join(tmpdir(), 'jatakk-backups-'));
const backups = join(root, 'backups');
const state = join(root, 'state');
const targets: EmptyDatabase[] = [];

let house: TestHouse;
let list: ListIds;

beforeAll(async () => {
  mkdirSync(state);
  house = await TestHouse.open({ env: { KEEPER_STATE: state } });
  await house.setUp();
  list = await house.makeList(await house.makeRegister('nyhetsbrev'), 'program');
});
afterEach(async () => {
  await Promise.all(targets.splice(0).map((target) => target.drop()));
});
afterAll(async () => {
  await house.close();
  rmSync(root, { recursive: true });
});

const order = (to = backups, keep = 3) => ({
  ownerUrl: house.database.ownerUrl,
  secret: house.keeperSecret.toString('base64url'),
  houseId: undefined,
  to,
  keep,
});
const back = () => makeBackup(order());

async function target(): Promise<EmptyDatabase> {
  const made = await makeEmptyDatabase();
  targets.push(made);
  return made;
}

/** Puts a backup into a new database, with the journal that the keeper has kept. */
async function restore(made: MadeBackup, into: EmptyDatabase): Promise<Restored> {
  const secrets = [house.keeperSecret];
  return restoreDatabase({
    ownerUrl: into.url,
    passwords: {},
    undoSeconds: 0,
    data: checkBackup(made.dataFile, 'data', secrets),
    vault: checkBackup(made.vaultFile, 'vault', secrets),
    secrets,
    journal: new JournalFolder(join(state, 'journal')).read().lines,
    seen: 0,
  });
}

/** Every row of every table as text, by table. */
async function contents(client: pg.Client): Promise<Record<string, string[]>> {
  const all: Record<string, string[]> = {};
  for (const { schema, name } of [
    ...(await tablesOf(client, 'data')),
    ...(await tablesOf(client, 'vault')),
  ]) {
    const { rows } = await client.query<{ line: string }>(
      `select t::text as line from ${schema}.${name} t order by 1`,
    );
    all[`${schema}.${name}`] = rows.map(({ line }) => line);
  }
  return all;
}

test('what is put back is what there was, row for row, but for what must not come back', async () => {
  await house.joins(list, 'ann@example.org');
  await house.isSent(await house.sends(list, 'Oktober'));
  // What the keeper writes by itself after that is written.
  await house.noticesAccepted();
  await house.answersEntered();
  const before = await contents(house.database.owner);
  const made = await back();
  const into = await target();
  const { rows, redone, forgotten } = await restore(made, into);
  expect([redone, forgotten]).toEqual([{}, 0]);
  const after = await contents(into.owner);
  expect(rows).toBe(Object.values(before).flat().length);
  // What a restore itself writes: the counter, its own question, and that the ledger's logs have ended. Of what staff did
  // every line is back, and two more tell of the restore.
  const log = (contents: Record<string, string[]>) => contents['jatakk.audit']!;
  expect(log(after).filter((line) => log(before).includes(line))).toEqual(log(before));
  expect(log(after).filter((line) => !log(before).includes(line))).toEqual([
    expect.stringContaining('restore-answered'),
    expect.stringContaining('restore-suspected'),
  ]);
  const changed = ['jatakk.installation', 'jatakk.restore_question', 'jatakk.ledger_log', 'jatakk.audit'];
  const same = (name: string) => !changed.includes(name);
  for (const name of Object.keys(before).filter(same))
    expect({ name, rows: after[name] }).toEqual({ name, rows: before[name] });
  // What numbers rows goes on behind them, and keys between tables hold again.
  const keys = (client: pg.Client) =>
    client.query(`select conrelid::regclass::text as table, conname, pg_get_constraintdef(oid) as is
                    from pg_constraint where connamespace = 'jatakk'::regnamespace order by 1, 2`);
  expect((await keys(into.owner)).rows).toEqual((await keys(house.database.owner)).rows);
  const { rows: triggers } = await into.owner.query(
    `select tgname from pg_trigger where tgenabled <> 'O' and not tgisinternal`,
  );
  expect(triggers).toEqual([]);
});

test('what is left out is exactly this', async () => {
  const { rows } = await house.database.owner.query<{ name: string; logged: boolean }>(
    `select n.nspname || '.' || c.relname as name, c.relpersistence = 'p' as logged
       from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where n.nspname in ('jatakk', 'vault', 'survey', 'traffic') and c.relkind = 'r' order by 1`,
  );
  const owner = house.database.owner;
  const backedUp = [...(await tablesOf(owner, 'data')), ...(await tablesOf(owner, 'vault'))].map(
    ({ schema, name }) => `${schema}.${name}`,
  );
  const missing = rows.map(({ name }) => name).filter((name) => !backedUp.includes(name));
  const passing = rows.filter(({ logged }) => !logged).map(({ name }) => name);
  expect(passing).toEqual(expect.arrayContaining(['jatakk.throttle', 'jatakk.window_ask']));
  expect(missing).toEqual([...Object.keys(LEFT_OUT), ...passing].sort());
  expect((await tablesOf(owner, 'vault')).map(({ name }) => name)).toEqual(['ring_key', 'row_key']);
});

test('many rows come back byte for byte, however the server cuts them up', async () => {
  const digest = (client: pg.Client) =>
    client.query(`select count(*), md5(string_agg(s::text, ',' order by hash)) from jatakk.suppression s`);
  // None of it is news for the journal.
  await house.database.owner.query('alter table jatakk.suppression disable trigger user');
  await house.database.owner.query(
    `insert into jatakk.suppression (register_id, hash, kind)
     select $1, sha256(n::text::bytea), 'complaint' from generate_series(1, 40000) n`,
    [list.registerId],
  );
  const into = await target();
  await restore(await back(), into);
  expect((await digest(into.owner)).rows).toEqual((await digest(house.database.owner)).rows);
  await house.database.owner.query(
    `delete from jatakk.suppression; alter table jatakk.suppression enable trigger user`,
  );
});

/** What COPY's binary format writes alike in every version of PostgreSQL that we run on. */
const PORTABLE = [
  'bigint',
  'boolean',
  'bytea',
  'date',
  'double precision',
  'integer',
  // Its text, as it was written.
  'json',
  'jsonb',
  'numeric',
  'real',
  'smallint',
  'text',
  'timestamp with time zone',
  'uuid',
].flatMap((type) => [type, `${type}[]`]);

test('every column is of a type that another version of PostgreSQL reads as it was written', async () => {
  const { rows } = await house.database.owner.query<{ type: string }>(
    `select distinct format_type(a.atttypid, null) as type
       from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
      where n.nspname in ('jatakk', 'vault', 'survey', 'traffic') and c.relkind = 'r' and c.relpersistence = 'p'
        and a.attnum > 0 and not a.attisdropped and c.relname <> 'migration'`,
  );
  expect(rows.map(({ type }) => type).filter((type) => !PORTABLE.includes(type))).toEqual([]);
});

test('rows stand in the order of their random ids, not in that in which people came', async () => {
  for (const name of ['dag', 'eva', 'finn', 'gro']) await house.joins(list, `${name}@example.org`);
  const tables = await tablesOf(house.database.owner, 'data');
  expect(tables.find(({ name }) => name === 'subscriber')!.key).toEqual(['register_id', 'id']);
  const into = await target();
  await restore(await back(), into);
  const { rows } = await into.owner.query<{ id: string }>('select id from jatakk.subscriber order by ctid');
  expect(rows.map(({ id }) => id)).toEqual(rows.map(({ id }) => id).sort());
  // Only where rows stand for staff's acts, or for numbers, may the key be a number or missing.
  const { rows: numbered } = await into.owner.query<{ name: string }>(
    `select attrelid::regclass::text as name from pg_attribute a join pg_class c on c.oid = a.attrelid
      where a.attidentity <> '' and c.relnamespace = 'jatakk'::regnamespace order by 1`,
  );
  expect(numbered.map(({ name }) => name)).toEqual(['jatakk.relay_change']);
  const keyless = tables.filter(({ key }) => key.length === 0);
  expect(keyless.map(({ name }) => name)).toContain('delivery_tally');
  expect(keyless.flatMap(({ columns }) => columns).join(' ')).not.toMatch(/subscri|hash|key|address|(^| )id/);
});

test('one vault stays, the newest, and as many backups of the data as are wanted', async () => {
  const to = join(root, 'kept');
  for (let n = 0; n < 3; n += 1) await makeBackup(order(to, 2));
  expect(readdirSync(join(to, 'data'))).toHaveLength(2);
  expect(readdirSync(join(to, 'vault'))).toEqual(['jatakk-vault.backup']);
  for (const folder of ['data', 'vault']) expect(statSync(join(to, folder)).mode & 0o777).toBe(0o700);
  const [file] = readdirSync(join(to, 'data'));
  expect(statSync(join(to, 'data', file!)).mode & 0o777).toBe(0o600);
});

test('a backup is one moment, whatever is done while it is made', async () => {
  const made = await Promise.all([back(), house.joins(list, 'hans@example.org')]);
  const into = await target();
  await restore(made[0], into);
  const { rows } = await into.owner.query<{ orphans: string }>(
    `select (select count(*) from jatakk.subscription s where not exists (
               select 1 from vault.row_key k where k.row_id = s.subscriber_id)) as orphans`,
  );
  expect(rows[0]!.orphans).toBe('0');
});

test('two at once: the second says so, and leaves no trace', async () => {
  const { owner } = house.database;
  await owner.query(`select pg_advisory_lock(hashtext('jatakk backup'))`);
  await expect(back()).rejects.toThrow('Another backup is being made.');
  await owner.query(`select pg_advisory_unlock(hashtext('jatakk backup'))`);
  await back();
  for (const folder of ['data', 'vault'])
    expect(readdirSync(join(backups, folder)).filter((name) => name.startsWith('.'))).toEqual([]);
});

test('a folder that cannot be written to: said, and the backups that were there stay', async () => {
  const before = readdirSync(join(backups, 'data'));
  writeFileSync(join(root, 'a-file'), '');
  await expect(makeBackup(order(join(root, 'a-file')))).rejects.toThrow(/cannot be kept in .* \(ENOTDIR\)/);
  expect(readdirSync(join(backups, 'data'))).toEqual(before);
});

test('what is changed, cut off, of another secret or from a newer version is refused, and the target stays empty', async () => {
  const made = await back();
  const into = await target();
  const spoilt = join(root, 'spoilt');
  const bytes = readFileSync(made.dataFile);
  writeFileSync(spoilt, bytes);
  truncateSync(spoilt, bytes.length - 40);
  await expect(restore({ ...made, dataFile: spoilt }, into)).rejects.toThrow('has been cut off');
  bytes[bytes.length >> 1]! ^= 1;
  writeFileSync(spoilt, bytes);
  await expect(restore({ ...made, dataFile: spoilt }, into)).rejects.toThrow('has been changed');
  await expect(restore({ ...made, dataFile: made.vaultFile }, into)).rejects.toThrow('not of the data');
  expect(() => checkBackup(made.dataFile, 'data', [Buffer.alloc(32)])).toThrow('another keeper secret');
  const data = checkBackup(made.dataFile, 'data', [house.keeperSecret]);
  await expect(
    restoreDatabase({
      ownerUrl: into.url,
      passwords: {},
      undoSeconds: 0,
      data: { ...data, migrations: [...data.migrations, 'FlyToTheMoon1800000000000'] },
      vault: checkBackup(made.vaultFile, 'vault', [house.keeperSecret]),
      secrets: [house.keeperSecret],
      journal: [],
      seen: 0,
    }),
  ).rejects.toThrow('made by a newer Jatakk');
  const { rows } = await into.owner.query(`select to_regnamespace('jatakk') as there`);
  expect(rows).toEqual([{ there: null }]);
});

test('a database that is used, or in use, is refused', async () => {
  const made = await back();
  const used = { url: house.database.ownerUrl } as EmptyDatabase;
  await expect(restore(made, used)).rejects.toThrow('Web or keeper works on this database');
  const into = await target();
  await restore(made, into);
  await expect(restore(made, into)).rejects.toThrow('This database is not empty');
});

test('cut off between the rows and the journal: nothing takes that database but another restore, which finishes', async () => {
  const made = await back();
  const into = await target();
  await restore(made, into);
  // As the kill leaves it: all rows there, and nothing held.
  await into.owner.query(`comment on schema jatakk is 'a restore is under way'`);
  const start = () => migrate({ ownerUrl: into.url, passwords: {}, undoSeconds: 0, log: () => undefined });
  await expect(start()).rejects.toThrow(HalfRestoredError);
  expect((await restore(made, into)).rows).toBeGreaterThan(10);
  await start();
});

test('an older version is put back as it was, and then brought up to date', async () => {
  const old = await target();
  const names = (
    await house.database.owner.query<{ name: string }>('select name from jatakk.migration order by id')
  ).rows.map(({ name }) => name);
  const before = names.slice(0, 10);
  await migrate({
    ownerUrl: old.url,
    passwords: {},
    undoSeconds: 0,
    log: () => undefined,
    restoring: { only: before },
  });
  await old.owner.query(
    `insert into jatakk.organisation (name, org_number, postal_address, contact_email, privacy_email)
     values ('Fjellhallen', '974760673', 'Oslo', 'a@example.org', 'b@example.org')`,
  );
  const made = await makeBackup({ ...order(join(root, 'old')), ownerUrl: old.url });
  const into = await target();
  const { later } = await restore(made, into);
  expect(later).toBe(names.length - before.length);
  const { rows } = await into.owner.query('select name from jatakk.organisation');
  expect(rows).toEqual([{ name: 'Fjellhallen' }]);
  expect((await into.owner.query('select name from jatakk.migration')).rowCount).toBe(names.length);
});

test('an owner that is no superuser, as in compose, puts it back too', async () => {
  const made = await back();
  const into = await target();
  const name = /\/([^/?]+)\?/.exec(into.url)![1]!;
  await into.owner.query(`create role plain_${name} login createrole password 'plain'`);
  await into.owner.query(`alter database ${name} owner to plain_${name}`);
  const url = into.url.replace('jatakk_owner:owner@', `plain_${name}:plain@`);
  expect((await restore(made, { ...into, url })).rows).toBeGreaterThan(10);
  await into.owner.query(`alter database ${name} owner to jatakk_owner`);
  await into.owner.query(`reassign owned by plain_${name} to jatakk_owner`);
  await into.owner.query(`drop owned by plain_${name}`);
  await into.owner.query(`drop role plain_${name}`);
});

test('somebody who leaves is in the journal outside the database within five seconds, and the table is empty again', async () => {
  const mail = await house.joins(list, 'ivar@example.org');
  await house.visitor.submit(leavePath(mail), leavePath(mail));
  const journal = new JournalFolder(join(state, 'journal'));
  await until('the line is outside', () => journal.read().lines.some(({ kind }) => kind === 'left'), 5_000);
  await until('it is not inside', async () => {
    return (await house.database.owner.query('select 1 from jatakk.journal')).rowCount === 0;
  });
});
