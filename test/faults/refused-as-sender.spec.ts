import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { UNDER_WAY_PER_CONNECTION } from '../../src/keeper/sending-pace.service.js';
import { HostileSink } from '../support/hostile-sink.js';
import { TestHouse } from '../support/house.js';
import { keeperTo } from '../support/keeper-to.js';
import { knownPeople } from '../support/known-people.js';
import { until } from '../support/until.js';

const THIRTY = Array.from({ length: 30 }, (_, n) => `person${n}`);

let house: TestHouse;
let sink: HostileSink;
let news: string;

beforeAll(async () => {
  house = await TestHouse.open();
  await house.setUp();
  news = await house.makeRegister('nyhetsbrev');
});
beforeEach(async () => {
  sink = await new HostileSink(['PIPELINING', '8BITMIME', 'SMTPUTF8']).listen();
});
afterEach(async () => {
  await keeperTo(house, house.sink);
  await sink.close();
});
afterAll(() => house.close());

async function heldFor(campaign: string): Promise<string> {
  const { rows } = await house.database.owner.query(
    `select state || ' ' || coalesce(held_reason, '-') as said from jatakk.campaign where id = $1`,
    [campaign],
  );
  return (rows[0] as { said: string }).said;
}

async function nobodyHandlesAny(campaign: string): Promise<void> {
  await until('nothing is in anybody’s hands', async () => {
    const { claimed = 0, handed = 0 } = await house.deliveries(campaign);
    return claimed + handed === 0;
  });
}

test.each(['mail', 'rcpt', 'dot'] as const)(
  'a refusal of us at %s holds the campaign and punishes nobody; resumed, each gets it once',
  async (at) => {
    const list = await house.makeList(news, `vi-${at}`);
    const on = await knownPeople(house, list, ['dag', 'eva', 'finn']);
    await keeperTo(house, sink);
    sink.answer = (stage) => (stage === at ? '550 5.7.1 not from you' : undefined);
    const campaign = await house.sends(list, 'Ikke fra dere');
    await until('it is held', async () => (await heldFor(campaign)) === 'held refused:5.7.1');
    await nobodyHandlesAny(campaign);
    const { rows } = await house.database.owner.query(
      `select distinct state, attempts from jatakk.delivery where campaign_id = $1`,
      [campaign],
    );
    expect(rows).toEqual([{ state: 'queued', attempts: 0 }]);
    const { rows: standing } = await house.database.owner.query(
      'select distinct state from jatakk.subscription where id = any ($1)',
      [[...on.values()]],
    );
    expect(standing).toEqual([{ state: 'confirmed' }]);
    sink.answer = () => undefined;
    await house.presses('resume', list, campaign);
    await house.isSent(campaign);
    expect(await house.deliveries(campaign)).toEqual({ accepted: 3 });
    expect(sink.accepted).toHaveLength(3);
    for (const name of on.keys()) expect(sink.acceptedBy(`${name}@example.org`)).toHaveLength(1);
  },
);

test('twenty refused for good in a row hold it as well: that is more likely us than them', async () => {
  const list = await house.makeList(news, 'mange');
  await knownPeople(house, list, THIRTY);
  await keeperTo(house, sink, { RELAY_CONNECTIONS: '1' });
  sink.answer = (stage) => (stage === 'rcpt' ? '554 5.3.0 no' : undefined);
  const campaign = await house.sends(list, 'Nei til alle');
  await until('it is held', async () => (await heldFor(campaign)) === 'held refused-in-a-row:5.3.0');
  await nobodyHandlesAny(campaign);
  const { bounced, queued } = await house.deliveries(campaign);
  expect(bounced! + queued!).toBe(30);
  expect(bounced).toBeGreaterThanOrEqual(20);
  expect(bounced).toBeLessThanOrEqual(20 + UNDER_WAY_PER_CONNECTION);
});
