import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type pg from 'pg';
import { DataSource } from 'typeorm';
import { openSealedBox } from '../../src/platform/sealing/open-sealed-box.js';
import { KeyRings } from '../../src/registers/key-rings.service.js';
import { ReceiverKeys } from '../../src/receiver/receiver-keys.js';
import { freePort } from '../support/free-port.js';
import { type ListIds, TestHouse } from '../support/house.js';
import { TestReceiver } from '../support/receiver.js';
import { mail, report } from '../support/returned-mail.js';
import { hands } from '../support/smtp-talk.js';
import { exceptions, signInto } from './support/attempt.js';
import { moduleGraph } from './support/module-graph.js';
import { startAlone, stopAll } from './support/own-process.js';

const OPENERS = /sealing\/(at-rest|wrap-key)|registers\/key-ring|^keeper|^web|accept-sign-up/;

let house: TestHouse;
let owner: pg.Client;
let list: ListIds;
let receiver: TestReceiver;
let role: pg.Client;

beforeAll(async () => {
  house = await TestHouse.open();
  await house.setUp();
  list = await house.makeList(await house.makeRegister('nyhetsbrev'), 'hostprogrammet');
  await house.joins(list, 'leser@vigga-kanari.example');
  owner = house.database.owner;
  receiver = await TestReceiver.start(house);
  await house.stopKeeper();
  role = await signInto(house.database.urls.receiver);
});
afterAll(async () => {
  await role.end();
  await stopAll();
  await receiver.stop();
  await house.close();
});

const LETTER = mail({ From: 'kari@vigga-kanari.example', Subject: 'Kanarisang' }, 'En kanarifugl.');
const comes = async () => {
  await receiver.forget();
  expect(
    await hands(
      receiver.port,
      { from: 'kari@vigga-kanari.example', to: 'program@fjellhallen.example' },
      LETTER,
    ),
  ).toMatch(/^250 /);
  const { rows } = await owner.query<{ id: string; register_id: string; sealed: Buffer }>(
    'select id, register_id, sealed from jatakk.arrival',
  );
  return rows[0]!;
};

test('read, change or delete a row of any table, as the receiver: permission denied, but for public keys', async () => {
  const { rows } = await owner.query<{ name: string; view: boolean; columns: string[] }>(
    `select c.oid::regclass::text as name, c.relkind = 'v' as view, array_agg(a.attname::text) as columns
       from pg_class c join pg_namespace n on n.oid = c.relnamespace
       join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
      where n.nspname in ('jatakk', 'vault', 'survey', 'traffic', 'bullmq') and c.relkind in ('r', 'p', 'v', 'm') group by 1, 2`,
  );
  expect(rows.length).toBeGreaterThan(80);
  const others = rows.filter(({ name }) => name !== 'jatakk.sealing_key');
  const statements = others.flatMap(({ name, view, columns }) => [
    ...columns.map((column) => `select "${column}" from ${name}`),
    `select count(*) from ${name}`,
    `insert into ${name} default values`,
    `delete from ${name}`,
    ...(view ? [] : [`truncate ${name}`]),
    `update ${name} set "${columns[0]}" = ${view ? 'null' : 'default'}`,
  ]);
  statements.push('delete from jatakk.sealing_key', 'update jatakk.sealing_key set version = 2');
  expect(await exceptions(role, statements, 'permission denied')).toEqual([]);
});

test('call any function of web or keeper, as the receiver, or its own as they: permission denied', async () => {
  const { rows } = await owner.query<{ own: boolean; call: string }>(
    `select has_function_privilege('jatakk_receiver', p.oid, 'execute') as own,
            format('select %s(%s)', p.oid::regproc,
              (select string_agg(format('null::%s', format_type(t, null)), ', ') from unnest(p.proargtypes) t)) as call
       from pg_proc p join pg_namespace n on n.oid = p.pronamespace
      where n.nspname in ('jatakk', 'vault', 'survey', 'traffic') and p.prorettype <> 'trigger'::regtype`,
  );
  const [own, others] = [rows.filter((row) => row.own), rows.filter((row) => !row.own)];
  expect(own).toHaveLength(6);
  expect(
    await exceptions(
      role,
      others.map(({ call }) => call),
      'permission denied',
    ),
  ).toEqual([]);
  for (const url of [house.database.webUrl, house.database.keeperUrl]) {
    const client = await signInto(url);
    expect(
      await exceptions(
        client,
        own.map(({ call }) => call),
        'permission denied',
      ),
    ).toEqual([]);
    await client.end();
  }
});

test('open what the lone receiver has just put down, with all that it holds: it stays shut', async () => {
  const row = await comes();
  const { rows } = await owner.query<{ key: Buffer }>(
    'select public_key as key from jatakk.sealing_key where ring_id = $1',
    [list.registerId],
  );
  const publicKey = rows[0]!.key;
  const place = { ringId: row.register_id, rowId: row.id };
  const own = new ReceiverKeys(receiver.secret);
  for (const secretKey of [receiver.secret, publicKey, own.publicKey])
    expect(() => openSealedBox({ publicKey, secretKey }, place, row.sealed)).toThrow('box-not-authentic');
  expect(() => own.openReturnKey(row.register_id, 1, row.sealed)).toThrow('box-not-authentic');
  expect(row.sealed.toString('latin1')).not.toMatch(/kanari/i);
});

test('look at what the keeper has sealed for it: of each register the return paths’ key, and nothing else', async () => {
  const keys = await new DataSource({
    type: 'postgres',
    url: house.database.keeperUrl,
    installExtensions: false,
  }).initialize();
  const ring = await new KeyRings(keys, house.keeperSecret).ring(list.registerId);
  const own = new ReceiverKeys(receiver.secret);
  const { rows } = await owner.query<{ ring_id: string; version: number; sealed: Buffer }>(
    'select ring_id, version, sealed from jatakk.receiver_key',
  );
  expect(rows).toHaveLength(1);
  const opened = rows.map(({ ring_id, version, sealed }) => own.openReturnKey(ring_id, version, sealed));
  expect(opened).toEqual([ring.current('verp').key]);
  for (const purpose of ['index', 'link', 'notice', 'rest', 'suppression'] as const)
    expect(opened[0]!.equals(ring.current(purpose).key)).toBe(false);
  // Moved to another register or version it stays shut, and whoever has another pair gets none.
  expect(() => own.openReturnKey(randomUUID(), 1, rows[0]!.sealed)).toThrow('box-misplaced');
  expect(() => own.openReturnKey(list.registerId, 2, rows[0]!.sealed)).toThrow('box-misplaced');
  const stranger = new ReceiverKeys(house.webSecret);
  expect(() => stranger.openReturnKey(list.registerId, 1, rows[0]!.sealed)).toThrow('box-not-authentic');
  await keys.destroy();
});

test('walk everything that the receiver program can load: nothing in it unwraps a key or opens an address', () => {
  expect(moduleGraph('dist/keeper.js').filter((file) => OPENERS.test(file)).length).toBeGreaterThan(5);
  const graph = [...moduleGraph('dist/receiver.js')];
  expect(graph.length).toBeGreaterThan(50);
  expect(graph.filter((file) => OPENERS.test(file))).toEqual([]);
  // The thread that reads strangers' mail knows neither database nor secret nor network.
  const reader = moduleGraph('dist/receiver/reading/read-worker.js');
  const text = reader.map((file) => readFileSync(`dist/receiver/reading/${file}`, 'utf8')).join('\n');
  expect(reader.length).toBeGreaterThan(15);
  expect(text).not.toMatch(/sodium|typeorm|node:(?:net|http|https|fs|child_process|dns|tls)|process\.env/);
});

test('look for its secret in its environment and arguments: not there', () => {
  const secrets = [receiver.secret, house.keeperSecret].map((secret) => secret.toString('base64url'));
  if (process.platform === 'linux') {
    for (const file of ['environ', 'cmdline']) {
      const text = readFileSync(`/proc/${receiver.process.child.pid}/${file}`, 'latin1');
      expect(text.length).toBeGreaterThan(10);
      for (const secret of secrets) expect(text).not.toContain(secret);
    }
  }
  for (const secret of secrets) expect(receiver.process.said()).not.toContain(secret);
});

test('start the receiver as another role, or on a port that is taken: it refuses with a sentence', async () => {
  const urls = house.database.urls;
  for (const greed of [house.database.webUrl, house.database.keeperUrl, house.database.ownerUrl]) {
    const greedy = startAlone('receiver', {
      databaseUrls: { ...urls, receiver: greed },
      secret: receiver.secret,
      env: { PUBLIC_URL: house.url, RECEIVER_PORT: String(await freePort()) },
    });
    expect(await greedy.ended).toBe(1);
    expect(greedy.said()).toMatch(/may do more than it needs, so receiver does not start/);
  }
  const late = startAlone('receiver', {
    databaseUrls: urls,
    secret: receiver.secret,
    env: { PUBLIC_URL: house.url, RECEIVER_PORT: String(receiver.port) },
  });
  expect(await late.ended).toBe(1);
  expect(late.said()).toContain(`port ${receiver.port} is taken by another program`);
}, 60_000);

test('send it what has an address in every place: none is in what it prints, or in the database unsealed', async () => {
  const secretly = 'hemmelig@vigga-kanari.example';
  const bounce = report({ status: '5.1.1', diagnostic: `550 <${secretly}> unknown` }).toString();
  const path = await receiver.address('r', list.registerId, randomUUID());
  await comes();
  await hands(receiver.port, { to: path }, bounce);
  await hands(receiver.port, { from: secretly, to: 'ingen@vigga-kanari.example' }, bounce);
  await hands(
    receiver.port,
    { from: secretly, to: 'program@fjellhallen.example' },
    `Subject: ${secretly}\r\n\r\nx`,
  );
  expect(receiver.process.said()).not.toMatch(/kanari/i);
  const { rows } = await owner.query<{ row: string }>(
    `select encode(sealed, 'escape') as row from jatakk.arrival union all select encode(sealed, 'escape') from jatakk.arrival_part
     union all select encode(fingerprint, 'escape') from jatakk.arrival_seen`,
  );
  expect(rows.length).toBeGreaterThan(4);
  for (const { row } of rows) expect(row).not.toMatch(/kanari/i);
});
