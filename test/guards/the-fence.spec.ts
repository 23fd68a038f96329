import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { DataSource } from 'typeorm';
import {
  claimDeliveries,
  passGate,
  recoverDeliveries,
  renewLeases,
  settleDeliveries,
  type Settlement,
} from '../../src/deliveries/delivery.queries.js';
import { claimNotices, recoverNotices, settleNotice } from '../../src/notices/notice.queries.js';
import { Rows } from './support/rows.js';

let rows: Rows;
let keeper: DataSource;

beforeAll(async () => {
  rows = await Rows.open();
  keeper = await rows.signIn('keeper');
});
afterAll(() => rows.close());

const OLD = '6';

const stateOf = (id: string) => rows.read('delivery', 'state', id);

async function held(columns: Record<string, unknown> = {}) {
  return rows.delivery(await rows.campaign(), (await rows.subscription()).id, columns);
}

const settle = (id: string, fence: string, state: Settlement['state']) =>
  settleDeliveries(keeper, [{ id, fence, state, replyClass: null, inSeconds: 0, counts: true }], 12);

const leaseIsOver = (table: string, id: string) =>
  rows.owner.query(
    `update jatakk.${table} set lease_until = clock_timestamp() - interval '1 second' where id = $1`,
    [id],
  );

test('a worker with an old fence writes no outcome', async () => {
  const { id, fence } = await held({ state: 'handed' });
  await settle(id, OLD, 'queued');
  expect(await stateOf(id)).toBe('handed');
  await settle(id, fence, 'accepted');
  expect(await stateOf(id)).toBe('accepted');
});

test('what is settled stays settled, whatever the same worker says afterwards', async () => {
  const { id, fence } = await held({ state: 'handed' });
  await settle(id, fence, 'accepted');
  await settle(id, fence, 'queued');
  expect(await stateOf(id)).toBe('accepted');
});

test('a worker with an old fence does not pass the gate', async () => {
  const claim = await held();
  expect(await passGate(keeper, [{ ...claim, fence: OLD }])).toEqual(new Map([[claim.id, 'lost-lease']]));
  expect(await stateOf(claim.id)).toBe('claimed');
});

test('of two workers in one breath only the one with the new fence is heard, whoever comes first', async () => {
  for (const order of [1, -1]) {
    const { id, fence } = await held({ state: 'handed' });
    const word = { id, replyClass: null, inSeconds: 0, counts: true };
    const words = [
      { ...word, fence: OLD, state: 'queued' as const },
      { ...word, fence, state: 'accepted' as const },
    ];
    await settleDeliveries(keeper, order === 1 ? words : words.toReversed(), 12);
    expect(await stateOf(id)).toBe('accepted');
  }
});

test('of two workers who ask the gate in one breath only the one with the new fence is let through', async () => {
  const claim = await held();
  const old = { ...claim, fence: OLD };
  const { rows: said } = await rows.owner.query<{ verdict: string }>(
    'select verdict from jatakk.gate($1, $2) order by verdict',
    [
      [old.id, claim.id],
      [old.fence, claim.fence],
    ],
  );
  expect(said.map(({ verdict }) => verdict)).toEqual(['go', 'lost-lease']);
});

test('a worker with an old fence renews no lease', async () => {
  const claim = await held();
  const until = await rows.read('delivery', 'lease_until', claim.id);
  await renewLeases(keeper, [{ ...claim, fence: OLD }]);
  expect(await rows.read('delivery', 'lease_until', claim.id)).toBe(until);
});

test('a lease that has run out is not renewed', async () => {
  const claim = await held();
  await leaseIsOver('delivery', claim.id);
  const until = await rows.read('delivery', 'lease_until', claim.id);
  await renewLeases(keeper, [claim]);
  expect(await rows.read('delivery', 'lease_until', claim.id)).toBe(until);
});

test('who takes a delivery over does so under another fence', async () => {
  const campaign = await rows.campaign();
  await rows.delivery(campaign, (await rows.subscription()).id, { state: 'queued', lease_until: null });
  const [first] = await claimDeliveries(keeper, campaign, undefined, 1);
  await leaseIsOver('delivery', first!.id);
  await recoverDeliveries(keeper);
  const [second] = await claimDeliveries(keeper, campaign, undefined, 1);
  expect(second!.id).toBe(first!.id);
  expect(Number(second!.fence)).toBeGreaterThan(Number(first!.fence));
});

test('a worker with an old fence writes nothing of a notice', async () => {
  const id = await rows.notice();
  const [first] = await claimNotices(keeper, 1);
  await leaseIsOver('notice', id);
  await recoverNotices(keeper);
  const [second] = await claimNotices(keeper, 1);
  expect([first!.id, second!.id]).toEqual([id, id]);
  await settleNotice(keeper, id, first!.fence, { state: 'dead', replyClass: 'fault' });
  expect(await rows.read('notice', 'state', id)).toBe('claimed');
});
