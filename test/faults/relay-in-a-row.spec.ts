import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { UNDER_WAY_PER_CONNECTION } from '../../src/keeper/sending-pace.service.js';
import { thenGone } from '../support/faults.js';
import { HostileSink } from '../support/hostile-sink.js';
import { type ListIds, TestHouse } from '../support/house.js';
import { keeperTo } from '../support/keeper-to.js';
import { knownPeople } from '../support/known-people.js';
import { until } from '../support/until.js';

const NAMES = Array.from({ length: 50 }, (_, n) => `person${n}`);
const CONNECTIONS = 4;

let house: TestHouse;
let list: ListIds;
let sink: HostileSink;

beforeAll(async () => {
  house = await TestHouse.open();
  await house.setUp();
  list = await house.makeList(await house.makeRegister('nyhetsbrev'), 'program');
  await knownPeople(house, list, NAMES);
});
afterAll(() => house.close());
beforeEach(async () => {
  sink = await new HostileSink(['PIPELINING', '8BITMIME', 'SMTPUTF8']).listen();
  await keeperTo(house, sink, { RELAY_CONNECTIONS: String(CONNECTIONS) });
});
afterEach(async () => {
  await house.stopKeeper();
  await sink.close();
});

async function attempts(campaign: string): Promise<number[]> {
  const { rows } = await house.database.owner.query(
    'select distinct attempts from jatakk.delivery where campaign_id = $1',
    [campaign],
  );
  return (rows as { attempts: number }[]).map((row) => row.attempts);
}

test.each([
  ['after each message', 1],
  ['after every third message', 3],
])('a relay that closes the connection %s costs nobody an attempt', async (_, each) => {
  let taken = 0;
  sink.answer = (stage) => {
    if (stage !== 'dot') return undefined;
    taken += 1;
    return taken % each === 0 ? thenGone('250 2.0.0 ok, and goodbye') : undefined;
  };
  const campaign = await house.sends(list, `Lukker etter ${each}`);
  await house.isSent(campaign);
  expect(await house.deliveries(campaign)).toEqual({ accepted: NAMES.length });
  expect(await attempts(campaign)).toEqual([1]);
  expect(new Set(sink.accepted.map(({ rcptTo }) => rcptTo)).size).toBe(NAMES.length);
  expect(sink.accepted).toHaveLength(NAMES.length);
});

test('a relay that refuses one after the other is stopped after twenty, and the rest waits', async () => {
  sink.answer = (stage) => (stage === 'rcpt' ? '554 5.3.0 no' : undefined);
  const campaign = await house.sends(list, 'Nei til alle');
  await until('it is held', async () => (await house.campaignState(campaign)) === 'held');
  await until('nothing is in flight', async () => {
    const { claimed = 0, handed = 0 } = await house.deliveries(campaign);
    return claimed + handed === 0;
  });
  const { bounced, queued, ...rest } = await house.deliveries(campaign);
  expect(rest).toEqual({});
  expect(bounced! + queued!).toBe(NAMES.length);
  expect(bounced).toBeGreaterThanOrEqual(20);
  expect(bounced).toBeLessThanOrEqual(20 + UNDER_WAY_PER_CONNECTION * CONNECTIONS);
  sink.answer = () => undefined;
  await house.presses('resume', list, campaign);
  await house.isSent(campaign);
  expect(await house.deliveries(campaign)).toEqual({ bounced, accepted: queued });
});
