import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type pg from 'pg';
import { opens, rotationsDone } from '../support/rotations.js';
import { until } from '../support/until.js';
import { outcomeOf, signInto } from './support/attempt.js';
import { openTwoRegisters, type TwoRegisters } from './support/two-registers.js';

const NIL = '00000000-0000-0000-0000-000000000000';
const KINDS = ['address', 'address-change', 'evidence', 'fields', 'consent'];

let people: TwoRegisters;
let owner: pg.Client;
let keeper: pg.Client;
let web: pg.Client;

beforeAll(async () => {
  people = await openTwoRegisters();
  owner = people.house.database.owner;
  keeper = await signInto(people.house.database.keeperUrl);
  web = await signInto(people.house.database.webUrl);
});
afterAll(async () => {
  await keeper.end();
  await web.end();
  await people.house.close();
});

async function readThrough(rotation: string): Promise<number> {
  let read = 0;
  for (const kind of KINDS) {
    const { rowCount } = await keeper.query('select * from jatakk.rotation_rows($1, $2, $3, 1000)', [
      rotation,
      kind,
      NIL,
    ]);
    read += rowCount!;
  }
  return read;
}

test('as web or keeper, open a rotation: refused', async () => {
  const open = `insert into jatakk.rotation (ring_id, purpose) values ('${people.autumn.registerId}', 'rest')`;
  for (const role of [web, keeper]) expect(await outcomeOf(role, open)).toBe('permission denied');
  for (const change of [
    `update jatakk.rotation set done_at = null`,
    `update vault.ring_key set wrapped = ''`,
    `update vault.ring_key set used = true`,
    `delete from vault.ring_key`,
  ])
    expect(await outcomeOf(keeper, change)).toBe('permission denied');
});

test('as web, read through a rotation: refused', async () => {
  for (const act of [
    `select * from jatakk.rotation_rows(gen_random_uuid(), 'address', '${NIL}', 1)`,
    `select * from jatakk.rotation_boxes(gen_random_uuid(), 1)`,
    `select jatakk.rotation_switch(gen_random_uuid())`,
    `select * from jatakk.rotation`,
  ])
    expect(await outcomeOf(web, act)).toBe('permission denied');
});

test('as the keeper, read a register through with no rotation, one not begun, one of another purpose, or one that is over: nothing', async () => {
  await people.house.stopKeeper();
  expect(await readThrough(randomUUID())).toBe(0);
  await opens(people.house, people.autumn.registerId, ['rest', 'notice']);
  const { rows } = await owner.query<{ id: string; purpose: string }>(
    'select id, purpose from jatakk.rotation',
  );
  expect(rows).toHaveLength(2);
  for (const { id } of rows) expect(await readThrough(id)).toBe(0);
  await owner.query(`update jatakk.rotation set version = 2, begun_at = now() where purpose = 'notice'`);
  expect(await readThrough(rows.find(({ purpose }) => purpose === 'notice')!.id)).toBe(0);
  await owner.query(`update jatakk.rotation set version = null, begun_at = null`);

  await people.house.startKeeper();
  await rotationsDone(people.house);
  for (const { id } of rows) expect(await readThrough(id)).toBe(0);
  // One that is over, though rows are older than it: there would be something to read.
  const over = await owner.query<{ id: string }>(
    `insert into jatakk.rotation (ring_id, purpose, version, begun_at, done_at)
     values ($1, 'rest', 99, now(), now()) returning id`,
    [people.autumn.registerId],
  );
  expect(await readThrough(over.rows[0]!.id)).toBe(0);
  await owner.query('update jatakk.rotation set done_at = null where version = 99');
  expect(await readThrough(over.rows[0]!.id)).toBeGreaterThan(0);
  await owner.query('delete from jatakk.rotation where version = 99');
});

test('as the keeper, read another register through while one is rotated: nothing of it', async () => {
  await people.house.stopKeeper();
  await owner.query(
    `insert into jatakk.rotation (ring_id, purpose, version, begun_at) values ($1, 'rest', 99, now())`,
    [people.autumn.registerId],
  );
  const { rows } = await keeper.query<{ id: string }>(
    `select x.id from jatakk.rotation r, jatakk.rotation_rows(r.id, 'address', '${NIL}', 1000) x where r.version = 99`,
  );
  const of = await owner.query<{ register_id: string }>(
    'select distinct register_id from jatakk.subscriber where id = any ($1)',
    [rows.map(({ id }) => id)],
  );
  expect(rows.length).toBeGreaterThan(0);
  expect(of.rows).toEqual([{ register_id: people.autumn.registerId }]);
  await owner.query('delete from jatakk.rotation where version = 99');
  await people.house.startKeeper();
});

test('change an address while its row is rolled: the new one stays', async () => {
  const { rows } = await owner.query<{ id: string; address: Buffer }>(
    'select id, address from jatakk.subscriber where register_id = $1 order by id limit 1',
    [people.autumn.registerId],
  );
  await people.house.stopKeeper();
  await owner.query(
    `insert into jatakk.rotation (ring_id, purpose, version, begun_at) values ($1, 'rest', 99, now())`,
    [people.autumn.registerId],
  );
  const { id, address } = rows[0]!;
  const stale = Buffer.from(address);
  stale[20] = stale[20]! ^ 1;
  const put = await keeper.query<{ put: number }>(
    `select jatakk.rotation_put(r.id, 'address', $1, $2, $3) as put from jatakk.rotation r where r.version = 99`,
    [[id], [stale], [Buffer.alloc(349)]],
  );
  expect(put.rows).toEqual([{ put: 0 }]);
  const now = await owner.query('select address from jatakk.subscriber where id = $1', [id]);
  expect(now.rows).toEqual([{ address }]);
  await owner.query('delete from jatakk.rotation where version = 99');
  await people.house.startKeeper();
});

test('as the keeper, put a new key into use before everybody has been rolled to it: it is not', async () => {
  await people.house.stopKeeper();
  await opens(people.house, people.autumn.registerId, ['index', 'suppression', 'link']);
  const open = 'from jatakk.rotation r where r.done_at is null';
  await keeper.query(`select jatakk.rotation_begin(r.id, 2, '\\x00', repeat('0', 16), null) ${open}`);
  const no = [{ done: false }, { done: false }, { done: false }];
  const finish = await keeper.query(`select jatakk.rotation_finish(r.id, '{}') as done ${open}`);
  const switched = await keeper.query(`select jatakk.rotation_switch(r.id) as done ${open}`);
  expect([finish.rows, switched.rows]).toEqual([no, no]);
  const { rows } = await owner.query(
    `delete from vault.ring_key where ring_id = $1 and wrapped = '\\x00' returning used`,
    [people.autumn.registerId],
  );
  expect(rows).toEqual([{ used: false }, { used: false }, { used: false }]);
  await owner.query('delete from jatakk.rotation where done_at is null');
  await people.house.startKeeper();
});

test('a form that holds the ring is still open: no index comes into use under it', async () => {
  const holding = await signInto(people.house.database.keeperUrl);
  await holding.query('begin');
  await holding.query('select jatakk.hold_ring($1)', [people.autumn.registerId]);
  await opens(people.house, people.autumn.registerId, ['index']);
  const rolled = () =>
    owner.query('select 1 from jatakk.subscriber where register_id = $1 and blind_index_next is not null', [
      people.autumn.registerId,
    ]);
  // Making the version takes the ring too: nothing at all happens to it.
  await new Promise((resolve) => setTimeout(resolve, 1500));
  expect((await rolled()).rowCount).toBe(0);
  expect((await owner.query('select 1 from jatakk.rotation where done_at is null')).rowCount).toBe(1);
  await holding.query('commit');
  await holding.end();
  await rotationsDone(people.house);
  await until('nothing is left in the second column', async () => (await rolled()).rowCount === 0);
});
