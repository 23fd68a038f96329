import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { type MessageKey, translator } from '../../src/platform/i18n/messages.js';
import type { Stage } from '../support/hostile-dialogue.js';
import { HostileSink } from '../support/hostile-sink.js';
import { textOf } from '../support/html.js';
import { type ListIds, TestHouse } from '../support/house.js';
import { keeperTo } from '../support/keeper-to.js';
import { shownCounts } from '../support/shown-counts.js';
import { until } from '../support/until.js';

const t = translator('nb');
const DOMAIN = 'fjellhallen.example';
const PEOPLE = ['anna', 'berit', 'carl'];

let house: TestHouse;
let sink: HostileSink;
let list: ListIds;

const pathTo = (id: string) => `/staff/registers/${list.registerId}/campaigns/${id}`;
const shown = async (id: string) => textOf(await house.staff.page(pathTo(id)));
const owner = (sql: string, values: unknown[] = []) => house.database.owner.query(sql, values);
const becomes = (id: string, state: string) =>
  until(`the campaign is ${state}`, async () => (await house.campaignState(id)) === state);
const undoTimeIs = (seconds: number) => owner('update jatakk.installation set undo_seconds = $1', [seconds]);

beforeAll(async () => {
  house = await TestHouse.open();
  await house.setUp();
  list = await house.makeList(await house.makeRegister('nyhetsbrev'), 'program');
  for (const name of PEOPLE) await house.joins(list, `${name}@example.org`);
});
afterAll(() => house.close());
beforeEach(async () => {
  sink = await new HostileSink().listen();
});
afterEach(async () => {
  await house.stopKeeper();
  await sink.close();
});

describe('held', () => {
  const CASES: [why: string, Stage, answer: string, what: MessageKey][] = [
    ['refused:5.7.1', 'mail', '550 5.7.1 we do not want you', 'held.refused.what'],
    ['refused:5.7.26', 'dot', '550 5.7.26 <anna@example.org> unauthenticated', 'held.refused.what'],
    ['sign-in:554', 'greeting', '554 no', 'held.sign-in.what'],
  ];

  test.each(CASES)(
    'as %s: the page says what, that nobody pays, and the code',
    async (why, at, answer, what) => {
      sink.answer = (stage) => (stage === at ? answer : undefined);
      await keeperTo(house, sink);
      const id = await house.sends(list, 'Holdt');
      await becomes(id, 'held');
      const page = await shown(id);
      for (const said of [t(what), t('held.readers.waiting'), `${t('held.code')} ${why}`])
        expect(page).toContain(said);
      expect(page).toContain(t('campaign.act.resume'));
      expect(page).not.toMatch(/anna|unauthenticated|want you/);
      // So it is: everybody is still confirmed, and nobody's delivery has ended.
      const { rows } = await owner(`select state from jatakk.subscription where state <> 'confirmed'`);
      expect(rows).toEqual([]);
      await until('they wait', async () => (await house.deliveries(id)).queued === PEOPLE.length);
      expect(sink.accepted).toEqual([]);
    },
  );

  test('is put right: it continues, and no longer says why it was held', async () => {
    sink.answer = (stage) => (stage === 'mail' ? '550 5.7.1 no' : undefined);
    await keeperTo(house, sink);
    const id = await house.sends(list, 'Rettet');
    await becomes(id, 'held');
    sink.answer = () => undefined;
    await house.presses('resume', list, id);
    await house.isSent(id);
    expect(await shown(id)).not.toContain(t('held.code'));
    expect(await house.deliveries(id)).toEqual({ accepted: PEOPLE.length });
  });

  test('for a reason that nobody has words for yet: in general words, with the code', async () => {
    const id = await house.sends(list, 'Ukjent grunn');
    await owner(
      `update jatakk.campaign set state = 'held', started_at = now(), held_reason = 'moon:full' where id = $1`,
      [id],
    );
    const page = await shown(id);
    expect(page).toContain(t('held.general.what'));
    expect(page).toContain(`${t('held.code')} moon:full`);
    await owner('update jatakk.campaign set held_reason = null where id = $1', [id]);
    expect(await shown(id)).toContain(t('held.general.what'));
    expect(await shown(id)).not.toContain(t('held.code'));
  });

  test('for its signature: administrators are led to where they see it, editors are not', async () => {
    const id = await house.sends(list, 'Usignert');
    await owner(
      `update jatakk.campaign set state = 'held', started_at = now(), held_reason = 'unsigned:other-key' where id = $1`,
      [id],
    );
    const link = `<a href="/staff/sending">${t('held.see.sending')}</a>`;
    const what = t('held.unsigned.other-key.what', { domain: DOMAIN });
    expect(await house.staff.page(pathTo(id))).toContain(link);
    await owner(`update jatakk.staff_grant set role = 'editor' where role = 'administrator'`);
    const page = await house.staff.page(pathTo(id));
    await owner(`update jatakk.staff_grant set role = 'administrator' where role = 'editor'`);
    expect(textOf(page)).toContain(what);
    expect(page).not.toContain(link);
    expect((await house.staff.get('/staff/sending')).status).toBe(200);
  });
});

describe('while it is sent', () => {
  test('a server that does not answer is waited for, said in the part that refreshes itself', async () => {
    await sink.close();
    await keeperTo(house, sink);
    const id = await house.sends(list, 'Venter');
    const progress = async () =>
      textOf(await (await house.staff.get(`${pathTo(id)}/progress?seen=sending`)).text());
    await until('it says that it waits', async () => (await progress()).includes(t('held.no-relay.what')));
    expect(await house.campaignState(id)).toBe('sending');
    expect(await progress()).toContain(t('held.readers.waiting'));
    await sink.listen();
    await keeperTo(house, sink);
    await house.isSent(id);
    expect(await shown(id)).not.toContain(t('held.no-relay.what'));
  });
});

describe('held before it began', () => {
  beforeAll(() => undoTimeIs(300));
  afterAll(() => undoTimeIs(0));

  test('because its start came too late: starting it gives the undo time anew', async () => {
    const id = await house.sends(list, 'For sent');
    await owner(`update jatakk.campaign set starts_at = now() - interval '2 hours' where id = $1`, [id]);
    await keeperTo(house, sink);
    await becomes(id, 'held');
    const page = await house.staff.page(pathTo(id));
    for (const said of ['held.late-start.what', 'held.readers.unbegun', 'campaign.act.start-anew'] as const)
      expect(textOf(page)).toContain(t(said));
    expect(textOf(page)).not.toContain(t('campaign.act.resume'));
    expect(page).toContain(`<strong>${PEOPLE.length}</strong>`);
    expect(page).not.toContain('class="counts"');
    await house.presses('resume', list, id);
    expect(await house.campaignState(id)).toBe('scheduled');
    expect(await shown(id)).toContain(t('progress.countdown', { minutes: 30 }));
    await house.presses('undo', list, id);
    expect(await house.campaignState(id)).toBe('draft');
    expect(sink.attempts).toEqual([]);
  });

  test('by a restore: that it may have gone out, and not that nobody has got it', async () => {
    const id = await house.sends(list, 'Hentet fram');
    await owner('select * from jatakk.answer_restored(true)');
    const page = await shown(id);
    for (const said of ['held.restored.unbegun.readers', 'held.restored.unbegun.do'] as const)
      expect(page).toContain(t(said));
    expect(page).not.toContain(t('held.readers.unbegun'));
    await house.presses('cancel', list, id);
    expect(await shown(id)).toContain(t('campaign.cancelled'));
    expect(shownCounts(await house.staff.page(pathTo(id)))).toEqual({});
  });

  test('because its list was closed meanwhile: nobody is mailed', async () => {
    const id = await house.sends(list, 'Stengt');
    await owner(`update jatakk.list set state = 'closing'`);
    await owner(`update jatakk.campaign set starts_at = now() where id = $1`, [id]);
    await keeperTo(house, sink);
    await becomes(id, 'held');
    await owner(`update jatakk.list set state = 'open'`);
    expect(await shown(id)).toContain(t('held.list-closed.what'));
    expect(await house.deliveries(id)).toEqual({});
    expect(sink.attempts).toEqual([]);
  });
});

describe('refused one by one', () => {
  test('why stands under the counts, as reasons, numbers and codes, and nobody in it', async () => {
    const replies: Record<string, string> = {
      'anna@example.org': '550 5.1.1 <anna@example.org> no such user',
      'berit@example.org': '552 5.2.2 berit is full',
    };
    sink.answer = (stage, recipient) => (stage === 'rcpt' ? replies[recipient] : undefined);
    await keeperTo(house, sink);
    const id = await house.sends(list, 'Hvorfor');
    await house.isSent(id);
    await owner(
      `update jatakk.delivery set state = 'dead', reply_class = 'key-missing'
        where campaign_id = $1 and state = 'accepted'`,
      [id],
    );
    const page = await house.staff.page(pathTo(id));
    expect(page).not.toMatch(/anna|berit|example\.org|no such user|is full/);
    const counts = shownCounts(page);
    expect([counts[t('delivery.bounced')], counts[t('delivery.dead')]]).toEqual([2, 1]);
    const line = (name: MessageKey, text: MessageKey, code: string) => `${t(name)} ${t(text)} ${code} 1`;
    expect(textOf(page)).toContain(
      [
        line('failure.hard', 'failure.hard.text', '5.1.1'),
        line('failure.soft', 'failure.soft.text', '5.2.2'),
        line('failure.shut', 'failure.shut.text', 'key-missing'),
      ].join(' '),
    );
    // And so it is with those two.
    const { rows } = await owner(
      `select state, ended_reason from jatakk.subscription order by state, ended_reason`,
    );
    expect(rows).toEqual([
      { state: 'confirmed', ended_reason: null },
      { state: 'confirmed', ended_reason: null },
      { state: 'ended', ended_reason: 'bounced' },
    ]);
  });
});
