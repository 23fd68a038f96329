import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { migrate } from '../../src/platform/database/migrate.js';
import { migrations } from '../../src/platform/database/migrations.js';
import { JournalFolder } from '../../src/platform/journal/journal-folder.js';
import { type EmptyDatabase, makeEmptyDatabase } from '../support/empty-database.js';
import { HttpClient } from '../support/http-client.js';
import { confirmPath, leavePath } from '../support/house.js';
import { RestartableHouse } from '../support/restartable-house.js';
import { setUpProgram } from '../support/set-up-program.js';
import { type SunkMail, TestSink } from '../support/sink.js';
import { makeTestDatabase } from '../support/test-database.js';
import { until } from '../support/until.js';

let house: RestartableHouse;
let sink: TestSink;

beforeAll(async () => {
  sink = await new TestSink().listen();
  house = await RestartableHouse.make({ JATAKK_TRIAL_RELAY: sink.url, SKIP_CRASH_WAIT: '1' });
});
afterAll(async () => {
  await house.throwAway();
  await sink.close();
}, 240_000);

const backups = () => join(house.data, 'backups');
const dataFiles = () => readdirSync(join(backups(), 'data')).map((name) => join(backups(), 'data', name));
const journal = () => new JournalFolder(join(house.folder, 'secrets/keeper-state/journal')).read();

async function joins(address: string): Promise<SunkMail> {
  const visitor = new HttpClient(house.url);
  await until('the sign-up is taken', async () => {
    const { status } = await visitor.post('/lists/program', { address, list: 'program', locale: 'nb' });
    return status === 200;
  });
  const mail = await until('the confirmation', () => sink.to(address)[0]);
  await visitor.submit(confirmPath(mail), confirmPath(mail));
  return mail;
}

const states = async () =>
  (await house.query<{ state: string }>('select state from jatakk.subscription order by 1')).map(
    ({ state }) => state,
  );

test('the disk breaks: the backup and the newest vault in a new folder, and who has left since stays away', async () => {
  await house.start();
  await setUpProgram(house);
  const mails = [await joins('ann@example.org'), await joins('bo@example.org')];
  const said = await house.command('backup');
  expect(said).toMatch(/^Data {3}\S+\.backup {3}\(\d+ rows\)\nVault {2}\S+jatakk-vault\.backup/);
  expect(said).not.toMatch(/example/);

  const visitor = new HttpClient(house.url);
  const way = leavePath(mails[1]!);
  await visitor.submit(way, way);
  await until('it is outside the database', () => journal().lines.length === 1);
  await expect(house.command('restore', dataFiles()[0]!, '--vault', vault())).rejects.toThrow(
    /already running/,
  );
  await house.stop();

  // As `cp` from another machine: the folder is gone, the backups and the keys are there.
  const away = join(house.folder, 'away');
  renameSync(backups(), away);
  rmSync(house.data, { recursive: true });
  const [file] = readdirSync(join(away, 'data'));
  const restored = await house.command(
    'restore',
    join(away, 'data', file!),
    '--vault',
    join(away, 'vault/jatakk-vault.backup'),
  );
  expect(restored).toContain('Done again since the backup: left: 1.');
  expect(restored).toContain('forgotten: 0.');
  await house.start();
  // Everything was held by the restore itself: there is nothing left to ask.
  expect(house.said).not.toContain('NOTHING IS SENT');
  expect(await states()).toEqual(['confirmed', 'ended']);
  const still = leavePath(mails[0]!);
  expect((await new HttpClient(house.url).submit(still, still)).status).toBe(200);
  expect(await states()).toEqual(['ended', 'ended']);
  await joins('cleo@example.org');
  await house.command('backup');
  await house.stop();
}, 240_000);

const vault = () => join(backups(), 'vault/jatakk-vault.backup');

test('a restore without the journal, or with an older vault, asks for a word first; nothing is changed', async () => {
  const file = dataFiles().at(-1)!;
  const state = join(house.folder, 'secrets/keeper-state/journal');
  const aside = join(house.folder, 'aside');
  renameSync(state, aside);
  const restore = (...more: string[]) => house.command('restore', file, '--vault', vault(), ...more);
  await expect(restore()).rejects.toThrow(/There is no journal in/);
  writeFileSync(join(aside, 'since'), '2099-01-01\n');
  await expect(restore('--journal', aside)).rejects.toThrow(/begins on 2099-01-01/);
  await expect(restore('--without-journal')).rejects.toThrow(/This database is not empty/);
  await expect(house.command('restore', vault(), '--vault', vault())).rejects.toThrow(/not of the data/);
  await expect(house.command('restore', file)).rejects.toThrow(/Usage: jatakk restore/);
  rmSync(state, { recursive: true, force: true });
  renameSync(aside, state);
}, 240_000);

test('killed in the middle of it: no start takes that database, and the restore done again finishes', async () => {
  const file = dataFiles().at(-1)!;
  await house.start();
  await house.query(`comment on schema jatakk is 'a restore is under way'`);
  await house.stop();
  await expect(house.start()).rejects.toThrow(/A restore was cut off in this database/);
  writeFileSync(join(house.folder, 'secrets/keeper-state/journal/since'), '2020-01-01\n');
  expect(await house.command('restore', file, '--vault', vault())).toContain('Put back: the data of');
  await house.start();
  expect(house.said).toMatch(/Backups {4}\S+ {3}\(the newest of \d{4}-\d{2}-\d{2}T\d{2}:\d{2}Z\)/);
  expect(await states()).toEqual(['confirmed', 'ended', 'ended']);
}, 240_000);

test('no room for it: the command says so, and the backups that were there stay', async () => {
  const before = dataFiles();
  // A file may not grow beyond 1 kB.
  const cut = spawnSync('bash', ['-c', `ulimit -f 1; exec "${process.execPath}" dist/cli.js backup`], {
    encoding: 'utf8',
    env: { ...house.environment() },
  });
  expect(cut.stderr).toMatch(/jatakk backup: The backup could not be written to \S+ \(EFBIG\)/);
  expect(cut.status).toBe(1);
  expect(dataFiles()).toEqual(before);
  expect(readdirSync(join(backups(), 'vault'))).toEqual(['jatakk-vault.backup']);
  await house.stop();
}, 240_000);

test('a cluster of another major version is refused with the way across, and not touched', async () => {
  const version = join(house.data, 'postgres/PG_VERSION');
  const mine = readFileSync(version, 'utf8');
  chmodSync(version, 0o600);
  writeFileSync(version, '17\n');
  await expect(house.start()).rejects.toThrow(
    /was made by PostgreSQL 17, and this Jatakk comes with PostgreSQL 18, which cannot read it\. Nothing has been changed\./,
  );
  writeFileSync(version, mine);
  await house.start();
  await house.stop();
}, 240_000);

describeOld();

/** A start on a database of an older version, as an upgrade meets it. */
function describeOld(): void {
  let old: EmptyDatabase;
  let upgraded: RestartableHouse;

  afterAll(async () => {
    await upgraded?.throwAway();
    await old?.drop();
  }, 240_000);

  async function ofAnOlderVersion(env: Record<string, string>): Promise<void> {
    // The roles belong to the whole server, which other specs use: this house takes them with the passwords they have.
    await (await makeTestDatabase()).drop();
    old = await makeEmptyDatabase();
    const as = (role: string, password: string) => old.url.replace(/\/\/[^@]*@/, `//${role}:${password}@`);
    const names = migrations.slice(0, 10).map(({ name }) => name);
    await migrate({
      ownerUrl: old.url,
      passwords: {},
      undoSeconds: 0,
      log: () => undefined,
      restoring: { only: names },
    });
    await old.owner.query(
      `insert into jatakk.organisation (name, org_number, postal_address, contact_email, privacy_email)
       values ('Fjellhallen', '974760673', 'Oslo', 'a@example.org', 'b@example.org')`,
    );
    upgraded = await RestartableHouse.make({
      ...env,
      JATAKK_TRIAL_RELAY: sink.url,
      DATABASE_URL: old.url,
      WEB_DATABASE_URL: as('jatakk_web', 'web'),
      KEEPER_DATABASE_URL: as('jatakk_keeper', 'keeper'),
    });
  }

  test('an upgrade makes a backup before it changes anything, and does not go on without one', async () => {
    await ofAnOlderVersion({});
    mkdirSync(upgraded.data, { recursive: true });
    writeFileSync(join(upgraded.data, 'backups'), 'in the way');
    await expect(upgraded.start()).rejects.toThrow(
      /no backup could be made first: .* Nothing has been changed/,
    );
    const { rowCount } = await old.owner.query('select 1 from jatakk.migration');
    expect(rowCount).toBe(10);
    rmSync(join(upgraded.data, 'backups'));
    await upgraded.start();
    expect(upgraded.said).toContain('Before the database is brought up to date: backup made');
    expect((await old.owner.query('select 1 from jatakk.migration')).rowCount).toBe(migrations.length);
    await upgraded.stop();
    await upgraded.start();
    expect(upgraded.said).not.toContain('backup made');
    expect(existsSync(join(upgraded.data, 'backups/vault/jatakk-vault.backup'))).toBe(true);
    await upgraded.stop();
  }, 240_000);
}
