import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type pg from 'pg';
import { ForgetDaily } from '../../src/keeper/forget-daily.service.js';
import { LookAfterReceivers } from '../../src/keeper/keys/look-after-receivers.service.js';
import { ReceiverKeys } from '../../src/receiver/receiver-keys.js';
import { signInto } from '../promises/support/attempt.js';
import { TestHouse } from '../support/house.js';
import { rotated } from '../support/rotations.js';
import { until } from '../support/until.js';

const one = new ReceiverKeys(randomBytes(32));
const other = new ReceiverKeys(randomBytes(32));

let house: TestHouse;
let owner: pg.Client;
let role: pg.Client;

beforeAll(async () => {
  house = await TestHouse.open();
  await house.setUp();
  owner = house.database.owner;
  role = await signInto(house.database.urls.receiver);
});
afterAll(async () => {
  await role.end();
  await house.close();
});

const saysHere = (keys: ReceiverKeys) => role.query('select jatakk.here_receives($1)', [keys.publicKey]);
const look = () => house.keeper!.get(LookAfterReceivers).look();

/** Which versions of which ring's key it can open now. */
async function has(keys: ReceiverKeys): Promise<string[]> {
  const { rows } = await role.query<{ ring_id: string; version: number; sealed: Buffer }>(
    'select * from jatakk.keys_of_receiver($1)',
    [keys.publicKey],
  );
  return rows
    .map(({ ring_id, version, sealed }) => {
      keys.openReturnKey(ring_id, version, sealed);
      return `${ring_id} ${version}`;
    })
    .sort();
}

test('whoever says that it is here gets the key of every register, and of each that comes later, within a poll', async () => {
  const registers = [await house.makeRegister('en'), await house.makeRegister('to')];
  await saysHere(one);
  await saysHere(other);
  await until('both have them', async () => (await has(one)).length === 2 && (await has(other)).length === 2);
  expect(await has(one)).toEqual(registers.map((id) => `${id} 1`).sort());
  registers.push(await house.makeRegister('tre'));
  await until('the third too', async () => (await has(one)).length === 3);
  expect(await has(other)).toEqual(registers.map((id) => `${id} 1`).sort());
});

test('a new version of a key is given beside the old one', async () => {
  const { rows } = await owner.query<{ id: string }>(`select id from jatakk.register where slug = 'en'`);
  const ringId = rows[0]!.id;
  await rotated(house, ringId, ['verp']);
  await look();
  expect((await has(one)).filter((line) => line.startsWith(ringId))).toEqual([`${ringId} 1`, `${ringId} 2`]);
});

test('the keys of a register that is gone are taken back', async () => {
  const { rows } = await owner.query<{ id: string }>(`select id from jatakk.register where slug = 'to'`);
  await owner.query(
    `insert into jatakk.register_deletion (register_id, name, due_at) values ($1, 'to', now() - interval '1 minute')`,
    [rows[0]!.id],
  );
  for (const keys of [one, other])
    await until('they are gone', async () => !(await has(keys)).join().includes(rows[0]!.id));
  expect((await has(one)).length).toBe(3);
});

test('a receiver that has not been seen for thirty days is forgotten with its keys, and one that comes back is known again', async () => {
  await owner.query('update jatakk.receiver set seen_on = current_date - 31 where public_key = $1', [
    one.publicKey,
  ]);
  await owner.query('update jatakk.receiver set seen_on = current_date - 30 where public_key = $1', [
    other.publicKey,
  ]);
  await house.keeper!.get(ForgetDaily).forget();
  expect(await has(one)).toEqual([]);
  expect((await has(other)).length).toBe(3);
  await saysHere(one);
  await look();
  expect((await has(one)).length).toBe(3);
});

test('there are no more than twenty: nobody fills the table with pairs of their own', async () => {
  for (let count = 0; count < 30; count += 1) await saysHere(new ReceiverKeys(randomBytes(32)));
  const { rows } = await owner.query<{ count: number }>(
    'select count(*)::integer as count from jatakk.receiver',
  );
  expect(rows[0]!.count).toBe(20);
  // Those who were there are still heard.
  await owner.query('update jatakk.receiver set seen_on = current_date - 3 where public_key = $1', [
    one.publicKey,
  ]);
  await saysHere(one);
  const { rows: mine } = await owner.query(
    'select 1 from jatakk.receiver where public_key = $1 and seen_on = current_date',
    [one.publicKey],
  );
  expect(mine).toHaveLength(1);
});

test('what has come and cannot be opened is gone after thirty days, and what it was known by after fourteen', async () => {
  const { rows } = await owner.query<{ id: string }>(`select id from jatakk.register where slug = 'tre'`);
  await house.stopKeeper();
  const arrive = (fingerprint: string) =>
    role.query(`select jatakk.arrive($1, $2, 1, 'mail', '\\x00', array['\\x01'::bytea], sha256($3))`, [
      randomUUID(),
      rows[0]!.id,
      fingerprint,
    ]);
  await arrive('a');
  await arrive('b');
  await owner.query('update jatakk.arrival set quarantined = true');
  await owner.query(`update jatakk.arrival set put_aside_on = current_date - 30
                      where id = (select id from jatakk.arrival order by id limit 1)`);
  await owner.query(
    `update jatakk.arrival_seen set on_day = current_date - 15 where fingerprint = sha256('a')`,
  );
  await house.startKeeper();
  await house.keeper!.get(ForgetDaily).forget();
  const left = await owner.query<Record<string, number>>(
    `select (select count(*) from jatakk.arrival)::integer as arrivals, (select count(*) from jatakk.arrival_part)::integer as parts,
            (select count(*) from jatakk.arrival_seen)::integer as seen`,
  );
  expect(left.rows[0]).toEqual({ arrivals: 1, parts: 1, seen: 1 });
});
