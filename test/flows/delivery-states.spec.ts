import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { translator } from '../../src/platform/i18n/messages.js';
import { HostileSink, type Stage } from '../support/hostile-sink.js';
import { type ListIds, TestHouse } from '../support/house.js';
import { keeperTo } from '../support/keeper-to.js';
import { knownPeople, waitedLongEnough } from '../support/known-people.js';
import { shownCounts } from '../support/shown-counts.js';
import { until } from '../support/until.js';

interface Delivery {
  state: string;
  attempts: number;
  reply_class: string | null;
  waits: boolean;
}

/** Where and how the server answers each person in another way; the rest of what it says is yes. */
const REPLIES: Record<string, [Stage, string]> = {
  nobody: ['rcpt', '550 5.1.1 no such user'],
  bare: ['rcpt', '550 no such user'],
  greylisted: ['rcpt', '450 4.2.1 greylisted'],
  tempfail: ['dot', '451 4.3.0 later'],
  refused: ['dot', '554 5.6.0 refused'],
  spam: ['dot', '554 no thanks'],
  cutbefore: ['data', 'drop'],
  cutafter: ['dot', 'drop'],
};
const NAMES = ['fine', ...Object.keys(REPLIES)];

const t = translator('nb');

let house: TestHouse;
let sink: HostileSink;
let list: ListIds;
let anna: ListIds;
let campaign: string;
let people: Map<string, string>;

beforeAll(async () => {
  house = await TestHouse.open();
  await house.setUp();
  const register = await house.makeRegister('nyhetsbrev');
  list = await house.makeList(register, 'alle');
  anna = await house.makeList(register, 'anna');
  people = await knownPeople(house, list, NAMES);
  await house.joins(anna, 'anna@example.org');
  sink = await new HostileSink().listen();
  await keeperTo(house, sink);
  sink.answer = (stage, recipient) => {
    const [at, reply] = REPLIES[recipient.split('@')[0]!] ?? [];
    return at === stage ? reply : undefined;
  };
  campaign = await house.sends(list, 'Alle slag');
  await until('each has had one try', async () => {
    const { queued = 0, claimed = 0, handed = 0, ...rest } = await house.deliveries(campaign);
    return queued === 3 && claimed + handed === 0 && Object.values(rest).reduce((a, b) => a + b, 0) === 6;
  });
});
afterAll(async () => {
  await house.close();
  await sink.close();
});

async function deliveryOf(of: string, subscription?: string): Promise<Delivery> {
  const { rows } = await house.database.owner.query(
    `select state, attempts, reply_class, not_before > clock_timestamp() as waits from jatakk.delivery
      where campaign_id = $1 and ($2::uuid is null or subscription_id = $2)`,
    [of, subscription ?? null],
  );
  return (rows[0] as Delivery | undefined) ?? { state: 'none', attempts: 0, reply_class: null, waits: false };
}

/** Minutes from the last try of a delivery to its next one. */
async function minutesToNextTry(of: string, subscription?: string): Promise<number> {
  const { rows } = await house.database.owner.query(
    `select extract(epoch from d.not_before - clock_timestamp())::float8 / 60 as minutes
       from jatakk.delivery d where campaign_id = $1 and ($2::uuid is null or subscription_id = $2)`,
    [of, subscription ?? null],
  );
  return (rows[0] as { minutes: number }).minutes;
}

describe('one campaign to a server that answers each recipient in another way', () => {
  test.each([
    ['fine', 'accepted', null, false],
    ['nobody', 'bounced', 'hard:5.1.1', false],
    ['bare', 'bounced', 'soft:550', false],
    ['greylisted', 'queued', 'soft:4.2.1', true],
    ['tempfail', 'queued', 'soft:4.3.0', true],
    ['refused', 'bounced', 'soft:5.6.0', false],
    ['spam', 'bounced', 'soft:554', false],
    ['cutbefore', 'queued', 'lost-connection', true],
    ['cutafter', 'unknown', null, false],
  ] as const)('%s is %s (%s)', async (name, state, reply_class, waits) => {
    expect(await deliveryOf(campaign, people.get(name))).toEqual({ state, attempts: 1, reply_class, waits });
  });

  test('who is put off is tried again in half an hour, and up to a quarter later', async () => {
    for (const name of ['greylisted', 'tempfail', 'cutbefore']) {
      const minutes = await minutesToNextTry(campaign, people.get(name));
      // Some seconds of the half hour have passed by now.
      expect(minutes).toBeGreaterThan(29);
      expect(minutes).toBeLessThanOrEqual(37.5);
    }
  });

  test('only a mailbox that is certainly not there ends a subscription and is suppressed', async () => {
    const { rows } = await house.database.owner.query(
      `select id from jatakk.subscription where state <> 'confirmed'`,
    );
    expect(rows).toEqual([{ id: people.get('nobody') }]);
    const { rows: suppressed } = await house.database.owner.query('select kind from jatakk.suppression');
    expect(suppressed).toEqual([{ kind: 'hard-bounce' }]);
  });

  test('nothing of a server’s words is kept', async () => {
    const { rows } = await house.database.owner.query('select delivery::text as line from jatakk.delivery');
    expect(JSON.stringify(rows)).not.toMatch(/no such user|greylisted|no thanks|@/);
  });

  test('the page shows each state, and they sum to the total', async () => {
    const page = await house.staff.page(`/staff/registers/${list.registerId}/campaigns/${campaign}`);
    expect(shownCounts(page)).toEqual({
      [t('delivery.accepted')]: 1,
      [t('delivery.under-way')]: 0,
      [t('delivery.queued')]: 3,
      [t('delivery.skipped')]: 0,
      [t('delivery.bounced')]: 4,
      [t('delivery.unknown')]: 1,
      [t('delivery.dead')]: 0,
      [t('progress.total')]: 9,
    });
    expect(page).toContain('note warn');
  });

  test('what waited goes out once the server takes it, the very same bytes; the unknown is never sent again', async () => {
    sink.answer = () => undefined;
    await waitedLongEnough(house, campaign);
    await house.isSent(campaign);
    expect(await house.deliveries(campaign)).toEqual({ accepted: 4, bounced: 4, unknown: 1 });
    for (const name of ['fine', 'greylisted', 'tempfail', 'cutbefore']) {
      expect([name, sink.acceptedBy(`${name}@example.org`).length]).toEqual([name, 1]);
    }
    const [first, second, ...more] = sink.attemptsFor('tempfail@example.org');
    expect(more).toEqual([]);
    expect(second!.wire.equals(first!.wire)).toBe(true);
    expect(sink.attemptsFor('cutafter@example.org')).toHaveLength(1);
    for (const name of ['refused', 'spam', 'nobody', 'bare'])
      expect(sink.acceptedBy(`${name}@example.org`)).toEqual([]);
  });
});

describe('a server that puts one off again and again', () => {
  const put = (columns: string, of: string) =>
    house.database.owner.query(`update jatakk.delivery set ${columns} where campaign_id = $1`, [of]);

  /** A campaign that has been put off once. */
  async function putOff(subject: string): Promise<string> {
    sink.answer = (stage) => (stage === 'rcpt' ? '450 4.2.1 later' : undefined);
    const of = await house.sends(anna, subject);
    await until('it was tried', async () => (await deliveryOf(of)).attempts === 1);
    return of;
  }

  test('waits half as long again the second time, and goes out when it is taken', async () => {
    const of = await putOff('To ganger');
    await waitedLongEnough(house, of);
    await until('it was tried again', async () => (await deliveryOf(of)).attempts === 2);
    const minutes = await minutesToNextTry(of);
    expect(minutes).toBeGreaterThan(44);
    expect(minutes).toBeLessThanOrEqual(56.25);
    sink.answer = () => undefined;
    await waitedLongEnough(house, of);
    await house.isSent(of);
    expect(await deliveryOf(of)).toMatchObject({ state: 'accepted', attempts: 3 });
  });

  test('for the twelfth time: given up, and shown; the eleventh is not the last', async () => {
    const of = await putOff('Tolv forsøk');
    await put('attempts = 10', of);
    await waitedLongEnough(house, of);
    await until('it was tried again', async () => (await deliveryOf(of)).attempts === 11);
    expect(await deliveryOf(of)).toMatchObject({ state: 'queued', waits: true });
    await waitedLongEnough(house, of);
    await house.isSent(of);
    expect(await deliveryOf(of)).toMatchObject({ state: 'dead', attempts: 12 });
    const page = await house.staff.page(`/staff/registers/${anna.registerId}/campaigns/${of}`);
    expect(shownCounts(page)).toMatchObject({ [t('delivery.dead')]: 1, [t('progress.total')]: 1 });
  });

  test('for five days: given up when the next try would come later, however few there were', async () => {
    const of = await putOff('Fem dager');
    await put(`first_failed_at = clock_timestamp() - interval '4 days 22 hours'`, of);
    await waitedLongEnough(house, of);
    await until('it was tried again', async () => (await deliveryOf(of)).attempts === 2);
    expect(await deliveryOf(of)).toMatchObject({ state: 'queued', waits: true });
    // Less than the third wait, of at least 67 minutes, is left of the five days.
    await put(`first_failed_at = clock_timestamp() - interval '4 days 23 hours'`, of);
    await waitedLongEnough(house, of);
    await house.isSent(of);
    expect(await deliveryOf(of)).toMatchObject({
      state: 'dead',
      attempts: 3,
      reply_class: 'soft:4.2.1',
    });
  });
});
