import { randomBytes, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import sodium from 'sodium-native';
import type pg from 'pg';
import type { PerRole } from '../../src/platform/database/runtime-roles.js';
import { openSealedBox } from '../../src/platform/sealing/open-sealed-box.js';
import { sealToRing } from '../../src/platform/sealing/sealed-box.js';
import { HttpClient } from '../support/http-client.js';
import { type ListIds, TestHouse } from '../support/house.js';
import { until } from '../support/until.js';
import { moduleGraph } from './support/module-graph.js';
import { freePort } from '../support/free-port.js';
import { type OwnProcess, startAlone, stopAll } from './support/own-process.js';

const OPENERS = /sealing\/(open-|at-rest|wrap-key)|registers\/key-ring|^keeper|accept-sign-up/;

let house: TestHouse;
let owner: pg.Client;
let list: ListIds;
let otherRing: string;
let web: OwnProcess;
let url: string;

beforeAll(async () => {
  house = await TestHouse.open();
  await house.setUp();
  list = await house.makeList(await house.makeRegister('nyhetsbrev'), 'hostprogrammet', 'Høstprogrammet');
  otherRing = await house.makeRegister('billettkjopere');
  owner = house.database.owner;
  await house.stopKeeper();
  const port = await freePort();
  url = `http://localhost:${port}`;
  web = startAlone('web', {
    databaseUrls: house.database.urls,
    secret: house.webSecret,
    env: { PORT: String(port), PUBLIC_URL: url },
  });
  await until('web answers', () => {
    if (web.child.exitCode !== null) throw new Error(`web ended: ${web.said()}`);
    return fetch(`${url}/health`).catch(() => undefined);
  });
});
afterAll(async () => {
  await stopAll();
  await house.close();
});

test('walk everything that the web program can load: nothing in it opens an address or unwraps a key; an answer opens only with a key made for it', () => {
  // The walk itself must find openers where they are, or it proves nothing.
  expect(moduleGraph('dist/keeper.js').filter((file) => OPENERS.test(file)).length).toBeGreaterThan(5);
  const graph = moduleGraph('dist/web.js');
  expect(graph.length).toBeGreaterThan(100);
  expect(graph.filter((file) => OPENERS.test(file))).toEqual([]);
  const textOf = (file: string) => readFileSync(`dist/${file}`, 'utf8');
  const opening = /crypto_box_seal_open|createDecipheriv|(?<![\w.#])import\((?!\s*['"])/;
  expect(graph.filter((file) => opening.test(textOf(file)))).toEqual(['platform/sealing/reply-key.js']);
  // That one makes its key itself, and takes none from outside.
  expect(textOf('platform/sealing/reply-key.js')).toMatch(
    /constructor\(\) \{\s*sodium\.crypto_box_keypair\(this\.publicKey, this\.#secretKey\);\s*\}/,
  );
});

test('open a form that the lone web process has just sealed, with all that it holds: it stays shut', async () => {
  const row = await signUp('kanari.forseglet@vigga-kanari.example');
  const publicKey = (
    await owner.query<{ key: Buffer }>(
      'select public_key as key from jatakk.sealing_key where ring_id = $1',
      [list.registerId],
    )
  ).rows[0]!.key;
  const derived = Buffer.alloc(32);
  sodium.crypto_generichash(derived, house.webSecret);
  for (const secretKey of [house.webSecret, derived, publicKey]) {
    expect(() =>
      openSealedBox({ publicKey, secretKey }, { ringId: row.ring_id, rowId: row.id }, row.sealed),
    ).toThrow('box-not-authentic');
  }
  expect(row.sealed.toString('latin1')).not.toContain('kanari');
});

test('look for the keeper’s secret in the environment and arguments of the lone web process: not there', () => {
  const secret = house.keeperSecret.toString('base64url');
  if (process.platform === 'linux') {
    for (const file of ['environ', 'cmdline']) {
      const text = readFileSync(`/proc/${web.child.pid}/${file}`, 'latin1');
      expect(text.length).toBeGreaterThan(10);
      expect(text).not.toContain(secret);
    }
  }
  expect(web.said()).not.toContain(secret);
});

test('start web with a database role that is another’s, or the owner’s: it refuses with a sentence', async () => {
  const greeds: Partial<PerRole<string>>[] = [
    { web: house.database.keeperUrl },
    { web: house.database.ownerUrl },
    { survey: house.database.webUrl },
    { traffic: house.database.urls.survey },
  ];
  const refused = await Promise.all(
    greeds.map(async (greed) => {
      const greedy = startAlone('web', {
        databaseUrls: { ...house.database.urls, ...greed },
        secret: house.webSecret,
        env: { PORT: String(await freePort()), PUBLIC_URL: url },
      });
      return { code: await greedy.ended, said: greedy.said() };
    }),
  );
  for (const { code, said } of refused) {
    expect(code).toBe(1);
    expect(said).toMatch(/may do more than it needs, so (web|survey|traffic) does not start/);
    expect(said).not.toMatch(/\n\s+at /);
  }
}, 60_000);

test('start the keeper with another secret, and with more rights than its own: it refuses with a sentence and touches nothing', async () => {
  const keys = async () => (await owner.query('select * from vault.ring_key order by 1, 2, 3')).rows;
  const before = await keys();
  await signUp('kanari.venter@vigga-kanari.example');
  expect(await waiting()).toBe('0 put aside, 2 waiting');
  const wrong = keeperWith(house.database.keeperUrl, randomBytes(32));
  expect(await wrong.ended).toBe(1);
  expect(wrong.said()).toMatch(/secret does not open the keys in this database/);
  const greedy = keeperWith(house.database.ownerUrl, house.keeperSecret);
  expect(await greedy.ended).toBe(1);
  expect(greedy.said()).toMatch(/may do more than it needs, so keeper does not start/);
  expect(await keys()).toEqual(before);
  expect(await waiting()).toBe('0 put aside, 2 waiting');
});

test('move, rename, change or forge sealed forms: put aside with an alarm that says no address, the rest goes on', async () => {
  const moved = await signUp('kanari.flyttet@vigga-kanari.example');
  const renamed = await signUp('kanari.omdopt@vigga-kanari.example');
  const changed = await signUp('kanari.endret@vigga-kanari.example');
  await owner.query('update jatakk.intake set ring_id = $2 where id = $1', [moved.id, otherRing]);
  await owner.query('update jatakk.intake set id = $2 where id = $1', [renamed.id, randomUUID()]);
  await owner.query(
    'update jatakk.intake set sealed = set_byte(sealed, 99, get_byte(sealed, 99) # 1) where id = $1',
    [changed.id],
  );
  await forge('kanari.falsk@vigga-kanari.example');
  await signUp('kanari.hel@vigga-kanari.example');

  const keeper = keeperWith(house.database.keeperUrl, house.keeperSecret);
  await until(
    'the whole form has its confirmation',
    () => house.sink.to('kanari.hel@vigga-kanari.example')[0],
  );
  await until('four are put aside', async () => (await waiting()) === '4 put aside, 0 waiting');
  await until(
    'four alarms',
    () => keeper.said().match(/could not be opened \([a-z-]+\) and was put aside/g)?.length === 4,
  );
  expect(keeper.said()).toMatch(/box-not-authentic/);
  expect(keeper.said()).toMatch(/box-misplaced/);
  expect(keeper.said()).toMatch(/box-malformed/);
  expect(keeper.said()).not.toContain('kanari');

  // Nothing is lost: put back where it belongs, it is opened as if nothing had been.
  await owner.query('update jatakk.intake set ring_id = $2, quarantined = false where id = $1', [
    moved.id,
    list.registerId,
  ]);
  await until('the moved one too', () => house.sink.to('kanari.flyttet@vigga-kanari.example')[0]);
  await keeper.stop();
  expect(await waiting()).toBe('3 put aside, 0 waiting');
});

interface Form {
  id: string;
  ring_id: string;
  sealed: Buffer;
}

/** Signs up through the lone web process; answers with the row that it has made. */
async function signUp(address: string): Promise<Form> {
  const known = (await owner.query<Form>('select id from jatakk.intake')).rows.map(({ id }) => id);
  const page = `/lists/${list.slug}`;
  const response = await new HttpClient(url).submit(page, page, { address, list: list.slug });
  if (response.status !== 200) throw new Error(`sign-up: ${response.status}`);
  const { rows } = await owner.query<Form>(
    'select id, ring_id, sealed from jatakk.intake where id <> all ($1)',
    [known],
  );
  return rows[0]!;
}

/** What a web gone bad can seal: authentic, in its place, and out of every range. */
async function forge(address: string): Promise<void> {
  const key = (
    await owner.query<{ key: Buffer }>(
      'select public_key as key from jatakk.sealing_key where ring_id = $1',
      [list.registerId],
    )
  ).rows[0]!.key;
  const id = randomUUID();
  const content = { address, locale: 'nb', lists: [{ listId: list.listId, purposeVersion: 2 ** 40 }] };
  await owner.query(
    `insert into jatakk.intake (id, ring_id, key_version, kind, sealed) values ($1, $2, 1, 'sign-up', $3)`,
    [id, list.registerId, sealToRing(key, { ringId: list.registerId, rowId: id }, content)],
  );
}

async function waiting(): Promise<string> {
  const { rows } = await owner.query<{ aside: string; waits: string }>(
    `select count(*) filter (where quarantined) as aside, count(*) filter (where not quarantined) as waits from jatakk.intake`,
  );
  return `${rows[0]!.aside} put aside, ${rows[0]!.waits} waiting`;
}

function keeperWith(keeper: string, secret: Buffer): OwnProcess {
  return startAlone('keeper', {
    databaseUrls: { ...house.database.urls, keeper },
    secret,
    env: { PUBLIC_URL: url, JATAKK_TRIAL_RELAY: house.sink.url, LOG_LEVEL: 'debug' },
  });
}
