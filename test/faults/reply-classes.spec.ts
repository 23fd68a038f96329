import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { HostileSink } from '../support/hostile-sink.js';
import { type ListIds, TestHouse } from '../support/house.js';
import { keeperTo } from '../support/keeper-to.js';
import { knownPeople, waitedLongEnough } from '../support/known-people.js';
import { until } from '../support/until.js';

const HARD = '550 5.1.1 no such user';

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

const atRcpt = (replies: Record<string, string>) => {
  sink.answer = (stage, recipient) => (stage === 'rcpt' ? replies[recipient.split('@')[0]!] : undefined);
};

/** How a subscription stands, in words: its state, and why or by whom. */
async function standing(subscription: string): Promise<string> {
  const { rows } = await house.database.owner.query(
    `select concat_ws(' ', state, ended_reason, paused_by) as stands from jatakk.subscription where id = $1`,
    [subscription],
  );
  return (rows[0] as { stands: string }).stands;
}

/** What became of one subscription's delivery; undefined where the campaign had none for it. */
async function endOf(campaign: string, subscription: string): Promise<string | undefined> {
  const { rows } = await house.database.owner.query(
    `select concat_ws(' ', state, reply_class) as ends from jatakk.delivery
      where campaign_id = $1 and subscription_id = $2`,
    [campaign, subscription],
  );
  return (rows[0] as { ends: string } | undefined)?.ends;
}

/** How many of a campaign's deliveries have had a try. */
async function tried(campaign: string): Promise<number> {
  const { rows } = await house.database.owner.query(
    'select count(*)::integer as tried from jatakk.delivery where campaign_id = $1 and attempts > 0',
    [campaign],
  );
  return (rows[0] as { tried: number }).tried;
}

async function suppressions(): Promise<unknown[]> {
  const { rows } = await house.database.owner.query('select register_id, kind from jatakk.suppression');
  return rows;
}

test('a mailbox that is not there ends what that person has in that register, and touches no other register', async () => {
  const tickets = await house.makeRegister('billettkjopere');
  const [autumn, family, later] = [
    await house.makeList(news, 'host'),
    await house.makeList(news, 'familie'),
    await house.makeList(news, 'senere'),
  ];
  const buyers = await house.makeList(tickets, 'billetter');
  const onAutumn = await knownPeople(house, autumn, ['anna', 'bo']);
  const onFamily = await knownPeople(house, family, ['anna', 'bo']);
  const onBuyers = await knownPeople(house, buyers, ['anna']);
  // As if on another day: an address gets three confirmations in one.
  await house.database.owner.query('delete from jatakk.throttle');
  await house.signsUpTo(later, 'anna@example.org');
  await house.confirmationFor('anna@example.org', later);
  await keeperTo(house, sink);

  // Their family campaign is under way already when autumn's finds out.
  atRcpt({ anna: '450 4.2.1 later', bo: '450 4.2.1 later' });
  const underWay = await house.sends(family, 'Barn i mars');
  await until(
    'both were put off',
    async () => (await house.deliveries(underWay)).queued === 2 && (await tried(underWay)) === 2,
  );
  atRcpt({ anna: HARD });
  await house.isSent(await house.sends(autumn, 'Oktober'));

  expect(await standing(onAutumn.get('anna')!)).toBe('ended bounced');
  expect(await standing(onFamily.get('anna')!)).toBe('ended bounced');
  const { rows: pending } = await house.database.owner.query(
    `select concat_ws(' ', state, ended_reason) as stands from jatakk.subscription where list_id = $1`,
    [later.listId],
  );
  expect(pending).toEqual([{ stands: 'ended bounced' }]);
  for (const bo of [onAutumn, onFamily]) expect(await standing(bo.get('bo')!)).toBe('confirmed');
  expect(await suppressions()).toEqual([{ register_id: news, kind: 'hard-bounce' }]);

  sink.answer = () => undefined;
  await waitedLongEnough(house, underWay);
  await house.isSent(underWay);
  expect(await endOf(underWay, onFamily.get('anna')!)).toBe('skipped not-confirmed');
  expect(await endOf(underWay, onFamily.get('bo')!)).toBe('accepted');
  const november = await house.sends(autumn, 'November');
  await house.isSent(november);
  expect([await endOf(november, onAutumn.get('anna')!), await endOf(november, onAutumn.get('bo')!)]).toEqual([
    undefined,
    'accepted',
  ]);
  expect(sink.acceptedBy('anna@example.org')).toEqual([]);

  expect(await standing(onBuyers.get('anna')!)).toBe('confirmed');
  const toBuyers = await house.sends(buyers, 'Billetter');
  await house.isSent(toBuyers);
  expect(await endOf(toBuyers, onBuyers.get('anna')!)).toBe('accepted');
  expect(sink.acceptedBy('anna@example.org')).toHaveLength(1);
});

describe('a mailbox that does not take it, for a soft reason', () => {
  const SOFT = '552 5.2.2 mailbox full';
  const PUT_OFF = '450 4.2.2 mailbox full';

  /**
   * One campaign that began so many days ago, as far as anybody can tell, while these people are answered so. Who is
   * put off is put off until their delivery is given up.
   */
  async function sent(list: ListIds, daysAgo: number, replies: Record<string, string>): Promise<string> {
    atRcpt(replies);
    const campaign = await house.writes(list, `For ${daysAgo} dager siden`);
    await house.stopKeeper();
    await house.presses('send', list, campaign);
    await keeperTo(house, sink);
    const putOff = Object.values(replies).filter((reply) => reply === PUT_OFF).length;
    await until('each has had one try', async () => {
      const { queued = 0, claimed = 0, handed = 0 } = await house.deliveries(campaign);
      return (
        (await house.campaignState(campaign)) !== 'scheduled' && queued === putOff && claimed + handed === 0
      );
    });
    await house.database.owner.query(
      `update jatakk.campaign set started_at = started_at - make_interval(days => $2) where id = $1`,
      [campaign, daysAgo],
    );
    if (putOff > 0) {
      await house.database.owner.query(
        `update jatakk.delivery set attempts = 11 where campaign_id = $1 and state = 'queued'`,
        [campaign],
      );
      await waitedLongEnough(house, campaign);
    }
    await house.isSent(campaign);
    return campaign;
  }

  test('three in a row over a week pause; one that arrives in between begins the count anew', async () => {
    const list = await house.makeList(news, 'lenge');
    const on = await knownPeople(house, list, ['full', 'given-up', 'recovers', 'fine']);
    const who = (name: string) => standing(on.get(name)!);
    const all = { full: SOFT, 'given-up': PUT_OFF, recovers: SOFT };

    await sent(list, 30, all);
    await sent(list, 20, { ...all, full: PUT_OFF });
    expect([await who('full'), await who('given-up'), await who('recovers')]).toEqual(
      Array(3).fill('confirmed'),
    );
    const third = await sent(list, 10, { full: SOFT, 'given-up': PUT_OFF });
    expect(await endOf(third, on.get('given-up')!)).toBe('dead soft:4.2.2');
    // The last counts from the moment it began, which was today until the clock was turned.
    expect([await who('full'), await who('given-up'), await who('recovers'), await who('fine')]).toEqual([
      'paused bounces',
      'paused bounces',
      'confirmed',
      'confirmed',
    ]);
    await sent(list, 9, { recovers: SOFT });
    await sent(list, 1, { recovers: SOFT });
    expect(await who('recovers')).toBe('confirmed');
    const last = await sent(list, 0, { recovers: SOFT });
    expect(await who('recovers')).toBe('paused bounces');

    expect([await endOf(last, on.get('full')!), await endOf(last, on.get('given-up')!)]).toEqual([
      undefined,
      undefined,
    ]);
    expect(await house.deliveries(last)).toEqual({ accepted: 1, bounced: 1 });
    expect(sink.acceptedBy('full@example.org')).toEqual([]);
    // No hash of theirs was kept: who takes mail again may be mailed again.
    expect((await suppressions()).length).toBeLessThanOrEqual(1);
  });

  test('three in a row within six days, or two over a month, do not pause', async () => {
    const list = await house.makeList(news, 'kort');
    const on = await knownPeople(house, list, ['fast', 'rare']);
    await sent(list, 31, { rare: SOFT });
    await sent(list, 6, { fast: SOFT, rare: SOFT });
    await sent(list, 3, { fast: SOFT });
    await sent(list, 0, { fast: SOFT });
    expect([await standing(on.get('fast')!), await standing(on.get('rare')!)]).toEqual([
      'confirmed',
      'confirmed',
    ]);
  });
});
