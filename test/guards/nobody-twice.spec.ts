import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { startCampaign } from '../../src/deliveries/delivery.queries.js';
import { Rows } from './support/rows.js';
import { waitsForALock } from './support/waits-for-a-lock.js';

const UNIQUE_VIOLATION = '23505';
const STARTS = 50;

let rows: Rows;

beforeAll(async () => {
  rows = await Rows.open();
});
afterAll(() => rows.close());

/** The code of what a statement is refused with; 'done' when it is not. */
const outcome = (act: Promise<unknown>): Promise<string> =>
  act.then(
    () => 'done',
    (error: unknown) => (error as { code: string }).code,
  );

/** A campaign whose time has come, to a list that the house would let go out. */
async function due(columns: Record<string, unknown> = {}): Promise<string> {
  return rows.campaign({ state: 'scheduled', starts_at: new Date(), started_at: null, ...columns });
}

async function deliveriesOf(campaign: string): Promise<number> {
  const { rowCount } = await rows.owner.query('select from jatakk.delivery where campaign_id = $1', [
    campaign,
  ]);
  return rowCount!;
}

test('a second delivery of a campaign to the same subscription is refused, whoever writes it', async () => {
  const campaign = await rows.campaign();
  const { id } = await rows.subscription();
  await rows.delivery(campaign, id, { state: 'accepted' });
  expect(await outcome(rows.delivery(campaign, id, { state: 'queued' }))).toBe(UNIQUE_VIOLATION);
});

test('a second open subscription of one person to one list is refused; after the end of the first it is not', async () => {
  const { id, person } = await rows.subscription();
  const again = () => outcome(rows.subscription({ subscriber_id: person }));
  expect(await again()).toBe(UNIQUE_VIOLATION);
  await rows.owner.query(
    `update jatakk.subscription set state = 'ended', ended_reason = 'unsubscribed' where id = $1`,
    [id],
  );
  expect(await again()).toBe('done');
});

test('a second row for one address in one register is refused', async () => {
  const blindIndex = randomBytes(32);
  await rows.person({ blind_index: blindIndex });
  expect(await outcome(rows.person({ blind_index: blindIndex }))).toBe(UNIQUE_VIOLATION);
});

test('a start while another is in its middle waits for it, and finds nothing left to do', async () => {
  await rows.subscription();
  const campaign = await due();
  const [first, second] = await Promise.all([rows.signIn('keeper'), rows.signIn('keeper')]);
  await first.query('begin');
  await startCampaign(first.manager, campaign);
  const later = outcome(second.transaction((tx) => startCampaign(tx, campaign)));
  await waitsForALock(rows);
  await first.query('commit');
  expect(await later).toBe('done');
});

test('fifty starts at once make one set of deliveries, and none of them fails', async () => {
  const list = await rows.list();
  for (let people = 0; people < 5; people += 1) await rows.subscription({ list_id: list });
  const campaign = await due({ list_id: list });
  const keeper = await rows.signIn('keeper', { poolSize: 10 });
  // Connected, so that none has a start on the others.
  await Promise.all(Array.from({ length: 10 }, () => keeper.query('select pg_sleep(0.05)')));
  const starts = Array.from({ length: STARTS }, () =>
    outcome(keeper.transaction((tx) => startCampaign(tx, campaign))),
  );
  expect(new Set(await Promise.all(starts))).toEqual(new Set(['done']));
  expect(await deliveriesOf(campaign)).toBe(5);
});

test('a start after the start finds nothing to do', async () => {
  await rows.subscription();
  const campaign = await due();
  const keeper = await rows.signIn('keeper');
  const start = () => outcome(keeper.transaction((tx) => startCampaign(tx, campaign)));
  expect([await start(), await start()]).toEqual(['done', 'done']);
});

test('a start before its time makes nothing', async () => {
  await rows.subscription();
  const campaign = await due({ starts_at: new Date(Date.now() + 60_000) });
  const keeper = await rows.signIn('keeper');
  await keeper.transaction((tx) => startCampaign(tx, campaign));
  expect(await deliveriesOf(campaign)).toBe(0);
});

test('a start passes by whoever is not confirmed, on another list, or said yes to another purpose', async () => {
  const list = await rows.list();
  const member = await rows.subscription({ list_id: list });
  await rows.subscription({ list_id: list, state: 'pending' });
  await rows.subscription({ list_id: list, state: 'paused', paused_by: 'self' });
  await rows.subscription({ list_id: list, state: 'ended', ended_reason: 'unsubscribed' });
  await rows.subscription({ list_id: list, purpose_version: 2 });
  await rows.subscription({ list_id: await rows.list() });
  const campaign = await due({ list_id: list });
  const keeper = await rows.signIn('keeper');
  await keeper.transaction((tx) => startCampaign(tx, campaign));
  const { rows: made } = await rows.owner.query(
    'select subscription_id as id from jatakk.delivery where campaign_id = $1',
    [campaign],
  );
  expect(made).toEqual([{ id: member.id }]);
});
