import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { DataSource } from 'typeorm';
import {
  claimDeliveries,
  recoverDeliveries,
  settleDeliveries,
  skipCancelled,
} from '../../src/deliveries/delivery.queries.js';
import { claimNotices, recoverNotices } from '../../src/notices/notice.queries.js';
import { Rows } from './support/rows.js';

const WAITS = { state: 'queued', lease_until: null };

let rows: Rows;
let keeper: DataSource;
let other: DataSource;

beforeAll(async () => {
  rows = await Rows.open();
  [keeper, other] = await Promise.all([rows.signIn('keeper'), rows.signIn('keeper')]);
});
afterAll(() => rows.close());

/** A campaign of so many deliveries that all wait. */
async function waiting(many: number, columns: Record<string, unknown> = {}): Promise<string> {
  const campaign = await rows.campaign(columns);
  for (let made = 0; made < many; made += 1)
    await rows.delivery(campaign, (await rows.subscription()).id, WAITS);
  return campaign;
}

/** What one worker finds while another is in the middle of taking some; an error where it had to wait. */
async function inTheMiddle<T>(take: (by: DataSource) => Promise<T>): Promise<[T, T | string]> {
  await keeper.query('begin');
  const first = await take(keeper);
  const second = await take(other).catch((error: unknown) => (error as Error).message);
  await keeper.query('commit');
  return [first, second];
}

test('two claim at once: each gets others, and neither waits', async () => {
  const campaign = await waiting(4);
  const [first, second] = await inTheMiddle((by) => claimDeliveries(by, campaign, undefined, 2));
  expect(second).toHaveLength(2);
  expect(new Set([...first, ...(second as typeof first)].map(({ id }) => id)).size).toBe(4);
});

test('two claim notices at once: each gets others, and neither waits', async () => {
  for (let made = 0; made < 4; made += 1) await rows.notice();
  const [first, second] = await inTheMiddle((by) => claimNotices(by, 2));
  expect(second).toHaveLength(2);
  expect(new Set([...first, ...(second as typeof first)].map(({ id }) => id)).size).toBe(4);
});

test('a claim passes by what another worker holds, what is done, and what waits for its time', async () => {
  const campaign = await rows.campaign();
  for (const state of ['claimed', 'handed', 'accepted', 'skipped', 'bounced', 'unknown', 'dead'])
    await rows.delivery(campaign, (await rows.subscription()).id, { state });
  await rows.delivery(campaign, (await rows.subscription()).id, {
    ...WAITS,
    not_before: new Date(Date.now() + 60_000),
  });
  expect(await claimDeliveries(keeper, campaign, undefined, 100)).toEqual([]);
});

test.each(['paused', 'held', 'cancelled', 'sent', 'scheduled'])(
  'nothing is claimed of a campaign that is %s',
  async (state) => {
    expect(await claimDeliveries(keeper, await waiting(1, { state }), undefined, 100)).toEqual([]);
  },
);

test('of what a worker left, only what was certainly not sent goes back', async () => {
  const campaign = await rows.campaign();
  const left = { lease_until: new Date(Date.now() - 1000) };
  const claimed = await rows.delivery(campaign, (await rows.subscription()).id, left);
  const handed = await rows.delivery(campaign, (await rows.subscription()).id, { ...left, state: 'handed' });
  const states = async () => [
    await rows.read('delivery', 'state', claimed.id),
    await rows.read('delivery', 'state', handed.id),
  ];
  await recoverDeliveries(keeper);
  expect(await states()).toEqual(['queued', 'unknown']);
  await recoverDeliveries(keeper);
  expect(await states()).toEqual(['queued', 'unknown']);
});

test('what a live worker holds is not taken from it', async () => {
  const claim = await rows.delivery(await rows.campaign(), (await rows.subscription()).id);
  await recoverDeliveries(keeper);
  expect(await rows.read('delivery', 'state', claim.id)).toBe('claimed');
});

test('an unknown delivery is not put back by the late word of its worker; a late yes counts', async () => {
  const { id, fence } = await rows.delivery(await rows.campaign(), (await rows.subscription()).id, {
    state: 'unknown',
    lease_until: null,
  });
  const says = async (state: 'queued' | 'accepted') => {
    const word = { id, fence, state, replyClass: null, inSeconds: 0, counts: true };
    await settleDeliveries(keeper, [word], 12);
    return rows.read('delivery', 'state', id);
  };
  expect([await says('queued'), await says('accepted')]).toEqual(['unknown', 'accepted']);
});

test('of a cancelled campaign only what still waits is skipped', async () => {
  const campaign = await waiting(2, { state: 'cancelled' });
  const { id } = await rows.delivery(campaign, (await rows.subscription()).id, { state: 'handed' });
  expect([await skipCancelled(keeper, campaign), await rows.read('delivery', 'state', id)]).toEqual([
    2,
    'handed',
  ]);
});

test('a confirmation that may or may not have arrived goes once more after two minutes, and then no more', async () => {
  const id = await rows.notice({ state: 'unknown', handed_at: new Date(Date.now() - 60_000) });
  const afterAWhile = async () => {
    await recoverNotices(keeper);
    return rows.read('notice', 'state', id);
  };
  expect(await afterAWhile()).toBe('unknown');
  await rows.owner.query(
    `update jatakk.notice set handed_at = clock_timestamp() - interval '3 minutes' where id = $1`,
    [id],
  );
  expect(await afterAWhile()).toBe('queued');
  await rows.owner.query(`update jatakk.notice set state = 'unknown' where id = $1`, [id]);
  expect(await afterAWhile()).toBe('unknown');
});
