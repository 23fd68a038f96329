import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { startKeeper } from '../../src/keeper/start-keeper.js';
import { translator } from '../../src/platform/i18n/messages.js';
import { readKeeperSettings } from '../../src/platform/config/settings.js';
import { HostileSink, type Stage, unstuffed } from '../support/hostile-sink.js';
import { type ListIds, TestHouse } from '../support/house.js';
import { value } from '../support/raw-message.js';
import { shownCounts } from '../support/shown-counts.js';
import { until } from '../support/until.js';

interface Delivery {
  state: string;
  attempts: number;
  reply_class: string | null;
  waits: boolean;
}

const t = translator('nb');

let house: TestHouse;
let sink: HostileSink;
let register: string;
let everybody: ListIds;
let anna: ListIds;
let twelve: ListIds;
let utf8: ListIds;
/** Subscription ids by the person's name, on the list of everybody. */
const people = new Map<string, string>();

const NAMES = [
  'fine',
  'nobody',
  'greylisted',
  'tempfail',
  'refused',
  'spam',
  'cutbefore',
  'cutafter',
] as const;

beforeAll(async () => {
  house = await TestHouse.open();
  await house.setUp();
  register = await house.makeRegister('nyhetsbrev');
  everybody = await house.makeList(register, 'alle');
  anna = await house.makeList(register, 'anna');
  twelve = await house.makeList(register, 'tolv');
  utf8 = await house.makeList(register, 'utf8');
  for (const name of NAMES) {
    await house.joins(everybody, `${name}@example.org`);
    people.set(name, await newestSubscription(everybody));
  }
  await house.joins(anna, 'anna@example.org');
  for (let n = 0; n < 12; n += 1) await house.joins(twelve, `person${n}@example.org`);
  await house.joins(utf8, 'jøran@example.org');
  await house.joins(utf8, 'per@blåbær.example');
  sink = await new HostileSink().listen();
  await keeperTo(sink);
});
afterAll(async () => {
  await house.close();
  await sink.close();
});
beforeEach(() => {
  sink.answer = () => undefined;
});

/** A keeper of the same house whose relay is this server. */
async function keeperTo(relay: HostileSink, env: Record<string, string> = {}): Promise<void> {
  await house.stopKeeper();
  const { keeperSecret: secret, database } = house;
  const common = { PUBLIC_URL: house.url, LOG_LEVEL: 'silent', POLL_SECONDS: '1', SKIP_CRASH_WAIT: '1' };
  house.keeper = await startKeeper({
    settings: readKeeperSettings({ ...common, ...env }),
    databaseUrl: database.keeperUrl,
    secret,
    trialRelay: relay.url,
  });
}

async function newestSubscription(list: ListIds): Promise<string> {
  const { rows } = await house.database.owner.query(
    'select id from jatakk.subscription where list_id = $1 and id <> all ($2)',
    [list.listId, [...people.values()]],
  );
  return (rows[0] as { id: string }).id;
}

/** Nothing but `state: 'none'` before the campaign has started. */
async function deliveryOf(campaign: string, subscription?: string): Promise<Delivery> {
  const { rows } = await house.database.owner.query(
    `select state, attempts, reply_class, not_before > clock_timestamp() as waits from jatakk.delivery
      where campaign_id = $1 and ($2::uuid is null or subscription_id = $2)`,
    [campaign, subscription ?? null],
  );
  return (rows[0] as Delivery | undefined) ?? { state: 'none', attempts: 0, reply_class: null, waits: false };
}

/** Turns the clock: whatever waits for its next try, or lies in a lease, has waited long enough. */
function turnClock(campaign: string): Promise<unknown> {
  return house.database.owner.query(
    `update jatakk.delivery set not_before = clock_timestamp() - interval '1 second',
            lease_until = case when lease_until is not null then clock_timestamp() - interval '1 second' end
      where campaign_id = $1`,
    [campaign],
  );
}

const stateBecomes = (campaign: string, state: string) =>
  until(`a delivery is ${state}`, async () => (await deliveryOf(campaign)).state === state);
const campaignBecomes = (campaign: string, state: string) =>
  until(`the campaign is ${state}`, async () => (await house.campaignState(campaign)) === state);
const only = (wanted: Stage, reply: string) => (stage: Stage) => (stage === wanted ? reply : undefined);

describe('one campaign to a server that answers each recipient in another way', () => {
  let campaign: string;
  const delivery = (name: (typeof NAMES)[number]) => deliveryOf(campaign, people.get(name));

  beforeAll(async () => {
    const replies: Record<string, [Stage, string]> = {
      nobody: ['rcpt', '550 5.1.1 no such user'],
      greylisted: ['rcpt', '450 4.2.1 greylisted'],
      tempfail: ['dot', '451 4.3.0 later'],
      refused: ['dot', '554 5.6.0 refused'],
      spam: ['dot', '554 no thanks'],
      cutbefore: ['data', 'drop'],
      cutafter: ['dot', 'drop'],
    };
    sink.answer = (stage, recipient) => {
      const [at, reply] = replies[recipient.split('@')[0]!] ?? [];
      return at === stage ? reply : undefined;
    };
    campaign = await house.sends(everybody, 'Alle slag');
    await until('each has had one try', async () => {
      const { queued = 0, claimed = 0, handed = 0, ...rest } = await house.deliveries(campaign);
      return queued === 3 && claimed + handed === 0 && Object.values(rest).reduce((a, b) => a + b, 0) === 5;
    });
  });

  test.each([
    ['fine', 'accepted', 1, null, false],
    ['nobody', 'bounced', 1, 'hard:5.1.1', false],
    ['greylisted', 'queued', 1, 'soft:4.2.1', true],
    ['tempfail', 'queued', 1, 'soft:4.3.0', true],
    ['refused', 'bounced', 1, 'soft:5.6.0', false],
    ['spam', 'bounced', 1, 'soft:554', false],
    ['cutbefore', 'queued', 1, 'ECONNECTION', true],
    ['cutafter', 'unknown', 1, null, false],
  ] as const)('%s is %s', async (name, state, attempts, reply_class, waits) => {
    expect(await delivery(name)).toEqual({ state, attempts, reply_class, waits });
  });

  test('nothing of a server’s words is kept', async () => {
    const { rows } = await house.database.owner.query('select delivery::text as line from jatakk.delivery');
    expect(JSON.stringify(rows)).not.toMatch(/no such user|greylisted|no thanks|@/);
  });

  test('the page shows each state, and they sum to the total', async () => {
    const page = await house.staff.page(`/staff/registers/${register}/campaigns/${campaign}`);
    expect(shownCounts(page)).toEqual({
      [t('delivery.accepted')]: 1,
      [t('delivery.under-way')]: 0,
      [t('delivery.queued')]: 3,
      [t('delivery.skipped')]: 0,
      [t('delivery.bounced')]: 3,
      [t('delivery.unknown')]: 1,
      [t('delivery.dead')]: 0,
      [t('progress.total')]: 8,
    });
    expect(page).toContain('note warn');
  });

  test('what waited goes out once the server takes it, the very same bytes; the unknown is never sent again', async () => {
    sink.answer = () => undefined;
    await turnClock(campaign);
    await house.isSent(campaign);
    expect(await house.deliveries(campaign)).toEqual({ accepted: 4, bounced: 3, unknown: 1 });
    for (const name of ['fine', 'greylisted', 'tempfail', 'cutbefore']) {
      expect([name, sink.acceptedBy(`${name}@example.org`).length]).toEqual([name, 1]);
    }
    const [first, second, ...more] = sink.attemptsFor('tempfail@example.org');
    expect(more).toEqual([]);
    expect(second!.wire.equals(first!.wire)).toBe(true);
    expect(sink.attemptsFor('cutafter@example.org')).toHaveLength(1);
    for (const name of ['refused', 'spam', 'nobody'])
      expect(sink.acceptedBy(`${name}@example.org`)).toEqual([]);
  });
});

describe('a server that refuses us', () => {
  test('at MAIL FROM holds the campaign and bounces nobody; resumed, it goes on', async () => {
    sink.answer = only('mail', '550 5.7.1 you are not welcome');
    const campaign = await house.sends(twelve, 'Ikke velkommen');
    await campaignBecomes(campaign, 'held');
    await until('nothing is in flight', async () => (await house.deliveries(campaign)).queued === 12);
    expect(await house.staff.page(`/staff/registers/${register}/campaigns/${campaign}`)).toContain(
      'note warn',
    );
    sink.answer = () => undefined;
    await house.presses('resume', twelve, campaign);
    await house.isSent(campaign);
    expect(await house.deliveries(campaign)).toEqual({ accepted: 12 });
  });

  test.each([
    ['with 421 in its greeting', only('greeting', '421 4.3.2 busy')],
    ['by breaking off before it', only('greeting', 'drop')],
  ])('%s: everything waits', async (_, answer) => {
    await sink.close();
    sink.answer = answer;
    await sink.listen();
    const campaign = await house.sends(anna, 'Senere');
    await until('it was tried', async () => (await deliveryOf(campaign)).attempts === 1);
    expect(await deliveryOf(campaign)).toMatchObject({ state: 'queued', waits: true });
    expect(await house.campaignState(campaign)).toBe('sending');
    sink.answer = () => undefined;
    await turnClock(campaign);
    await house.isSent(campaign);
  });

  test('by not being there: everything waits', async () => {
    await sink.close();
    const campaign = await house.sends(anna, 'Ingen hjemme');
    await until('it was tried', async () => (await deliveryOf(campaign)).attempts === 1);
    expect(await deliveryOf(campaign)).toMatchObject({ state: 'queued', waits: true });
    await sink.listen();
    await turnClock(campaign);
    await house.isSent(campaign);
  });

  test('for the twelfth time: the delivery is given up, and shown', async () => {
    sink.answer = only('rcpt', '450 4.2.1 later');
    const campaign = await house.sends(anna, 'Tolv forsøk');
    await until('it was tried', async () => (await deliveryOf(campaign)).attempts === 1);
    await house.database.owner.query('update jatakk.delivery set attempts = 11 where campaign_id = $1', [
      campaign,
    ]);
    await turnClock(campaign);
    await house.isSent(campaign);
    expect(await deliveryOf(campaign)).toMatchObject({ state: 'dead', attempts: 12 });
    const page = await house.staff.page(`/staff/registers/${register}/campaigns/${campaign}`);
    expect(shownCounts(page)).toMatchObject({ [t('delivery.dead')]: 1, [t('progress.total')]: 1 });
  });
});

describe('a worker that is gone', () => {
  /** A paused campaign whose one delivery lies in the hands of nobody. */
  async function left(state: 'claimed' | 'handed', subject: string): Promise<string> {
    sink.answer = only('rcpt', '450 4.2.1 later');
    const campaign = await house.sends(anna, subject);
    await until('it was tried', async () => (await deliveryOf(campaign)).attempts === 1);
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
    await stateBecomes(campaign, 'queued');
    await turnClock(campaign);
    await house.presses('resume', anna, campaign);
    await house.isSent(campaign);
    expect(await house.deliveries(campaign)).toEqual({ accepted: 1 });
  });

  test('has left a handed one: unknown, and never sent again', async () => {
    const before = sink.attemptsFor('anna@example.org').length;
    const campaign = await left('handed', 'Kanskje sendt');
    await stateBecomes(campaign, 'unknown');
    await house.presses('resume', anna, campaign);
    await house.isSent(campaign);
    await turnClock(campaign);
    await house.isSent(await house.sends(utf8, 'Noe annet'));
    expect(await house.deliveries(campaign)).toEqual({ unknown: 1 });
    expect(sink.attemptsFor('anna@example.org')).toHaveLength(before);
  });

  test('has left a claimed one in a cancelled campaign: skipped', async () => {
    const campaign = await left('claimed', 'Avlyst');
    await house.presses('cancel', anna, campaign);
    await stateBecomes(campaign, 'skipped');
  });

  test('was only slow: its late yes counts, under its own fence', async () => {
    let release = () => {};
    const held = new Promise<undefined>((resolve) => (release = () => resolve(undefined)));
    sink.answer = (stage) => (stage === 'dot' ? held : undefined);
    const campaign = await house.sends(anna, 'Sent svar');
    await stateBecomes(campaign, 'handed');
    await until('it stands at the final dot', () => sink.attempts.at(-1)?.rcptTo.includes('anna@') && true);
    await turnClock(campaign);
    await stateBecomes(campaign, 'unknown');
    release();
    await stateBecomes(campaign, 'accepted');
    await house.isSent(campaign);
  });
});

test('a keeper that is stopped in the middle loses nothing and sends nothing twice', async () => {
  let release = () => {};
  const held = new Promise<undefined>((resolve) => (release = () => resolve(undefined)));
  await keeperTo(sink, { RELAY_CONNECTIONS: '2' });
  const before = sink.accepted.length;
  sink.answer = (stage) => (stage === 'dot' ? held : undefined);
  const campaign = await house.sends(twelve, 'Avbrutt');
  await until('two are in flight', async () => (await house.deliveries(campaign)).handed === 2);
  const stopped = house.stopKeeper();
  release();
  await stopped;
  const { queued, accepted, ...rest } = await house.deliveries(campaign);
  expect(rest).toEqual({});
  expect(queued! + accepted!).toBe(12);
  expect(accepted).toBeGreaterThanOrEqual(2);
  sink.answer = () => undefined;
  await keeperTo(sink);
  await house.isSent(campaign);
  expect(await house.deliveries(campaign)).toEqual({ accepted: 12 });
  const sent = sink.accepted.slice(before).map(({ rcptTo }) => rcptTo);
  expect(sent).toHaveLength(12);
  expect(new Set(sent).size).toBe(12);
});

describe('an address beyond ASCII (RFC 6531)', () => {
  test('goes byte for byte where SMTPUTF8 is offered; a domain goes as A-labels', async () => {
    const before = sink.accepted.length;
    await house.isSent(await house.sends(utf8, 'Begge'));
    const sent = sink.accepted.slice(before);
    const jøran = sent.find(({ rcptTo }) => rcptTo === 'RCPT TO:<jøran@example.org>');
    expect(jøran?.mailFrom).toMatch(/^MAIL FROM:<program@fjellhallen\.example>.* SMTPUTF8\b/);
    expect(value(unstuffed(jøran!.wire), 'to')).toBe('jøran@example.org');
    const per = sent.find(({ rcptTo }) => rcptTo === 'RCPT TO:<per@xn--blbr-roah.example>');
    expect(per?.mailFrom).toBe('MAIL FROM:<program@fjellhallen.example>');
    expect(value(unstuffed(per!.wire), 'to')).toBe('per@xn--blbr-roah.example');
  });

  test('is not transmitted where it is not, and recorded as 5.6.7', async () => {
    const plain = await new HostileSink(['8BITMIME']).listen();
    await keeperTo(plain);
    const campaign = await house.sends(utf8, 'Bare én');
    await house.isSent(campaign);
    expect(await house.deliveries(campaign)).toEqual({ accepted: 1, bounced: 1 });
    expect(plain.attempts.map(({ rcptTo }) => rcptTo)).toEqual(['RCPT TO:<per@xn--blbr-roah.example>']);
    const { rows } = await house.database.owner.query(
      `select reply_class from jatakk.delivery where campaign_id = $1 and state = 'bounced'`,
      [campaign],
    );
    expect(rows).toEqual([{ reply_class: 'soft:5.6.7' }]);
    await house.stopKeeper();
    await plain.close();
  });
});
