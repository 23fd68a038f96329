import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { HostileSink } from '../support/hostile-sink.js';
import { type ListIds, TestHouse } from '../support/house.js';
import { keeperTo } from '../support/keeper-to.js';
import { until } from '../support/until.js';

const EACH = 12;

let house: TestHouse;
let sink: HostileSink;
let list: ListIds;
/** When the server was asked about a recipient, in milliseconds, and for which domain. */
let asked: { at: number; domain: string }[];

beforeAll(async () => {
  house = await TestHouse.open();
  await house.setUp();
  list = await house.makeList(await house.makeRegister('nyhetsbrev'), 'program');
  const people = ['en.example', 'to.example'].flatMap((domain) =>
    Array.from({ length: EACH }, (_, n) => `person${n}@${domain}`),
  );
  await Promise.all(people.map((address) => house.joins(list, address)));
});
beforeEach(async () => {
  sink = await new HostileSink(['PIPELINING', '8BITMIME', 'SMTPUTF8']).listen();
  asked = [];
  sink.answer = (stage, recipient) => {
    if (stage === 'rcpt') asked.push({ at: performance.now(), domain: recipient.split('@')[1]! });
    return undefined;
  };
});
afterEach(async () => {
  await house.stopKeeper();
  await sink.close();
});
afterAll(() => house.close());

/** The most that were asked about within any so many milliseconds. */
function mostWithin(ms: number, of = asked): number {
  return Math.max(0, ...of.map(({ at }) => of.filter((one) => one.at >= at && one.at < at + ms).length));
}

const onlyTo = (domain: string) => asked.filter((one) => one.domain === domain);

/** Everybody got it, at the first try and once. */
async function allArriveAtOnce(campaign: string): Promise<void> {
  await house.isSent(campaign);
  const { rows } = await house.database.owner.query(
    'select distinct state, attempts from jatakk.delivery where campaign_id = $1',
    [campaign],
  );
  expect(rows).toEqual([{ state: 'accepted', attempts: 1 }]);
  expect(sink.accepted).toHaveLength(2 * EACH);
  expect(new Set(sink.accepted.map(({ rcptTo }) => rcptTo)).size).toBe(2 * EACH);
}

test('the relay gets no more a second than it may', async () => {
  await keeperTo(house, sink, { RELAY_PER_SECOND: '10' });
  await allArriveAtOnce(await house.sends(list, 'Ti i sekundet'));
  // One a tenth of a second; a busy machine sees some of them up to four tenths late, and so nearer together.
  expect(mostWithin(600)).toBeLessThanOrEqual(10);
  expect(asked.at(-1)!.at - asked[0]!.at).toBeGreaterThan((2 * EACH - 1) * 100 - 400);
});

test('each receiving domain gets no more a second than it may, and those put back lose no try', async () => {
  await keeperTo(house, sink, { DOMAIN_PER_SECOND: '4' });
  await allArriveAtOnce(await house.sends(list, 'Fire i sekundet'));
  for (const domain of ['en.example', 'to.example']) {
    const times = onlyTo(domain);
    expect(times).toHaveLength(EACH);
    // A second's worth may come at once after a rest, and no more than that ahead of time ever. Some are seen late.
    expect(mostWithin(600, times)).toBeLessThanOrEqual(8);
    for (const [nth, { at }] of times.entries())
      expect(at - times[0]!.at).toBeGreaterThan(((nth - 4) / 4) * 1000 - 400);
  }
  // At the same time, not one domain after the other.
  expect(asked.at(-1)!.at - asked[0]!.at).toBeLessThan(2 * (EACH / 4) * 1000);
});

test('a domain that asks for less is left alone; the others go on', async () => {
  await keeperTo(house, sink);
  const count = sink.answer;
  sink.answer = (stage, recipient) => {
    void count(stage, recipient);
    return stage === 'rcpt' && recipient.endsWith('@to.example') ? '421 4.7.0 too fast' : undefined;
  };
  const campaign = await house.sends(list, 'For fort');
  await until('the others have theirs, and nothing is in anybody’s hands', async () => {
    const { accepted, queued, ...rest } = await house.deliveries(campaign);
    return accepted === EACH && queued === EACH && Object.keys(rest).length === 0;
  });
  // As many as were on their way when the first answer came.
  const tries = onlyTo('to.example').length;
  expect(tries).toBeGreaterThanOrEqual(1);
  expect(tries).toBeLessThanOrEqual(4);
  const { rows } = await house.database.owner.query(
    `select attempts, count(*)::integer as many, min(extract(epoch from not_before - clock_timestamp()))::float8 as next
       from jatakk.delivery where campaign_id = $1 and state = 'queued' group by attempts order by attempts`,
    [campaign],
  );
  const [untried, tried] = rows as { attempts: number; many: number; next: number }[];
  expect(untried).toMatchObject({ attempts: 0, many: EACH - tries });
  expect(untried!.next).toBeGreaterThan(50);
  expect(tried).toMatchObject({ attempts: 1, many: tries });
  expect(await house.campaignState(campaign)).toBe('sending');
  await new Promise((resolve) => setTimeout(resolve, 500));
  expect(onlyTo('to.example')).toHaveLength(tries);
});

test('a relay is begun with four connections, and gets more as it takes what it is given', async () => {
  await keeperTo(house, sink, { RELAY_CONNECTIONS: '20' });
  let letGo = () => {};
  let held = new Promise<undefined>((resolve) => (letGo = () => resolve(undefined)));
  let atTheDot = 0;
  sink.answer = async (stage) => {
    if (stage !== 'dot') return undefined;
    atTheDot += 1;
    await held;
    atTheDot -= 1;
    return undefined;
  };
  const campaign = await house.sends(list, 'Litt etter litt');
  await until('four stand at the dot', () => atTheDot === 4);
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect([atTheDot, sink.connections]).toEqual([4, 4]);
  const letFirstGo = letGo;
  held = new Promise<undefined>((resolve) => (letGo = () => resolve(undefined)));
  letFirstGo();
  // One more for each that was taken.
  await until('eight stand at the dot', () => atTheDot === 8);
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect([atTheDot, sink.connections]).toEqual([8, 8]);
  letGo();
  await allArriveAtOnce(campaign);
});
