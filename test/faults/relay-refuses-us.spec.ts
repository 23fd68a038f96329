import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { manyLines } from '../support/faults.js';
import type { Stage } from '../support/hostile-dialogue.js';
import { OneDelivery } from '../support/one-delivery.js';
import { until } from '../support/until.js';

const DENIED = '554 5.7.1 you are not welcome';

/** What speaks of us and of nobody we write to. */
const ABOUT_US: [Stage, string][] = [
  ['greeting', DENIED],
  ['greeting', '554 no'],
  ['ehlo', '550 5.7.1 no'],
  ['mail', DENIED],
  ['mail', '553 5.1.8 no such sender'],
  ['mail', manyLines('550 5.7.26 unauthenticated')],
  ['rcpt', '550 5.7.1 relaying denied'],
  ['data', '554 5.7.1 no'],
  ['dot', '550 5.7.1 looks like spam'],
];

let one: OneDelivery;

beforeAll(async () => {
  one = await OneDelivery.open();
});
afterAll(() => one.house.close());
beforeEach(() => one.begin());
afterEach(() => one.end());

test.each(ABOUT_US)('refused at %s with %j: held, and nobody pays for it', async (stage, answer) => {
  await one.sends((at) => (at === stage ? answer : undefined));
  await until('it is held', async () => (await one.campaignState()) === 'held');
  await one.waitsAgain();
  expect(await one.row()).toEqual({ state: 'queued', attempts: 0 });
  expect(one.sink.accepted).toEqual([]);
  await one.resume();
  await one.goesOut();
});
