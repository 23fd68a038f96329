import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { manyLines, megabyte, tarpit, thenGone } from '../support/faults.js';
import type { Answer, Stage } from '../support/hostile-dialogue.js';
import { OneDelivery } from '../support/one-delivery.js';
import { until } from '../support/until.js';

/** The relay cannot be reached, or has no time. */
const AWAY: [Stage, Answer][] = [
  ['greeting', 'drop'],
  ['greeting', '421 4.3.2 busy'],
  ['greeting', thenGone('421 4.3.2 busy')],
  ['greeting', 'hello there'],
  ['ehlo', 'drop'],
  ['ehlo', '421 4.3.2 busy'],
];

/** The connection is lost, or the message put off, half way. */
const HALF_WAY: [Stage, Answer][] = [
  ['mail', 'drop'],
  ['mail', '451 4.3.0 later'],
  ['mail', 'hello there'],
  // In one piece: behind a line that is no SMTP nobody knows what a no answers.
  ['mail', '250 2.1.0 ok\r\nhello there\r\n550 5.1.1 no such user'],
  ['mail', thenGone('421 4.3.2 closing')],
  ['rcpt', thenGone('421 4.7.0 too fast')],
  ['data', '421 4.3.2 closing'],
  ['dot', thenGone('421 4.3.2 closing')],
];

/** Odd, and yet a yes. */
const FINE: [Stage, Answer][] = [
  ['greeting', manyLines('220 here')],
  ['greeting', tarpit('220 here')],
  ['mail', manyLines('250 ok')],
  ['mail', tarpit('250 ok')],
];

let one: OneDelivery;

beforeAll(async () => {
  one = await OneDelivery.open();
});
afterAll(() => one.house.close());
beforeEach(() => one.begin());
afterEach(() => one.end());

test.each(AWAY)('at %s comes %j: everything waits, no attempt is counted', async (stage, answer) => {
  await one.sends((at) => (at === stage ? answer : undefined));
  await one.waitsAgain();
  expect(await one.row()).toEqual({ state: 'queued', attempts: 0 });
  expect(await one.campaignState()).toBe('sending');
  await one.goesOut();
});

test.each(HALF_WAY)('at %s comes %j: again later, counted', async (stage, answer) => {
  await one.sends((at) => (at === stage ? answer : undefined));
  await until('it was tried', async () => (await one.row())?.attempts === 1);
  expect(await one.row()).toEqual({ state: 'queued', attempts: 1 });
  expect(await one.campaignState()).toBe('sending');
  expect(one.sink.accepted).toEqual([]);
  await one.goesOut();
});

test.each(FINE)('at %s comes %j: understood', async (stage, answer) => {
  await one.sends((at) => (at === stage ? answer : undefined));
  await one.house.isSent(one.campaign);
  expect(await one.row()).toEqual({ state: 'accepted', attempts: 1 });
  expect(one.sink.accepted).toHaveLength(1);
});

test('a yes that goes on for a megabyte at every step brings one message or none', async () => {
  const codes: Partial<Record<Stage, string>> = { greeting: '220', data: '354' };
  await one.sends((stage) =>
    stage === 'body' || stage === 'middle' ? undefined : megabyte(`${codes[stage] ?? '250'} well`),
  );
  await until('it was tried', () => one.sink.connections > 0);
  await until('it is over', async () => !['claimed', 'handed', undefined].includes((await one.row())?.state));
  expect(one.sink.attempts.length).toBeLessThanOrEqual(1);
});
