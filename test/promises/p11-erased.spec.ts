import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type pg from 'pg';
import { openSubscriberAddress } from '../../src/keeper/open-address.js';
import { NightlyRewrite } from '../../src/keeper/nightly-rewrite.service.js';
import { KeyRings } from '../../src/registers/key-rings.service.js';
import { looksUp, pressesOn } from '../support/looked-up.js';
import { until } from '../support/until.js';
import { signInto } from './support/attempt.js';
import { dumpAll } from './support/dump.js';
import { hitsIn, needlesFor } from './support/needles.js';
import { CANARY, openTwoRegisters, subscriptionOf, type TwoRegisters } from './support/two-registers.js';
import { valuesOfPerson } from './support/values-of-person.js';

let people: TwoRegisters;
let owner: pg.Client;

beforeAll(async () => {
  people = await openTwoRegisters();
  owner = people.house.database.owner;
  await people.house.answersEntered();
});
afterAll(() => people.house.close());

const everything = async () => {
  const rows = await dumpAll(owner);
  const { rows: jobs } = await owner.query<{ row: string }>(
    'select to_jsonb(j)::text as row from bullmq.job j',
  );
  return [
    ...rows.map(({ table, columns }) => `${table} ${JSON.stringify(columns)}`),
    ...jobs.map(({ row }) => row),
  ];
};

test('search the whole database and its queue for somebody who was erased, in what was kept of them before: a hash that refuses imports is left, and the line that outlives a restore', async () => {
  const { autumn, house } = people;
  const campaign = await house.sends(autumn, 'Før slettingen');
  await house.isSent(campaign);
  const { id, subscriberId } = await subscriptionOf(people, autumn, CANARY.autumn);
  const before = await valuesOfPerson(owner, { id, subscriberId });
  const { rows: shared } = await owner.query<{ hash: string }>(
    `select distinct '\\x' || encode(text_sha256, 'hex') as hash from jatakk.consent_record`,
  );
  const { rows } = await owner.query<{ suppression: string }>(
    `select '\\x' || encode(suppression_hash, 'hex') as suppression from jatakk.subscriber where id = $1`,
    [subscriberId],
  );
  const own = [...before].filter(
    (value) =>
      !shared.some(({ hash }) => hash === value) &&
      ![autumn.registerId, autumn.listId, campaign].includes(value) &&
      !/^\d{4}-/.test(value),
  );
  expect(own.length).toBeGreaterThanOrEqual(12);
  const tables = (found: string[]) =>
    [...new Set(found.map((row) => row.split(' ')[0]!))].sort((one, other) => one.localeCompare(other));
  const holding = async (values: string[]) =>
    tables(
      (await everything()).filter((row) =>
        values.some((value) => row.includes(value.replace('\\', '\\\\')) || row.includes(value)),
      ),
    );
  expect((await holding(own)).length).toBeGreaterThanOrEqual(5);

  expect(
    (await owner.query('select jatakk.erase_subscriber($1, $2) as gone', [autumn.registerId, subscriberId]))
      .rows,
  ).toEqual([{ gone: true }]);
  const deliveries = new Set(
    (
      await owner.query<{ id: string }>('select id from jatakk.delivery where subscription_id = $1', [id])
    ).rows.map((row) => row.id),
  );
  const left = own.filter(
    (value) =>
      value !== rows[0]!.suppression && value !== subscriberId && value !== id && !deliveries.has(value),
  );
  // What the ledger shows of their answers: a salted commitment, whose salt went with the record.
  expect((await holding(left)).filter((table) => !table.startsWith('jatakk.ledger_'))).toEqual([]);
  expect((await holding([subscriberId])).filter((table) => table !== 'jatakk.journal')).toEqual([]);
  const refusals = (await holding([rows[0]!.suppression])).filter((table) => table !== 'jatakk.journal');
  expect(refusals).toEqual(['jatakk.suppression']);
  // That some subscription, which is no more, got a campaign: until its deliveries go.
  expect((await holding([id])).filter((table) => table !== 'jatakk.delivery')).toEqual([]);
  expect(hitsIn(Buffer.from((await everything()).join('\n')), needlesFor(CANARY.autumn.split('@')[0]!))).toBe(
    0,
  );
});

test('open what a copy from before still holds of them, with every key that is left: it stays shut', async () => {
  const { tickets, house } = people;
  const { subscriberId } = await subscriptionOf(people, tickets, CANARY.both);
  const { rows } = await owner.query<{ address: Buffer; key_version: number; key: Buffer }>(
    `select p.address, p.key_version, k.key from jatakk.subscriber p
       join vault.row_key k on k.register_id = p.register_id and k.row_id = p.id where p.id = $1`,
    [subscriberId],
  );
  const [copy] = rows;
  const ring = await house.keeper!.get(KeyRings).ring(tickets.registerId);
  const open = (rowKey: Buffer) =>
    openSubscriberAddress(ring, {
      registerId: tickets.registerId,
      subscriberId,
      address: copy!.address,
      keyVersion: copy!.key_version,
      rowKey,
    });
  expect(open(copy!.key).asTyped).toBe(CANARY.both);
  await owner.query('select jatakk.erase_subscriber($1, $2)', [tickets.registerId, subscriberId]);
  const { rows: keys } = await owner.query<{ key: Buffer }>('select key from vault.row_key');
  expect(keys.length).toBeGreaterThan(5);
  expect(keys.some(({ key }) => key.equals(copy!.key))).toBe(false);
  for (const { key } of keys) expect(() => open(key)).toThrow('rest-not-authentic');
});

test('erase somebody while the night rewrites their rows: they are gone, whoever comes first', async () => {
  const { family, house } = people;
  const { subscriberId } = await subscriptionOf(people, family, CANARY.family);
  const night = house.keeper!.get(NightlyRewrite);
  await owner.query('update jatakk.rewrite set done_on = current_date - 1');
  await owner.query('update jatakk.subscription set locale = locale');
  const [, gone] = await Promise.all([
    night.rewrite(),
    owner.query('select jatakk.erase_subscriber($1, $2) as gone', [family.registerId, subscriberId]),
  ]);
  expect(gone.rows).toEqual([{ gone: true }]);
  const { rowCount } = await owner.query('select from jatakk.subscriber where id = $1', [subscriberId]);
  expect(rowCount).toBe(0);
  await owner.query('update jatakk.rewrite set done_on = current_date - 1');
  await night.rewrite();
  expect((await owner.query('select from vault.row_key where row_id = $1', [subscriberId])).rowCount).toBe(0);
});

test('erase somebody while they erase themselves, and look them up behind it: gone once, and neither is found', async () => {
  const { autumn, house } = people;
  const { subscriberId } = await subscriptionOf(people, autumn, CANARY.both);
  const page = await (await looksUp(house.staff, autumn, CANARY.both)).text();
  const asked = await (await pressesOn(house.staff, page, 'erase')).text();
  const self = await signInto(house.database.ownerUrl);
  await self.query('begin');
  await self.query('select jatakk.erase_subscriber($1, $2)', [autumn.registerId, subscriberId]);
  const pressed = pressesOn(house.staff, asked, 'erase/now');
  await until('the keeper waits', async () => {
    const { rowCount } = await owner.query(
      `select from pg_stat_activity where application_name = 'jatakk-keeper' and wait_event_type = 'Lock'
          and datname = current_database()`,
    );
    return rowCount === 1;
  });
  const looked = looksUp(house.staff, autumn, CANARY.both);
  await self.query('commit');
  await self.end();
  expect((await pressed).status).toBe(410);
  expect(await (await looked).text()).toContain('Ingen har den adressen her');
  const { rowCount } = await owner.query(
    `select from jatakk.looked_up union all select from vault.row_key where row_id = $1`,
    [subscriberId],
  );
  expect(rowCount).toBe(0);
});
