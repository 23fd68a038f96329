import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { DataSource } from 'typeorm';
import { startCampaign } from '../../src/deliveries/delivery.queries.js';
import { takeBack, type TakenBack } from '../../src/deliveries/take-back.queries.js';
import { Rows } from './support/rows.js';

const DAY_MS = 24 * 60 * 60_000;
const ago = (days: number) => new Date(Date.now() - days * DAY_MS);

const WORDS: Record<TakenBack['as'], Omit<TakenBack, 'deliveryId'>> = {
  hard: { as: 'hard', code: '5.1.1', wording: 'no-such-mailbox' },
  soft: { as: 'soft', code: '5.2.2', wording: 'mailbox-full' },
  ours: { as: 'ours', code: '5.7.26', wording: 'not-authenticated' },
  complaint: { as: 'complaint', code: '5.7.0', wording: 'reported-as-spam' },
  delivered: { as: 'delivered', code: '2.0.0', wording: 'delivered' },
};

let rows: Rows;
let keeper: DataSource;
let web: DataSource;

beforeAll(async () => {
  rows = await Rows.open();
  [keeper, web] = await Promise.all([rows.signIn('keeper'), rows.signIn('web')]);
});
afterAll(() => rows.close());

/** Accepted by the relay a moment ago, unless the columns say otherwise. */
async function accepted(columns: Record<string, unknown> = {}, list = rows.listId) {
  const subscription = await rows.subscription({ list_id: list });
  const campaign = await rows.campaign({ list_id: list });
  const { id } = await rows.delivery(campaign, subscription.id, {
    state: 'accepted',
    lease_until: null,
    handed_at: new Date(),
    ...columns,
  });
  return { id, campaign, subscription };
}

const comesBack = (as: TakenBack['as'], ...ids: string[]) =>
  takeBack(
    keeper.manager,
    rows.registerId,
    ids.map((deliveryId) => ({ deliveryId, ...WORDS[as] })),
  );

const stands = ({ id }: { id: string }) =>
  rows.read('subscription', `concat_ws(' ', state, ended_reason, paused_by)`, id);

const became = (id: string) => rows.read('delivery', `concat_ws(' ', state, reply_class, came_back)`, id);

async function suppressed(person: string): Promise<string[]> {
  const { rows: kinds } = await rows.owner.query<{ kind: string }>(
    `select x.kind from jatakk.suppression x join jatakk.subscriber p on p.suppression_hash = x.hash where p.id = $1`,
    [person],
  );
  return kinds.map(({ kind }) => kind);
}

describe('what follows from each class', () => {
  test.each([
    ['hard', 'bounced hard:5.1.1 no-such-mailbox', 'ended bounced', ['hard-bounce']],
    ['soft', 'bounced soft:5.2.2 mailbox-full', 'confirmed', []],
    ['ours', 'bounced ours:5.7.26 not-authenticated', 'confirmed', []],
    ['complaint', 'accepted reported-as-spam', 'ended complained', ['complaint']],
    ['delivered', 'accepted', 'confirmed', []],
  ] as const)('%s', async (as, delivery, standing, kinds) => {
    const { id, subscription } = await accepted();
    const elsewhere = await rows.subscription({
      subscriber_id: subscription.person,
      list_id: await rows.list(),
    });
    const bystander = await rows.subscription();
    await comesBack(as, id);
    expect(await became(id)).toBe(delivery);
    expect([await stands(subscription), await stands(elsewhere)]).toEqual([standing, standing]);
    expect(await stands(bystander)).toBe('confirmed');
    expect(await suppressed(subscription.person)).toEqual(kinds);
  });

  test('a complaint is a no, kept like one; and said once, however often it comes', async () => {
    const { id, campaign, subscription } = await accepted();
    await comesBack('complaint', id);
    await comesBack('complaint', id, id);
    const { rows: records } = await rows.owner.query(
      'select answer, method from jatakk.consent_record where subscription_id = $1',
      [subscription.id],
    );
    expect(records).toEqual([{ answer: 'no', method: 'complaint' }]);
    const { rows: journal } = await rows.owner.query('select kind from jatakk.journal where row_id = $1', [
      subscription.id,
    ]);
    expect(journal).toEqual([{ kind: 'complained' }]);
    const { rows: counts } = await rows.owner.query(
      'select class, count::integer as count from jatakk.came_back where campaign_id = $1',
      [campaign],
    );
    expect(counts).toEqual([{ class: 'complaint', count: 1 }]);
  });

  test.each([
    ['handed', 'bounced hard:5.1.1 no-such-mailbox'],
    ['unknown', 'bounced hard:5.1.1 no-such-mailbox'],
    ['queued', 'queued'],
    ['claimed', 'claimed'],
    ['skipped', 'skipped'],
    ['dead', 'dead'],
  ])('of one that is %s', async (state, delivery) => {
    const { id, subscription } = await accepted({ state });
    await comesBack('hard', id);
    expect(await became(id)).toBe(delivery);
    expect(await stands(subscription)).toBe(delivery.startsWith('bounced') ? 'ended bounced' : 'confirmed');
  });

  test('what nobody knew of is known once a server says that it was delivered', async () => {
    const { id } = await accepted({ state: 'unknown' });
    await comesBack('delivered', id);
    expect(await became(id)).toBe('accepted');
  });
});

describe('what changes nothing', () => {
  test('what was handed over more than 14 days ago', async () => {
    const { id, subscription } = await accepted({ handed_at: ago(14.01) });
    await comesBack('hard', id);
    await comesBack('complaint', id);
    expect([await became(id), await stands(subscription)]).toEqual(['accepted', 'confirmed']);
  });

  test('what never was', async () => {
    expect(await comesBack('hard', randomUUID())).toEqual([]);
  });

  test('a delivery of another register', async () => {
    const { id, subscription } = await accepted();
    await takeBack(keeper.manager, randomUUID(), [{ deliveryId: id, ...WORDS.hard }]);
    expect([await became(id), await stands(subscription)]).toEqual(['accepted', 'confirmed']);
  });

  test('the same once more, or as something else', async () => {
    const { id, campaign, subscription } = await accepted();
    await comesBack('soft', id);
    await comesBack('soft', id);
    await comesBack('hard', id);
    expect([await became(id), await stands(subscription)]).toEqual([
      'bounced soft:5.2.2 mailbox-full',
      'confirmed',
    ]);
    const { rows: counts } = await rows.owner.query(
      'select sum(count)::integer as count from jatakk.came_back where campaign_id = $1',
      [campaign],
    );
    expect(counts).toEqual([{ count: 1 }]);
  });

  /** Their confirmation of another list was sent then; whether the hard bounce of three days ago still counts. */
  async function confirmedBy(handedAt: string) {
    const { id, subscription } = await accepted({ handed_at: ago(3) });
    const { id: other } = await rows.subscription({
      subscriber_id: subscription.person,
      list_id: await rows.list(),
    });
    const notice = await rows.notice({ state: 'accepted' });
    await rows.owner.query(`update jatakk.notice set handed_at = ${handedAt} where id = $1`, [notice]);
    await rows.owner.query(
      'insert into jatakk.notice_subscription (notice_id, register_id, subscription_id) values ($1, $2, $3)',
      [notice, rows.registerId, other],
    );
    await comesBack('hard', id);
    expect(await became(id)).toBe('bounced hard:5.1.1 no-such-mailbox');
    return [await stands(subscription), ...(await suppressed(subscription.person))];
  }

  test.each([
    ['later', `now() - interval '2 days'`],
    ['on that day, which is all that is known', `date_trunc('day', now() - interval '3 days')`],
    ['in that month, which is all that is known', `date_trunc('month', now() - interval '3 days')`],
  ])(
    'for the person: that a mailbox was not there, before they said yes to a mail that was sent %s',
    async (_, at) => {
      expect(await confirmedBy(at)).toEqual(['confirmed']);
    },
  );

  test('but a yes to a mail of before that does not help', async () => {
    expect(await confirmedBy(`now() - interval '40 days'`)).toEqual(['ended bounced', 'hard-bounce']);
  });
});

describe('three soft ones in a row, over a week', () => {
  beforeEach(() => rows.owner.query('update jatakk.installation set return_domain = null'));

  /** A daily letter: each was taken over by the relay, and comes back five days later. */
  async function letters(days: readonly number[]) {
    const list = await rows.list();
    const subscription = await rows.subscription({ list_id: list });
    const ids = [];
    for (const day of days) {
      const campaign = await rows.campaign({ list_id: list, started_at: ago(day) });
      const { id } = await rows.delivery(campaign, subscription.id, {
        state: 'accepted',
        lease_until: null,
        handed_at: ago(day),
      });
      ids.push(id);
    }
    return { subscription, ids };
  }

  test('pause, though later letters were taken over and have not come back yet', async () => {
    await rows.owner.query(`update jatakk.installation set return_domain = 'returns.fjellhallen.example'`);
    const { subscription, ids } = await letters([13, 9, 5.5, 4, 3, 2, 1]);
    await comesBack('soft', ids[0]!);
    await comesBack('soft', ids[1]!);
    expect(await stands(subscription)).toBe('confirmed');
    await comesBack('soft', ids[2]!);
    expect(await stands(subscription)).toBe('paused bounces');
  });

  test('do not, where one in between has stayed where it went', async () => {
    await rows.owner.query(`update jatakk.installation set return_domain = 'returns.fjellhallen.example'`);
    const { subscription, ids } = await letters([13, 11, 9, 5.5]);
    for (const index of [0, 1, 3]) await comesBack('soft', ids[index]!);
    expect(await stands(subscription)).toBe('confirmed');
  });

  test('where nothing comes back later, one that was taken over counts at once', async () => {
    const { subscription, ids } = await letters([13, 9, 5.5, 1]);
    for (const id of ids.slice(0, 3)) await comesBack('soft', id);
    expect(await stands(subscription)).toBe('confirmed');
  });
});

/** A campaign to a list of its own, with so many accepted deliveries, of which the first come back. */
async function campaignOf(size: number, columns: Record<string, unknown> = {}) {
  const list = (columns.list_id as string | undefined) ?? (await rows.list());
  const campaign = await rows.campaign({ list_id: list, ...columns });
  const ids = [];
  for (let n = 0; n < 12; n += 1) {
    const { id: subscription } = await rows.subscription({ list_id: list });
    const { id } = await rows.delivery(campaign, subscription, {
      state: 'accepted',
      lease_until: null,
      handed_at: new Date(),
    });
    ids.push(id);
  }
  await rows.owner.query(`insert into jatakk.delivery_tally values ($1, 'accepted', $2)`, [
    campaign,
    size - ids.length,
  ]);
  return { list, campaign, ids };
}

const held = (campaign: string) => rows.read('campaign', `concat_ws(' ', state, held_reason)`, campaign);

describe('refused as sender', () => {
  test('two servers hold nothing; the third holds what is being sent, and says why', async () => {
    const { campaign, ids } = await campaignOf(300);
    expect(await comesBack('ours', ids[0]!, ids[1]!)).toEqual([]);
    expect(await held(campaign)).toBe('sending');
    expect(await comesBack('ours', ids[2]!)).toEqual([{ campaignId: campaign, why: 'returned-ours' }]);
    expect(await held(campaign)).toBe('held returned-ours');
  });

  test('what somebody saw when they let it go on does not hold it again', async () => {
    const { campaign, ids } = await campaignOf(300);
    await comesBack('ours', ...ids.slice(0, 3));
    await web.query(`select jatakk.act_on_campaign($1, 'resume')`, [campaign]);
    await comesBack('ours', ids[3]!, ids[4]!);
    expect(await held(campaign)).toBe('sending');
    await comesBack('ours', ids[5]!);
    expect(await held(campaign)).toBe('held returned-ours');
  });

  test('of a large campaign it takes one in two hundred', async () => {
    const { campaign, ids } = await campaignOf(2000);
    await comesBack('ours', ...ids.slice(0, 8));
    expect(await held(campaign)).toBe('sending');
    await comesBack('ours', ...ids.slice(8, 11));
    expect(await held(campaign)).toBe('held returned-ours');
  });

  test('what has been sent is not held', async () => {
    const { campaign, ids } = await campaignOf(300, { state: 'sent' });
    await comesBack('ours', ...ids.slice(0, 5));
    expect(await held(campaign)).toBe('sent');
  });
});

describe('complaints', () => {
  const level = async (campaign: string) =>
    (
      await web.query<{ level: string | null }[]>('select jatakk.complaints_about($1) as level', [campaign])
    )[0]!.level;

  test.each([
    [30, 1, null],
    [300, 2, null],
    [300, 4, 'warns'],
    [3001, 3, null],
    [1600, 5, 'stops'],
    [1700, 5, 'warns'],
    [1700, 6, 'stops'],
    [12_000, 12, 'warns'],
  ])('of %d messages, %d: %s', async (size, complaints, says) => {
    const { campaign, ids } = await campaignOf(size);
    await comesBack('complaint', ...ids.slice(0, complaints));
    expect(await level(campaign)).toBe(says);
    expect(await held(campaign)).toBe(says === 'stops' ? 'held complaints' : 'sending');
  });

  test('campaigns of the same day count together; another list goes on', async () => {
    const { list, campaign: first, ids } = await campaignOf(100, { state: 'sent' });
    const { campaign: second, ids: others } = await campaignOf(100, { list_id: list });
    const { campaign: elsewhere } = await campaignOf(100);
    await comesBack('complaint', ...ids.slice(0, 3));
    expect(await held(second)).toBe('sending');
    await comesBack('complaint', ...others.slice(0, 2));
    expect([await held(first), await held(second), await held(elsewhere)]).toEqual([
      'sent',
      'held complaints',
      'sending',
    ]);
  });

  test('the next campaign of the list waits for a person too, and for no second one', async () => {
    const { list, ids } = await campaignOf(100, { state: 'sent', started_at: ago(1) });
    await comesBack('complaint', ...ids.slice(0, 5));
    const next = await rows.campaign({
      list_id: list,
      state: 'scheduled',
      started_at: null,
      starts_at: new Date(),
    });
    await keeper.transaction((tx) => startCampaign(tx, next));
    expect(await held(next)).toBe('held complaints');
    await web.query(`select jatakk.act_on_campaign($1, 'resume')`, [next]);
    await rows.owner.query('update jatakk.campaign set starts_at = now() where id = $1', [next]);
    await keeper.transaction((tx) => startCampaign(tx, next));
    expect(await held(next)).toBe('sending');
    // What was looked at does not hold it; as many anew do.
    await comesBack('complaint', ids[5]!);
    expect(await held(next)).toBe('sending');
    await comesBack('complaint', ...ids.slice(6, 10));
    expect(await held(next)).toBe('held complaints');
  });

  test('fewer than five have no number, for whoever reads it', async () => {
    const { campaign, ids } = await campaignOf(30);
    await comesBack('complaint', ...ids.slice(0, 4));
    const shown = () => web.query('select count::integer as count from jatakk.came_back_of($1)', [campaign]);
    expect(await shown()).toEqual([{ count: null }]);
    await comesBack('complaint', ids[4]!);
    expect(await shown()).toEqual([{ count: 5 }]);
  });
});

describe('leaving by mail', () => {
  const leaves = async (subscription: string, register = rows.registerId) =>
    (
      await keeper.query<{ outcome: string | null }[]>(
        'select jatakk.leave_by_mail($1, $2, $3, $4) as outcome',
        [register, subscription, randomUUID(), randomBytes(32)],
      )
    )[0]!.outcome;

  test('ends it, tells the person once a week, and says so when it was over already', async () => {
    const subscription = await rows.subscription();
    expect(await leaves(subscription.id)).toBe('told');
    expect(await leaves(subscription.id)).toBe('already');
    await rows.owner.query(
      `update jatakk.subscription set state = 'confirmed', ended_reason = null where id = $1`,
      [subscription.id],
    );
    expect(await leaves(subscription.id)).toBe('left');
    expect(await stands(subscription)).toBe('ended unsubscribed');
    const { rows: records } = await rows.owner.query(
      'select answer, method from jatakk.consent_record where subscription_id = $1',
      [subscription.id],
    );
    expect(records).toEqual([
      { answer: 'no', method: 'mail' },
      { answer: 'no', method: 'mail' },
    ]);
  });

  test('of another register it ends nothing', async () => {
    const subscription = await rows.subscription();
    expect(await leaves(subscription.id, randomUUID())).toBeNull();
    expect(await stands(subscription)).toBe('confirmed');
  });
});
