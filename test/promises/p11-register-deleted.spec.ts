import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type pg from 'pg';
import { openAtRest } from '../../src/platform/sealing/at-rest.js';
import { KeyRings } from '../../src/registers/key-rings.service.js';
import { type ListIds, TestHouse } from '../support/house.js';
import { until } from '../support/until.js';
import { outcomeOf, signInto } from './support/attempt.js';

let house: TestHouse;
let owner: pg.Client;
let gone: ListIds;
let stays: ListIds;

beforeAll(async () => {
  house = await TestHouse.open();
  owner = house.database.owner;
  await house.setUp();
  gone = await house.makeList(await house.makeRegister('billettkjopere', 'Billettkjøpere'), 'kino', 'Kino');
  stays = await house.makeList(await house.makeRegister('nyhetsbrev', 'Nyhetsbrev'), 'nytt', 'Nytt');
  await house.joins(gone, 'kanari@example.org');
  await house.joins(stays, 'kanari@example.org');
  await house.signsUpTo(gone, 'aldri@example.org');
  await house.isSent(await house.sends(gone, 'Før'));
});
afterAll(() => house.close());

const page = () => `/staff/registers/${gone.registerId}/delete`;
const count = async (from: string, ...values: unknown[]) =>
  Number((await owner.query<{ count: string }>(`select count(*) from ${from}`, values)).rows[0]!.count);
const ordered = () => count('jatakk.register_deletion');
const orders = (name: string) => house.staff.submit(page(), page(), { name });

/** Every table that names a register or a ring, and how many rows of this one it has. */
async function rowsOf(registerId: string): Promise<Record<string, number>> {
  const { rows } = await owner.query<{ name: string; key: string }>(
    `select format('%I.%I', n.nspname, c.relname) as name, a.attname as key from pg_class c
       join pg_namespace n on n.oid = c.relnamespace
       join pg_attribute a on a.attrelid = c.oid and a.attname in ('register_id', 'ring_id')
      where n.nspname in ('jatakk', 'vault') and c.relkind = 'r' order by 1, 2`,
  );
  const found: Record<string, number> = {};
  for (const { name, key } of rows) {
    const there = await count(`${name} where ${key} = $1`, registerId);
    if (there > 0) found[name] = there;
  }
  return found;
}

test('look at the page, type another name, or press without a session: nothing is ordered', async () => {
  expect((await house.staff.get(page())).status).toBe(200);
  expect((await orders('Billettkjopere')).status).toBe(422);
  expect((await orders('')).status).toBe(422);
  expect((await house.visitor.post(page(), { name: 'Billettkjøpere' })).status).toBe(403);
  expect(await ordered()).toBe(0);
});

test('as web, order it without an administrator’s session, or write it into the table: refused', async () => {
  const web = await signInto(house.database.webUrl);
  const { rows } = await web.query<{ outcome: string }>(
    'select jatakk.order_register_deletion($1, $2, $3) as outcome',
    [gone.registerId, randomBytes(32), 'Billettkjøpere'],
  );
  expect(rows).toEqual([{ outcome: 'not-allowed' }]);
  for (const sql of [
    `insert into jatakk.register_deletion (register_id, name) values (gen_random_uuid(), 'x')`,
    `select jatakk.destroy_register_keys()`,
    `select jatakk.clear_register('${gone.registerId}', 10)`,
    `select jatakk.drop_register('${gone.registerId}')`,
  ])
    expect(await outcomeOf(web, sql)).toBe('permission denied');
  await web.end();
  expect(await ordered()).toBe(0);
});

test('with the session of an editor, or one that has run out: refused', async () => {
  const session = (await owner.query<{ token_hash: Buffer }>('select token_hash from jatakk.staff_session'))
    .rows[0]!;
  const ask = async () =>
    (
      await owner.query<{ outcome: string }>('select jatakk.order_register_deletion($1, $2, $3) as outcome', [
        gone.registerId,
        session.token_hash,
        'Billettkjøpere',
      ])
    ).rows[0]!.outcome;
  await owner.query(`update jatakk.staff_grant set role = 'viewer' where role = 'administrator'`);
  expect(await ask()).toBe('not-allowed');
  await owner.query(`update jatakk.staff_grant set role = 'administrator' where role = 'viewer'`);
  await owner.query(`update jatakk.staff_session set seen_at = seen_at - interval '3 hours'`);
  expect(await ask()).toBe('not-allowed');
  await owner.query(`update jatakk.staff_session set seen_at = now()`);
  expect(await ordered()).toBe(0);
});

test('as the keeper, destroy the keys before the day is over: nothing goes', async () => {
  expect((await orders('Billettkjøpere')).status).toBe(303);
  const keeper = await signInto(house.database.keeperUrl);
  expect((await keeper.query('select jatakk.destroy_register_keys()')).rowCount).toBe(0);
  const cleared = await keeper.query<{ gone: string }>('select jatakk.clear_register($1, 100) as gone', [
    gone.registerId,
  ]);
  expect(cleared.rows).toEqual([{ gone: '0' }]);
  await keeper.end();
  expect(await count('vault.ring_key where ring_id = $1', gone.registerId)).toBe(8);
});

test('until then its forms are closed, it can be called off, and all is as before', async () => {
  const offered = async () =>
    (await (await house.visitor.get('/lists/kino')).text()).includes('name="address"');
  await until('the form is closed', async () => !(await offered()));
  // Nobody is taken off a list before the day is over.
  expect(
    await count(`jatakk.subscription where register_id = $1 and state = 'confirmed'`, gone.registerId),
  ).toBe(1);
  const shown = await (await house.staff.get(`/staff/registers/${gone.registerId}`)).text();
  expect(shown).toContain('Kari Nordmann bestemte det');
  const register = `/staff/registers/${gone.registerId}`;
  expect((await house.staff.submit(register, `${register}/keep`)).status).toBe(303);
  expect(await ordered()).toBe(0);
  expect(await offered()).toBe(true);
  expect(
    await count(`jatakk.subscription where register_id = $1 and state = 'confirmed'`, gone.registerId),
  ).toBe(1);
  await house.isSent(await house.sends(gone, 'Likevel'));
});

test('cut off between the keys and the rows: nothing can be read from the first moment, and the rows go with the next keeper', async () => {
  const { rows: before } = await owner.query<{ id: string; address: Buffer; key: Buffer }>(
    `select p.id, p.address, k.key from jatakk.subscriber p
       join vault.row_key k on k.register_id = p.register_id and k.row_id = p.id where p.register_id = $1`,
    [gone.registerId],
  );
  expect(before).toHaveLength(2);
  await orders('Billettkjøpere');
  await house.stopKeeper();
  await owner.query(`update jatakk.register_deletion set due_at = now() - interval '1 second'`);
  expect((await owner.query('select jatakk.destroy_register_keys()')).rowCount).toBe(1);
  expect(await count('vault.ring_key where ring_id = $1', gone.registerId)).toBe(0);

  await house.startKeeper();
  await until('the rows are gone', () => count('jatakk.register_deletion where done_at is not null'));
  // What stays: who did it, and a line for a backup that would bring it back.
  const { 'jatakk.journal': lines, ...kept } = await rowsOf(gone.registerId);
  expect(kept).toEqual({ 'jatakk.register_deletion': 1 });
  expect(lines).toBeGreaterThanOrEqual(1);
  expect(await count('jatakk.register where id = $1', gone.registerId)).toBe(0);

  // The rows as a backup has them, with their row keys: no key that is left opens one.
  const rings = house.keeper!.get(KeyRings);
  await expect(rings.ring(gone.registerId)).rejects.toThrow('key-missing');
  const ring = await rings.ring(stays.registerId);
  for (const { id, address, key } of before) {
    const place = { purpose: 'address' as const, registerId: gone.registerId, rowId: id, keyVersion: 1 };
    for (const restKey of [ring.key('rest', 1), ring.key('index', 1), ring.key('suppression', 1)])
      expect(() => openAtRest({ restKey, rowKey: key }, place, address)).toThrow('rest-not-authentic');
  }
});

test('the other register is as it was, with the same person in it', async () => {
  const id = await house.sends(stays, 'Som før');
  await house.isSent(id);
  expect(await house.deliveries(id)).toEqual({ accepted: 1 });
});

test('no keeper makes such a register keys again, and its links lead nowhere', async () => {
  await house.keeper!.get(KeyRings).makeMissing();
  expect(await count('vault.ring_key where ring_id = $1', gone.registerId)).toBe(0);
  expect((await house.staff.get(`/staff/registers/${gone.registerId}`)).status).toBe(404);
});
