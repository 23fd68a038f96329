import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { DataSource } from 'typeorm';
import { restoreDatabase, type Restored } from '../../src/cli/restore/restore-database.js';
import { openSubscriberAddress } from '../../src/keeper/open-address.js';
import { RestoreGuard } from '../../src/keeper/restore-guard.service.js';
import { startKeeper } from '../../src/keeper/start-keeper.js';
import { type MadeBackup, makeBackup } from '../../src/platform/backup/make-backup.js';
import { checkBackup } from '../../src/platform/backup/read-backup.js';
import { readKeeperSettings } from '../../src/platform/config/settings.js';
import { perRole } from '../../src/platform/database/runtime-roles.js';
import { JournalFolder } from '../../src/platform/journal/journal-folder.js';
import { KeyRings } from '../../src/registers/key-rings.service.js';
import { type EmptyDatabase, makeEmptyDatabase } from '../support/empty-database.js';
import { type ListIds, leavePath, TestHouse } from '../support/house.js';
import { knownPeople, waitedLongEnough } from '../support/known-people.js';
import { until } from '../support/until.js';

const NAMES = ['ann', 'bo', 'cleo', 'dag', 'eva', 'finn'];
const address = (name: string) => `${name}@example.org`;
const root = mkdtempSync(join(tmpdir(), 'jatakk-p11-'));
const state = join(root, 'state');
const made: EmptyDatabase[] = [];

let house: TestHouse;
let list: ListIds;
let campaign: string;
/** Everything as it was yesterday; the vault in a copy, since only the newest is kept. */
let yesterday: MadeBackup;
let today: MadeBackup;

const backUp = () =>
  makeBackup({
    ownerUrl: house.database.ownerUrl,
    secret: house.keeperSecret.toString('base64url'),
    houseId: undefined,
    to: join(root, 'backups'),
    keep: 5,
  });

beforeAll(async () => {
  mkdirSync(state);
  house = await TestHouse.open({ env: { KEEPER_STATE: state, POLL_SECONDS: '0.3' } });
  await house.setUp();
  list = await house.makeList(await house.makeRegister('nyhetsbrev'), 'program');
  const people = await knownPeople(house, list, NAMES);
  // A campaign is under way, and "later" is all that anybody's server has said.
  house.sink.refuse = () => '450 4.2.1 later';
  campaign = await house.sends(list, 'Oktober');
  await until('it is tried', async () => (await house.deliveries(campaign)).queued === NAMES.length);
  yesterday = await backUp();
  const vaultFile = join(root, 'vault-of-yesterday');
  copyFileSync(yesterday.vaultFile, vaultFile);
  yesterday = { ...yesterday, vaultFile };

  // Today: bo is erased, cleo leaves, dag objects, eva's mailbox is gone, finn leaves and takes it back.
  const owner = house.database.owner;
  await owner.query(
    `select jatakk.erase_subscriber(s.register_id, s.subscriber_id) from jatakk.subscription s where s.id = $1`,
    [people.get('bo')],
  );
  await leaves('cleo');
  await owner.query(
    `insert into jatakk.suppression (register_id, hash, kind)
     select p.register_id, p.suppression_hash, 'objection' from jatakk.subscriber p
       join jatakk.subscription s on s.register_id = p.register_id and s.subscriber_id = p.id where s.id = $1`,
    [people.get('dag')],
  );
  house.sink.refuse = (to) => (to === address('eva') ? '550 5.1.1 no such mailbox' : '450 4.2.1 later');
  await until('eva has bounced', async () => {
    await waitedLongEnough(house, campaign);
    return (await house.deliveries(campaign)).bounced === 1;
  });
  const page = await leaves('finn');
  const journal = new JournalFolder(join(state, 'journal'));
  await until(
    'that is outside',
    () => journal.read().lines.filter(({ kind }) => kind === 'left').length === 2,
  );
  const undo = /name="undo" value="([\w-]{43})"/.exec(page)?.[1];
  await house.visitor.post('/u/undo', { undo: undo ?? '' });
  await until('all of it is outside the database', async () => {
    return (await owner.query('select 1 from jatakk.journal')).rowCount === 0;
  });
  today = await backUp();
});
afterEach(async () => {
  await Promise.all(made.splice(0).map((database) => database.drop()));
});
afterAll(async () => {
  await house.close();
  rmSync(root, { recursive: true });
});

async function leaves(name: string): Promise<string> {
  const way = leavePath(house.sink.to(address(name))[0]!);
  return (await house.visitor.submit(way, way)).text();
}

async function restore(
  files: Pick<MadeBackup, 'dataFile' | 'vaultFile'>,
  { journal = true } = {},
): Promise<Restored & { database: EmptyDatabase }> {
  const database = await makeEmptyDatabase();
  made.push(database);
  const secrets = [house.keeperSecret];
  const restored = await restoreDatabase({
    ownerUrl: database.url,
    passwords: {},
    undoSeconds: 0,
    data: checkBackup(files.dataFile, 'data', secrets),
    vault: checkBackup(files.vaultFile, 'vault', secrets),
    secrets,
    journal: journal ? new JournalFolder(join(state, 'journal')).read().lines : [],
    seen: 0,
  });
  return { ...restored, database };
}

/** Every address that somebody with the database, the keeper's secret and all the time there is can open. */
async function opened(database: EmptyDatabase): Promise<string[]> {
  const source = await new DataSource({
    type: 'postgres',
    url: database.url,
    installExtensions: false,
  }).initialize();
  try {
    const ring = await new KeyRings(source, house.keeperSecret).ring(list.registerId);
    const { rows } = await database.owner.query<{
      id: string;
      address: Buffer;
      version: number;
      key: Buffer;
    }>(
      `select p.id, p.address, p.key_version as version, k.key from jatakk.subscriber p
         left join vault.row_key k on k.register_id = p.register_id and k.row_id = p.id`,
    );
    return rows
      .map(({ id, address, version, key }) => {
        const sealed = { registerId: list.registerId, subscriberId: id, address, keyVersion: version };
        return key === null ? '(no key)' : openSubscriberAddress(ring, { ...sealed, rowKey: key }).asTyped;
      })
      .sort();
  } finally {
    await source.destroy();
  }
}

async function states(database: EmptyDatabase): Promise<string[]> {
  const { rows } = await database.owner.query<{ said: string }>(
    `select state || coalesce(' ' || ended_reason, '') as said from jatakk.subscription order by 1`,
  );
  return rows.map(({ said }) => said);
}

/** Runs a keeper of its own on a restored house for several polls. Answers what has arrived meanwhile. */
async function arrivesFrom({ database, held }: Awaited<ReturnType<typeof restore>>): Promise<number> {
  house.sink.refuse = () => undefined;
  const before = house.sink.mails.length;
  const name = /\/([^/?]+)\?/.exec(database.url)![1]!;
  const folder = join(root, `state-${name}`);
  mkdirSync(folder);
  // It knows this database: nothing but what was held holds it back.
  writeFileSync(join(folder, 'heartbeat'), String(held.counter));
  const keeper = await startKeeper({
    settings: readKeeperSettings({
      PUBLIC_URL: house.url,
      LOG_LEVEL: 'silent',
      POLL_SECONDS: '0.2',
      SKIP_CRASH_WAIT: '1',
      KEEPER_STATE: folder,
    }),
    databaseUrls: perRole((role) => house.database.urls[role].replace(/\/test_\w+\?/, `/${name}?`)),
    secret: house.keeperSecret,
    trialRelay: house.sink.url,
  });
  expect(keeper.get(RestoreGuard).maySend()).toBe(true);
  await new Promise((resolve) => setTimeout(resolve, 1500));
  await keeper.close();
  return house.sink.mails.length - before;
}

test('put yesterday’s backup back after today’s erasure: the address is nowhere readable', async () => {
  const { database, redone } = await restore({ ...yesterday, vaultFile: today.vaultFile });
  expect(redone).toEqual({ left: 1, erased: 2, objected: 1, bounced: 1, 'hard-bounce': 1 });
  expect(await opened(database)).toEqual(['ann', 'cleo', 'dag', 'eva', 'finn'].map(address));
  expect(await states(database)).toEqual([
    'confirmed',
    'confirmed',
    'ended bounced',
    'ended objected',
    'ended unsubscribed',
  ]);
});

test('and no mail goes out: not to who left, objected or was erased, and to nobody a second time', async () => {
  const restored = await restore({ ...yesterday, vaultFile: today.vaultFile });
  const { database, held } = restored;
  expect(held).toMatchObject({ campaigns: 1, unknownDeliveries: NAMES.length });
  expect(await arrivesFrom(restored)).toBe(0);
  const { rows } = await database.owner.query('select state, held_reason from jatakk.campaign');
  expect(rows).toEqual([{ state: 'held', held_reason: 'restored' }]);
});

test('throw the journal away: who was erased is unreadable all the same, since the newest vault has no key for them', async () => {
  const { database, redone, forgotten } = await restore(
    { ...yesterday, vaultFile: today.vaultFile },
    { journal: false },
  );
  expect([redone, forgotten]).toEqual([{}, 1]);
  expect(await opened(database)).not.toContain(address('bo'));
});

test('put the vault of yesterday back too: the journal erases them once more', async () => {
  const { database } = await restore(yesterday);
  expect(await opened(database)).not.toContain(address('bo'));
  const { rows } = await database.owner.query(
    `select kind from jatakk.suppression where kind in ('erased', 'objection', 'hard-bounce') order by 1`,
  );
  expect(rows.map(({ kind }) => kind as string)).toEqual(['erased', 'hard-bounce', 'objection']);
});

test('keep yesterday’s vault, its data and the secret, and use none of our programs: it opens, and that is the stated limit', async () => {
  const { database } = await restore(yesterday, { journal: false });
  expect(await opened(database)).toContain(address('bo'));
});

test('read both backups without the secret: no address, no name, no table’s name, and nothing to tell people apart by', () => {
  for (const path of [yesterday.dataFile, yesterday.vaultFile, today.dataFile, today.vaultFile]) {
    const bytes = readFileSync(path);
    // None so short that sealed bytes hold it by chance.
    for (const word of ['example.org', 'Fjellhallen', 'subscriber', 'ann@e', 'kari@'])
      expect([word, bytes.subarray(89).includes(word)]).toEqual([word, false]);
  }
});

test('read the journal: ids and keyed hashes, no address', () => {
  const { lines } = new JournalFolder(join(state, 'journal')).read();
  expect(lines.map(({ kind }) => kind).sort()).toEqual([
    'back',
    'bounced',
    'erased',
    'erased',
    'hard-bounce',
    'left',
    'left',
    'objected',
  ]);
  expect(JSON.stringify(lines)).not.toMatch(/@|example/);
});

test('restore twice, from what was restored: who was erased stays erased', async () => {
  const { database } = await restore({ ...yesterday, vaultFile: today.vaultFile });
  const again = await makeBackup({
    ownerUrl: database.url,
    secret: house.keeperSecret.toString('base64url'),
    houseId: undefined,
    to: join(root, 'again'),
    keep: 1,
  });
  const second = await restore(again);
  expect(await opened(second.database)).not.toContain(address('bo'));
  expect(second.redone).toEqual({});
});
