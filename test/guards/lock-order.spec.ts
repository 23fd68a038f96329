import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { DataSource } from 'typeorm';
import { passGate, settleDeliveries, type Settlement } from '../../src/deliveries/delivery.queries.js';
import { takeBack } from '../../src/deliveries/take-back.queries.js';
import { Rows } from './support/rows.js';
import { waitsForALock } from './support/waits-for-a-lock.js';

/** Rows are then read as they lie, which is against the order of their ids here: a plan that PostgreSQL is free to choose. */
const AS_THEY_LIE = [
  'enable_indexscan=off',
  'enable_indexonlyscan=off',
  'enable_bitmapscan=off',
  'enable_nestloop=off',
  'enable_mergejoin=off',
];

let rows: Rows;
let keeper: DataSource;
let web: DataSource;

beforeAll(async () => {
  rows = await Rows.open();
  keeper = await rows.signIn('keeper', { settings: AS_THEY_LIE });
  web = await rows.signIn('web', { settings: AS_THEY_LIE });
});
afterAll(() => rows.close());

function twoIds(): [low: string, high: string] {
  const [low, high] = [randomUUID(), randomUUID()].sort();
  return [low!, high!];
}

/** Two deliveries, the higher id lying first. */
async function twoDeliveries(columns: Record<string, unknown> = {}) {
  const [low, high] = twoIds();
  const campaign = await rows.campaign();
  const claims = [];
  for (const id of [high, low])
    claims.push(await rows.delivery(campaign, (await rows.subscription()).id, { id, ...columns }));
  return { campaign, low, high, claims };
}

/**
 * Another worker, who takes two rows in the order of their ids as everybody does, has one; `act` wants both; then the
 * other one takes its second. 'both are through', or the error of whoever was sacrificed.
 */
async function meets(
  table: string,
  [low, high]: [string, string],
  act: () => Promise<unknown>,
): Promise<string> {
  const other = await rows.signIn('owner', { settings: ['deadlock_timeout=50ms'] });
  const take = (id: string) => other.query(`select 1 from jatakk.${table} where id = $1 for update`, [id]);
  await other.query('begin');
  await take(low);
  const acting = act().then(
    () => 'both are through',
    (error: unknown) => (error as Error).message,
  );
  await waitsForALock(rows);
  const taken = await take(high).then(
    () => undefined,
    (error: unknown) => (error as Error).message,
  );
  await other.query('rollback');
  return taken ?? (await acting);
}

test('the gate takes deliveries in the order of their ids: nobody dies who meets it', async () => {
  const { low, high, claims } = await twoDeliveries();
  expect(await meets('delivery', [low, high], () => passGate(keeper, claims))).toBe('both are through');
});

test('outcomes are written in the order of ids: nobody dies who meets them', async () => {
  const { low, high, claims } = await twoDeliveries({ state: 'handed' });
  const outcomes = claims.map(({ id, fence }) => ({
    id,
    fence,
    state: 'accepted' as const,
    replyClass: null,
    inSeconds: 0,
    counts: true,
  }));
  const settle = () => settleDeliveries(keeper, outcomes, 12);
  expect(await meets('delivery', [low, high], settle)).toBe('both are through');
});

test('bounced people are taken in the order of ids: nobody dies who meets them', async () => {
  const [low, high] = twoIds();
  const campaign = await rows.campaign();
  const outcomes: Settlement[] = [];
  for (const id of [high, low]) {
    await rows.subscription({ id });
    const claim = await rows.delivery(campaign, id, { state: 'handed' });
    outcomes.push({
      id: claim.id,
      fence: claim.fence,
      state: 'bounced',
      replyClass: 'hard:5.1.1',
      inSeconds: 0,
      counts: true,
    });
  }
  const settle = () => settleDeliveries(keeper, outcomes, 12);
  expect(await meets('subscription', [low, high], settle)).toBe('both are through');
});

test('what is sent once more is taken in the order of ids: nobody dies who meets it', async () => {
  const { campaign, low, high } = await twoDeliveries({ state: 'unknown', lease_until: null });
  const resend = () => web.query('select jatakk.resend_unknown($1, 2)', [campaign]);
  expect(await meets('delivery', [low, high], resend)).toBe('both are through');
});

/** Two messages that come back hard, in the order in which their rows lie. */
const comeBack = (ids: readonly string[]) =>
  takeBack(
    keeper.manager,
    rows.registerId,
    ids.map((deliveryId) => ({ deliveryId, as: 'hard', code: '5.1.1', wording: 'no-such-mailbox' })),
  );

test('what came back is taken in the order of deliveries: nobody dies who meets it', async () => {
  const { low, high } = await twoDeliveries({ state: 'accepted', handed_at: new Date() });
  expect(await meets('delivery', [low, high], () => comeBack([high, low]))).toBe('both are through');
});

test('people of whom something came back are taken in the order of ids: nobody dies who meets them', async () => {
  const [low, high] = twoIds();
  const campaign = await rows.campaign();
  const ids: string[] = [];
  for (const id of [high, low]) {
    await rows.subscription({ id });
    ids.push((await rows.delivery(campaign, id, { state: 'accepted', handed_at: new Date() })).id);
  }
  expect(await meets('subscription', [low, high], () => comeBack(ids))).toBe('both are through');
});
