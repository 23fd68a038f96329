import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { DataSource } from 'typeorm';
import { settleDeliveries, type Settlement } from '../../src/deliveries/delivery.queries.js';
import { Rows } from './support/rows.js';

let rows: Rows;
let keeper: DataSource;
let web: DataSource;

beforeAll(async () => {
  rows = await Rows.open();
  [keeper, web] = await Promise.all([rows.signIn('keeper'), rows.signIn('web')]);
});
afterAll(() => rows.close());

/** A message to somebody on two lists of one register comes back so. */
async function comesBack(state: Settlement['state'], replyClass: string) {
  const here = await rows.subscription();
  const there = await rows.subscription({ subscriber_id: here.person, list_id: await rows.list() });
  const bystander = await rows.subscription();
  const { id, fence } = await rows.delivery(await rows.campaign(), here.id, { state: 'handed' });
  await settleDeliveries(keeper, [{ id, fence, state, replyClass, inSeconds: 0, counts: true }], 12);
  const stands = async (of: { id: string }) =>
    rows.read('subscription', `concat_ws(' ', state, ended_reason)`, of.id);
  const { rows: kinds } = await rows.owner.query<{ kind: string }>(
    `select x.kind from jatakk.suppression x join jatakk.subscriber p on p.suppression_hash = x.hash where p.id = $1`,
    [here.person],
  );
  return {
    here: await stands(here),
    there: await stands(there),
    bystander: await stands(bystander),
    suppressed: kinds.map(({ kind }) => kind),
  };
}

test('a mailbox that is not there ends every subscription of that person in the register', async () => {
  const { here, there, bystander } = await comesBack('bounced', 'hard:5.1.1');
  expect([here, there, bystander]).toEqual(['ended bounced', 'ended bounced', 'confirmed']);
});

test('a mailbox that is not there is suppressed', async () => {
  expect((await comesBack('bounced', 'hard:5.1.1')).suppressed).toEqual(['hard-bounce']);
});

test.each([
  ['soft:5.2.2', 'bounced'],
  ['ours:5.7.1', 'bounced'],
  ['soft:4.2.1', 'dead'],
] as const)('%s, %s: nobody is punished', async (replyClass, state) => {
  const { here, there, suppressed } = await comesBack(state, replyClass);
  expect([here, there, suppressed]).toEqual(['confirmed', 'confirmed', []]);
});

/** What came of earlier campaigns, each by how many days ago it began; the last one fails now. */
test.each([
  ['three in a row for a soft reason, over a week', 'paused', { 8: 'bounced', 4: 'dead' }],
  ['three in a row for a soft reason, within six days', 'confirmed', { 6: 'bounced', 3: 'dead' }],
  ['two in a row for a soft reason, over more than a week', 'confirmed', { 8: 'bounced' }],
  [
    'three for a soft reason over a week, one accepted in between',
    'confirmed',
    { 9: 'bounced', 8: 'bounced', 4: 'accepted' },
  ],
] as [string, string, Record<number, string>][])('%s: %s', async (_, becomes, before) => {
  const { id: subscription } = await rows.subscription();
  for (const [days, state] of Object.entries(before)) {
    const startedAt = new Date(Date.now() - Number(days) * 24 * 60 * 60_000);
    await rows.delivery(await rows.campaign({ started_at: startedAt }), subscription, {
      state,
      reply_class: state === 'accepted' ? null : 'soft:5.2.2',
    });
  }
  const { id, fence } = await rows.delivery(await rows.campaign(), subscription, { state: 'handed' });
  const word = { id, fence, state: 'bounced' as const, replyClass: 'soft:5.2.2', inSeconds: 0, counts: true };
  await settleDeliveries(keeper, [word], 12);
  expect(await rows.read('subscription', 'state', subscription)).toBe(becomes);
});

test('sending once more needs the number that the person was told', async () => {
  const campaign = await rows.campaign({ state: 'sent' });
  const { id } = await rows.delivery(campaign, (await rows.subscription()).id, { state: 'unknown' });
  await rows.delivery(campaign, (await rows.subscription()).id, { state: 'unknown' });
  const asks = async (told: number): Promise<string> => {
    const sql = 'select jatakk.resend_unknown($1, $2) as said';
    const [answer] = await web.query<{ said: string }[]>(sql, [campaign, told]);
    return answer!.said;
  };
  expect([await asks(1), await asks(3), await asks(0)]).toEqual(Array(3).fill('other-number'));
  expect(await rows.read('delivery', 'state', id)).toBe('unknown');
  expect([await asks(2), await rows.read('delivery', 'state', id)]).toEqual(['resent', 'queued']);
});

test('of a cancelled campaign nothing is sent once more', async () => {
  const campaign = await rows.campaign({ state: 'cancelled' });
  await rows.delivery(campaign, (await rows.subscription()).id, { state: 'unknown' });
  expect(await web.query('select jatakk.resend_unknown($1, 1) as said', [campaign])).toEqual([
    { said: 'not-now' },
  ]);
});

test('tries that are used up, or five days of them, make it dead', async () => {
  const campaign = await rows.campaign();
  const fails = async (columns: Record<string, unknown>) => {
    const { id, fence } = await rows.delivery(campaign, (await rows.subscription()).id, columns);
    const word = {
      id,
      fence,
      state: 'queued' as const,
      replyClass: 'soft:4.2.1',
      inSeconds: 60,
      counts: true,
    };
    await settleDeliveries(keeper, [word], 12);
    return rows.read('delivery', 'state', id);
  };
  const days = (many: number) => new Date(Date.now() - many * 24 * 60 * 60_000);
  expect([
    await fails({ attempts: 10 }),
    await fails({ attempts: 11 }),
    await fails({ attempts: 1, first_failed_at: days(4.9) }),
    await fails({ attempts: 1, first_failed_at: days(5) }),
  ]).toEqual(['queued', 'dead', 'queued', 'dead']);
});
