import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { formTo } from '../../src/cli/demo/form-to.js';
import { HostileSink } from '../support/hostile-sink.js';
import { type ListIds, TestHouse } from '../support/house.js';
import { keeperTo } from '../support/keeper-to.js';
import { knownPeople } from '../support/known-people.js';
import { until } from '../support/until.js';

const NAMES = Array.from({ length: 40 }, (_, n) => `person${n}`);
const CONNECTIONS = 1;

let house: TestHouse;
let list: ListIds;
let sink: HostileSink;

beforeAll(async () => {
  house = await TestHouse.open();
  await house.setUp();
  list = await house.makeList(await house.makeRegister('nyhetsbrev'), 'program');
  await knownPeople(house, list, NAMES);
  sink = await new HostileSink().listen();
  await keeperTo(house, sink, { RELAY_CONNECTIONS: String(CONNECTIONS) });
});
afterAll(async () => {
  await house.close();
  await sink.close();
});

const pathTo = (id: string) => `/staff/registers/${list.registerId}/campaigns/${id}`;

/** Presses a button of the page as it stood when it was opened. */
async function button(id: string, act: string): Promise<() => Promise<number>> {
  const { action, hidden } = formTo(await house.staff.page(pathTo(id)), `${pathTo(id)}/${act}`);
  return async () => (await house.staff.post(action, hidden)).status;
}

function mailedSince(before: number): string[] {
  return sink.attempts.slice(before).map(({ rcptTo }) => rcptTo);
}

test('fifty presses of send at once make one set of deliveries', async () => {
  const before = sink.attempts.length;
  const id = await house.writes(list, 'Femti trykk');
  const send = await button(id, 'send');
  const answers = await Promise.all(Array.from({ length: 50 }, send));
  expect(new Set(answers)).toEqual(new Set([303]));
  await house.isSent(id);
  expect(await house.deliveries(id)).toEqual({ accepted: NAMES.length });
  expect(mailedSince(before)).toHaveLength(NAMES.length);
  expect(new Set(mailedSince(before)).size).toBe(NAMES.length);
});

test('twenty rounds of pause and resume lose nobody and mail nobody twice', async () => {
  const before = sink.attempts.length;
  const id = await house.writes(list, 'Av og på');
  for (let round = 0; round < 20; round += 1) {
    const from = sink.attempts.length;
    let release = () => {};
    const held = new Promise<undefined>((resolve) => (release = () => resolve(undefined)));
    sink.answer = (stage) => (stage === 'dot' ? held : undefined);
    await house.presses(round === 0 ? 'send' : 'resume', list, id);
    await until(`one stands at its final dot in round ${round}`, () => sink.attempts.length > from);
    await house.presses('pause', list, id);
    release();
    await until('nothing is under way', async () => {
      const { claimed = 0, handed = 0 } = await house.deliveries(id);
      return claimed + handed === 0;
    });
    expect(await house.campaignState(id)).toBe('paused');
    expect(sink.attempts.length - from).toBeLessThanOrEqual(CONNECTIONS);
  }
  sink.answer = () => undefined;
  await house.presses('resume', list, id);
  await house.isSent(id);
  expect(await house.deliveries(id)).toEqual({ accepted: NAMES.length });
  expect(mailedSince(before)).toHaveLength(NAMES.length);
  expect(new Set(mailedSince(before)).size).toBe(NAMES.length);
});
