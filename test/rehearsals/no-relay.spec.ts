import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { HostileSink, type Stage } from '../support/hostile-sink.js';
import { type ListIds, TestHouse } from '../support/house.js';
import { keeperTo } from '../support/keeper-to.js';
import { until } from '../support/until.js';

let house: TestHouse;
let list: ListIds;
let sink: HostileSink;
let campaign: string;

beforeAll(async () => {
  house = await TestHouse.open();
  await house.setUp();
  list = await house.makeList(await house.makeRegister('nyhetsbrev'), 'anna');
  for (const name of ['anna', 'bo', 'cato']) await house.joins(list, `${name}@example.org`);
});
beforeEach(async () => {
  sink = await new HostileSink().listen();
});
afterEach(async () => {
  await house.stopKeeper();
  await sink.close();
});
afterAll(() => house.close());

const at = (wanted: Stage, reply: string) => (stage: Stage) => (stage === wanted ? reply : undefined);

async function said(): Promise<string> {
  const { rows } = await house.database.owner.query(
    `select state || ' ' || coalesce(held_reason, '-') as said from jatakk.campaign where id = $1`,
    [campaign],
  );
  return (rows[0] as { said: string }).said;
}

const says = (what: string, withinMs?: number) =>
  until(`the campaign is ${what}`, async () => (await said()) === what, withinMs);

/** Everybody waits as if nobody had tried: no attempt, no wait of their own, and no failure to count from. */
async function allWaitUntried(): Promise<void> {
  await until('nothing is in anybody’s hands', async () => (await house.deliveries(campaign)).queued === 3);
  const { rows } = await house.database.owner.query(
    `select distinct attempts, first_failed_at, coalesce(reply_class, 'no-relay') as why,
            not_before <= clock_timestamp() as due
       from jatakk.delivery where campaign_id = $1`,
    [campaign],
  );
  expect(rows).toEqual([{ attempts: 0, first_failed_at: null, why: 'no-relay', due: true }]);
}

async function allArriveOnce(): Promise<void> {
  await house.isSent(campaign);
  expect(await said()).toBe('sent -');
  expect(await house.deliveries(campaign)).toEqual({ accepted: 3 });
  expect(new Set(sink.accepted.map(({ rcptTo }) => rcptTo)).size).toBe(3);
  expect(sink.accepted).toHaveLength(3);
}

describe('a relay that is away keeps everybody waiting, and costs nobody a try', () => {
  test.each([
    ['that says 421 in its greeting', at('greeting', '421 4.3.2 busy')],
    ['that says 421 to EHLO', at('ehlo', '421 4.3.2 busy')],
    ['that breaks off before its greeting', at('greeting', 'drop')],
  ])('one %s', async (_, answer) => {
    sink.answer = answer;
    await keeperTo(house, sink);
    campaign = await house.sends(list, 'Senere');
    await says('sending no-relay');
    await allWaitUntried();
    // It is asked by as many at once as slow start lets in, and then left alone.
    expect(sink.connections).toBeLessThanOrEqual(4);
    sink.answer = () => undefined;
    // How long a keeper stays away from a relay is in its memory: a new one knows nothing of it.
    await keeperTo(house, sink);
    await allArriveOnce();
  });

  test('one that is not there, and is tried again by itself', async () => {
    await sink.close();
    await keeperTo(house, sink);
    campaign = await house.sends(list, 'Ingen hjemme');
    await says('sending no-relay');
    await allWaitUntried();
    await sink.listen();
    await says('sent -');
    await allArriveOnce();
  });
});

describe('a relay that does not want us holds the campaign until a person has looked', () => {
  test.each([
    ['greeting', '554 5.7.1 you are not welcome', 'held sign-in:5.7.1'],
    ['greeting', '554 no', 'held sign-in:554'],
    ['ehlo', '550 5.7.1 not you', 'held sign-in:5.7.1'],
  ] as [Stage, string, string][])('at %s with %j', async (stage, reply, held) => {
    sink.answer = at(stage, reply);
    await keeperTo(house, sink);
    campaign = await house.sends(list, 'Ikke velkommen');
    await says(held);
    await allWaitUntried();
    sink.answer = () => undefined;
    await keeperTo(house, sink);
    // It stays held, whatever the relay says by now.
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect([await said(), sink.accepted.length]).toEqual([held, 0]);
    await house.presses('resume', list, campaign);
    await allArriveOnce();
  });
});
