import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { HostileSink, type Stage } from '../support/hostile-sink.js';
import { type ListIds, TestHouse } from '../support/house.js';
import { keeperTo } from '../support/keeper-to.js';
import { knownPeople } from '../support/known-people.js';
import { until } from '../support/until.js';

const TWELVE = Array.from({ length: 12 }, (_, n) => `person${n}`);

let house: TestHouse;
let sink: HostileSink;
let anna: ListIds;
let bo: ListIds;
let twelve: ListIds;
let letGo = () => {};

beforeAll(async () => {
  house = await TestHouse.open();
  await house.setUp();
  const register = await house.makeRegister('nyhetsbrev');
  anna = await house.makeList(register, 'anna');
  bo = await house.makeList(register, 'bo');
  twelve = await house.makeList(register, 'tolv');
  await house.joins(anna, 'anna@example.org');
  await house.joins(bo, 'bo@example.org');
  await knownPeople(house, twelve, TWELVE);
});
beforeEach(async () => {
  sink = await new HostileSink().listen();
});
afterEach(async () => {
  letGo();
  await house.stopKeeper();
  await sink.close();
});
afterAll(() => house.close());

async function stateOf(campaign: string): Promise<{ state: string; attempts: number } | undefined> {
  const { rows } = await house.database.owner.query(
    'select state, attempts from jatakk.delivery where campaign_id = $1',
    [campaign],
  );
  return rows[0] as { state: string; attempts: number } | undefined;
}

const becomes = (campaign: string, state: string) =>
  until(`a delivery is ${state}`, async () => (await stateOf(campaign))?.state === state);

/** Turns the clock: whatever waits for its next try, or lies in a lease, has waited long enough. */
const turnClock = (campaign: string) =>
  house.database.owner.query(
    `update jatakk.delivery set not_before = clock_timestamp() - interval '1 second',
            lease_until = case when lease_until is not null then clock_timestamp() - interval '1 second' end
      where campaign_id = $1`,
    [campaign],
  );

/** The server answers the final dot of nobody until it is told to. */
function holdAtTheDot(): void {
  const held = new Promise<undefined>((resolve) => (letGo = () => resolve(undefined)));
  sink.answer = (stage: Stage) => (stage === 'dot' ? held : undefined);
}

describe('a worker that is gone', () => {
  /** A paused campaign whose one delivery lies in the hands of nobody. */
  async function left(state: 'claimed' | 'handed', subject: string): Promise<string> {
    await keeperTo(house, sink);
    sink.answer = (stage) => (stage === 'rcpt' ? '450 4.2.1 later' : undefined);
    const campaign = await house.sends(anna, subject);
    await until('it was tried', async () => (await stateOf(campaign))?.attempts === 1);
    await house.presses('pause', anna, campaign);
    sink.answer = () => undefined;
    await house.database.owner.query(
      `update jatakk.delivery set state = $2, lease_until = clock_timestamp() - interval '1 second' where campaign_id = $1`,
      [campaign, state],
    );
    return campaign;
  }

  test('has left a claimed delivery: back in the queue, though the campaign is paused', async () => {
    const campaign = await left('claimed', 'Etterlatt');
    await becomes(campaign, 'queued');
    await turnClock(campaign);
    await house.presses('resume', anna, campaign);
    await house.isSent(campaign);
    expect(await house.deliveries(campaign)).toEqual({ accepted: 1 });
    expect(sink.accepted).toHaveLength(1);
  });

  test('has left a handed one: unknown, and never sent again', async () => {
    const campaign = await left('handed', 'Kanskje sendt');
    await becomes(campaign, 'unknown');
    await house.presses('resume', anna, campaign);
    await house.isSent(campaign);
    await turnClock(campaign);
    await house.isSent(await house.sends(bo, 'Noe annet'));
    expect(await house.deliveries(campaign)).toEqual({ unknown: 1 });
    expect(sink.attemptsFor('anna@example.org')).toEqual([]);
  });

  test('has left a claimed one in a cancelled campaign: skipped', async () => {
    const campaign = await left('claimed', 'Avlyst');
    await house.presses('cancel', anna, campaign);
    await becomes(campaign, 'skipped');
  });

  test('was only slow: its late yes counts, under its own fence', async () => {
    await keeperTo(house, sink);
    holdAtTheDot();
    const campaign = await house.sends(anna, 'Sent svar');
    await becomes(campaign, 'handed');
    await until('it stands at the final dot', () => sink.attemptsFor('anna@example.org').length === 1);
    await turnClock(campaign);
    await becomes(campaign, 'unknown');
    letGo();
    await becomes(campaign, 'accepted');
    await house.isSent(campaign);
    expect(sink.accepted).toHaveLength(1);
  });
});

test('a keeper that is stopped in the middle loses nothing and sends nothing twice', async () => {
  await keeperTo(house, sink, { RELAY_CONNECTIONS: '2' });
  holdAtTheDot();
  const campaign = await house.sends(twelve, 'Avbrutt');
  await until('two are in flight', async () => (await house.deliveries(campaign)).handed === 2);
  const stopped = house.stopKeeper();
  letGo();
  await stopped;
  const { queued = 0, accepted = 0, ...rest } = await house.deliveries(campaign);
  expect(rest).toEqual({});
  expect(queued + accepted).toBe(12);
  expect(accepted).toBeGreaterThanOrEqual(2);
  sink.answer = () => undefined;
  await keeperTo(house, sink);
  await house.isSent(campaign);
  expect(await house.deliveries(campaign)).toEqual({ accepted: 12 });
  expect(sink.accepted.map(({ rcptTo }) => rcptTo).sort()).toEqual(
    TWELVE.map((name) => `RCPT TO:<${name}@example.org>`).sort(),
  );
});
