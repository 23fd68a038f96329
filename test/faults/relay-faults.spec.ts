import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { translator } from '../../src/platform/i18n/messages.js';
import { byRecipient, type Fault, manyLines, megabyte, tarpit, thenGone } from '../support/faults.js';
import type { Answer, Stage } from '../support/hostile-dialogue.js';
import { HostileSink } from '../support/hostile-sink.js';
import { type ListIds, TestHouse } from '../support/house.js';
import { keeperTo } from '../support/keeper-to.js';
import { knownPeople, waitedLongEnough } from '../support/known-people.js';
import { shownCounts } from '../support/shown-counts.js';
import { until } from '../support/until.js';

/** How a delivery stands after one try. */
type Ends = 'accepted' | 'queued' | 'bounced' | 'unknown';

/** Broken off when all of the message may be on its way: the client cannot know whether the dot was among it. */
const IN_THE_BODY: Ends[] = ['unknown', 'queued'];

// Not 421, which speaks of the relay and keeps everybody waiting: see relay-refuses-us.
const CELLS: [string, Stage, Answer, Ends | Ends[]][] = [
  ['rcpt-drop', 'rcpt', 'drop', 'queued'],
  ['rcpt-4xx', 'rcpt', '450 4.2.1 greylisted', 'queued'],
  ['rcpt-hard', 'rcpt', '550 5.1.1 no such user', 'bounced'],
  ['rcpt-full', 'rcpt', '552 5.2.2 full', 'bounced'],
  ['rcpt-lines', 'rcpt', manyLines('550 5.1.1 no such user'), 'bounced'],
  ['rcpt-garbage', 'rcpt', 'hello there', 'queued'],
  ['rcpt-slow', 'rcpt', tarpit('250 2.1.5 ok'), 'accepted'],
  ['rcpt-megabyte', 'rcpt', megabyte('250 2.1.5 ok'), ['accepted', 'queued']],
  ['rcpt-gone', 'rcpt', thenGone('250 2.1.5 ok'), 'queued'],
  ['data-drop', 'data', 'drop', 'queued'],
  ['data-4xx', 'data', '451 4.3.0 later', 'queued'],
  ['data-5xx', 'data', '554 5.3.0 no', 'bounced'],
  ['data-garbage', 'data', 'hello there', 'queued'],
  ['data-slow', 'data', tarpit('354 go ahead'), 'accepted'],
  ['data-lines', 'data', manyLines('354 go ahead'), 'accepted'],
  ['data-gone', 'data', thenGone('354 go ahead'), IN_THE_BODY],
  ['body-drop', 'body', 'drop', IN_THE_BODY],
  ['middle-drop', 'middle', 'drop', IN_THE_BODY],
  ['dot-drop', 'dot', 'drop', 'unknown'],
  ['dot-4xx', 'dot', '451 4.3.0 later', 'queued'],
  ['dot-5xx', 'dot', '554 5.6.0 no', 'bounced'],
  ['dot-lines', 'dot', manyLines('250 2.0.0 ok'), 'accepted'],
  ['dot-garbage', 'dot', 'hello there', 'unknown'],
  ['dot-short', 'dot', '250', 'accepted'],
  ['dot-slow', 'dot', tarpit('250 2.0.0 ok'), 'accepted'],
  ['dot-megabyte', 'dot', megabyte('250 2.0.0 ok'), ['accepted', 'unknown']],
  ['dot-gone', 'dot', thenGone('250 2.0.0 ok'), 'accepted'],
];
const FAULTS: Record<string, Fault> = Object.fromEntries(
  CELLS.map(([name, stage, answer]) => [name, { stage, answer }]),
);
const NAMES = Object.keys(FAULTS);
const t = translator('nb');

let house: TestHouse;
const servers = {
  'one by one': ['8BITMIME', 'SMTPUTF8'],
  pipelined: ['PIPELINING', '8BITMIME', 'SMTPUTF8'],
};

beforeAll(async () => {
  house = await TestHouse.open();
  await house.setUp();
});
afterAll(() => house.close());

describe.each(Object.entries(servers))('a relay that takes commands %s', (how, extensions) => {
  let sink: HostileSink;
  let list: ListIds;
  let campaign: string;
  let people: Map<string, string>;

  async function rows(): Promise<Map<string, { state: string; attempts: number }>> {
    const found = await house.database.owner.query(
      'select subscription_id, state, attempts from jatakk.delivery where campaign_id = $1',
      [campaign],
    );
    const bySubscription = new Map(
      (found.rows as { subscription_id: string; state: string; attempts: number }[]).map(
        ({ subscription_id, ...rest }) => [subscription_id, rest],
      ),
    );
    return new Map([...people].map(([name, id]) => [name, bySubscription.get(id)!]));
  }

  beforeAll(async () => {
    // A hard bounce ends whatever that person has in the register: each server gets one of its own.
    const slug = how.replaceAll(' ', '-');
    list = await house.makeList(await house.makeRegister(slug), slug);
    await keeperTo(house, house.sink);
    people = await knownPeople(house, list, NAMES);
    sink = await new HostileSink(extensions).listen();
    sink.answer = byRecipient(FAULTS);
    // A connection for each: what one recipient's fault does to a connection is nobody else's.
    await keeperTo(house, sink, { RELAY_CONNECTIONS: '60' });
    campaign = await house.sends(list, 'Feil på alle trinn');
    await until('each has had one try', async () => {
      const { queued, claimed = 0, handed = 0 } = await house.deliveries(campaign);
      if (queued === undefined || claimed + handed > 0) return false;
      return [...(await rows()).values()].every(({ attempts }) => attempts > 0);
    });
  });
  afterAll(() => sink.close());

  test.each(CELLS)('%s', async (name, _stage, _answer, ends) => {
    const { state, attempts } = (await rows()).get(name)!;
    expect([ends].flat()).toContain(state);
    expect(attempts).toBe(1);
    expect(sink.acceptedBy(`${name}@example.org`)).toHaveLength(state === 'accepted' ? 1 : tookIt(name));
  });

  test('the shown counts sum to the total', async () => {
    const page = await house.staff.page(`/staff/registers/${list.registerId}/campaigns/${campaign}`);
    const { [t('progress.total')]: total, ...counts } = shownCounts(page);
    expect(total).toBe(NAMES.length);
    expect(Object.values(counts).reduce((sum, count) => sum + count, 0)).toBe(total);
  });

  test('when it behaves again, what waited arrives once, and nothing that may have arrived goes again', async () => {
    const before = await rows();
    sink.answer = () => undefined;
    await waitedLongEnough(house, campaign);
    await house.isSent(campaign);
    for (const [name, { state }] of await rows()) {
      const was = before.get(name)!.state;
      expect([name, state]).toEqual([name, was === 'queued' ? 'accepted' : was]);
      const copies = sink.acceptedBy(`${name}@example.org`).length;
      expect([name, copies]).toEqual([name, state === 'accepted' ? 1 : tookIt(name)]);
    }
  });
});

/** Where the yes to a message cannot be read, the server has it all the same. */
function tookIt(name: string): number {
  return name === 'dot-megabyte' ? 1 : 0;
}
