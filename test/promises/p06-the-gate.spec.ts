import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type pg from 'pg';
import { hashToken } from '../../src/platform/sealing/link-token.js';
import { until } from '../support/until.js';
import { signInto } from './support/attempt.js';
import { claimFor, type Held, sendingCampaign } from './support/deliveries.js';
import { CANARY, openTwoRegisters, subscriptionOf, type TwoRegisters } from './support/two-registers.js';

let people: TwoRegisters;
let owner: pg.Client;
let keeper: pg.Client;
let on: Record<'autumn' | 'family' | 'tickets' | 'pending' | 'left', string>;

beforeAll(async () => {
  people = await openTwoRegisters();
  const { house, autumn, family, tickets } = people;
  owner = house.database.owner;
  keeper = await signInto(house.database.keeperUrl);
  const id = async (...[list, address]: [typeof autumn, string]) =>
    (await subscriptionOf(people, list, address)).id;
  on = {
    autumn: await id(autumn, CANARY.autumn),
    family: await id(family, CANARY.family),
    tickets: await id(tickets, CANARY.both),
    pending: await id(autumn, CANARY.pending),
    left: await id(autumn, CANARY.left),
  };
  // From here on the attacker is the keeper: its role, its rows, nobody else at work.
  await house.stopKeeper();
});
afterAll(async () => {
  await keeper.end();
  await people.house.close();
});

test('ask the gate about whoever is not due, after the keeper has claimed them: no address, no message', async () => {
  const { autumn } = people;
  const campaign = await sendingCampaign(people, autumn, 'Ved porten');
  const asked: [string, string, Held][] = [
    ['pending', 'skip:not-confirmed', await claimFor(people, campaign, on.pending)],
    ['gone', 'skip:not-confirmed', await claimFor(people, campaign, on.left)],
    ['other list', 'skip:other-list', await claimFor(people, campaign, on.family)],
    ['other register', 'skip:erased', await claimFor(people, campaign, on.tickets)],
    ['nobody', 'skip:erased', await claimFor(people, campaign, randomUUID())],
  ];
  for (const [who, verdict, held] of asked) {
    const looked = await look(held);
    expect([who, looked]).toEqual([who, { verdict, address: null, row_key: null }]);
    expect([who, await gate(held)]).toEqual([who, verdict]);
  }
});

test('ask the gate about a confirmed member after a suppression or under another purpose: skipped, no address', async () => {
  const { autumn } = people;
  const campaign = await sendingCampaign(people, autumn, 'Sperret');
  const held = await claimFor(people, campaign, on.autumn);
  expect((await look(held)).verdict).toBe('go');
  for (const kind of ['objection', 'complaint', 'hard-bounce']) {
    await owner.query(
      `insert into jatakk.suppression select p.register_id, p.suppression_hash, $2 from jatakk.subscriber p
         join jatakk.subscription s on s.subscriber_id = p.id where s.id = $1`,
      [on.autumn, kind],
    );
    expect(await look(held)).toEqual({ verdict: 'skip:suppressed', address: null, row_key: null });
    await owner.query('delete from jatakk.suppression');
  }
  await owner.query('update jatakk.campaign set purpose_version = 2 where id = $1', [campaign.id]);
  expect(await look(held)).toEqual({ verdict: 'skip:other-purpose', address: null, row_key: null });
  expect(await gate(held)).toBe('skip:other-purpose');
});

test('ask for the address of a delivery that is queued, taken by another keeper, or run out: lost-lease, no address', async () => {
  const { autumn } = people;
  const campaign = await sendingCampaign(people, autumn, 'Andres leie');
  const held = await claimFor(people, campaign, on.autumn);
  const nothing = { verdict: 'lost-lease', address: null, row_key: null };
  const stale = { ...held, fence: String(Number(held.fence) - 1) };
  expect([await look(stale), await gate(stale)]).toEqual([nothing, 'lost-lease']);
  const other = { id: randomUUID(), fence: '1' };
  expect([await look(other), await gate(other)]).toEqual([nothing, 'lost-lease']);
  await owner.query(`update jatakk.delivery set lease_until = now() - interval '1 second' where id = $1`, [
    held.id,
  ]);
  expect([await look(held), await gate(held)]).toEqual([nothing, 'lost-lease']);
  await owner.query(`update jatakk.delivery set state = 'queued', lease_until = null where id = $1`, [
    held.id,
  ]);
  expect([await look(held), await gate(held)]).toEqual([nothing, 'lost-lease']);
});

test('pass the gate twice with one delivery: the second time it is lost', async () => {
  const campaign = await sendingCampaign(people, people.autumn, 'To ganger');
  const held = await claimFor(people, campaign, on.autumn);
  expect([await gate(held), await gate(held)]).toEqual(['go', 'lost-lease']);
});

test('ask while a leave is under way: busy; after it has committed: skipped', async () => {
  const { house, autumn } = people;
  const campaign = await sendingCampaign(people, autumn, 'Midt i');
  const held = await claimFor(people, campaign, on.autumn);
  const leaving = await signInto(house.database.webUrl);
  await leaving.query('begin');
  const { rows } = await leaving.query<{ outcome: string }>('select outcome from jatakk.leave($1, null)', [
    hashToken(people.ways.autumn.split('/').at(-1)!),
  ]);
  expect(rows[0]!.outcome).toBe('left');
  expect((await look(held)).verdict).toBe('go'); // the look takes no lock; only the gate decides
  expect(await gate(held)).toBe('busy');
  await leaving.query('commit');
  await leaving.end();
  const again = await claimAgain(held);
  expect(await gate(again)).toBe('skip:not-confirmed');
});

test('leave while a delivery is passing the gate: the answer waits until it has passed', async () => {
  const { house, tickets, ways } = people;
  const campaign = await sendingCampaign(people, tickets, 'Samtidig');
  const held = await claimFor(people, campaign, on.tickets);
  await keeper.query('begin');
  expect(await gate(held)).toBe('go');
  let answered = false;
  const leaving = house.visitor
    .post(ways.tickets, { 'List-Unsubscribe': 'One-Click' })
    .finally(() => (answered = true));
  await until('the leave stands at the lock', async () => {
    const { rowCount } = await owner.query(
      `select from pg_locks l join pg_stat_activity a on a.pid = l.pid
        where not l.granted and a.usename = 'jatakk_web' and a.datname = current_database()`,
    );
    return rowCount;
  });
  expect(answered).toBe(false);
  await keeper.query('commit');
  expect((await leaving).status).toBe(200);
  const next = await claimFor(people, await sendingCampaign(people, tickets, 'Etterpå'), on.tickets);
  expect(await gate(next)).toBe('skip:not-confirmed');
});

test('ask for the address of a notice that is not due or not held: none', async () => {
  const { rows } = await owner.query<{ id: string; fence: string; state: string }>(
    `select n.id, n.fence, n.state from jatakk.notice n
       join jatakk.notice_subscription ns on ns.notice_id = n.id where ns.subscription_id = $1`,
    [on.autumn],
  );
  const { id, fence, state } = rows[0]!;
  expect(state).toBe('accepted');
  const ask = async (held: string) =>
    (await keeper.query('select verdict, address, row_key from jatakk.notice_gate($1, $2)', [id, held]))
      .rows[0];
  expect(await ask(fence)).toEqual({ verdict: 'lost-lease', address: null, row_key: null });
  await keeper.query(
    `update jatakk.notice set state = 'claimed', fence = 9, lease_until = now() + interval '1 minute' where id = $1`,
    [id],
  );
  expect(await ask('8')).toEqual({ verdict: 'lost-lease', address: null, row_key: null });
  expect(await ask('9')).toEqual({ verdict: 'skip:not-due', address: null, row_key: null });
});

async function look({ id, fence }: Held) {
  const { rows } = await keeper.query<{ verdict: string; address: Buffer | null; row_key: Buffer | null }>(
    'select verdict, address, row_key from jatakk.open_deliveries(array[$1]::uuid[], array[$2]::bigint[])',
    [id, fence],
  );
  return rows[0]!;
}

async function gate({ id, fence }: Held): Promise<string> {
  const { rows } = await keeper.query<{ verdict: string }>(
    'select verdict from jatakk.gate(array[$1]::uuid[], array[$2]::bigint[])',
    [id, fence],
  );
  return rows[0]!.verdict;
}

async function claimAgain({ id }: Held): Promise<Held> {
  const { rows } = await keeper.query<Held>(
    `update jatakk.delivery set state = 'claimed', fence = fence + 1, lease_until = now() + interval '1 minute'
      where id = $1 and state = 'queued' returning id, fence`,
    [id],
  );
  return rows[0]!;
}
