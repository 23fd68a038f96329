import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type pg from 'pg';
import { hashToken } from '../../src/platform/sealing/link-token.js';
import { confirmPath } from '../support/house.js';
import { until } from '../support/until.js';
import { exceptions, signInto } from './support/attempt.js';
import { CANARY, openTwoRegisters, subscriptionOf, type TwoRegisters } from './support/two-registers.js';

let people: TwoRegisters;
let owner: pg.Client;
let web: pg.Client;
let keeper: pg.Client;
let on: Record<'autumn' | 'family' | 'tickets' | 'pending' | 'left', string>;

beforeAll(async () => {
  people = await openTwoRegisters();
  const { house, autumn, family, tickets } = people;
  owner = house.database.owner;
  web = await signInto(house.database.webUrl);
  keeper = await signInto(house.database.keeperUrl);
  const id = async (...[list, address]: [typeof autumn, string]) =>
    (await subscriptionOf(people, list, address)).id;
  on = {
    autumn: await id(autumn, CANARY.autumn),
    family: await id(family, CANARY.family),
    tickets: await id(tickets, CANARY.both),
    pending: await id(autumn, CANARY.pending),
    left: await id(autumn, CANARY.left),
  };
});
afterAll(async () => {
  await web.end();
  await keeper.end();
  await people.house.close();
});

const recipientsOf = (subject: string) =>
  people.house.sink.mails
    .filter(({ parsed }) => parsed.subject === subject)
    .flatMap(({ to }) => to)
    .sort();

test('send to a list with people pending, gone and on other lists: only its confirmed members get it', async () => {
  const { house, autumn } = people;
  await house.isSent(await house.sends(autumn, 'Bare til høstlisten'));
  expect(recipientsOf('Bare til høstlisten')).toEqual([CANARY.autumn, CANARY.both].sort());
});

test('slip deliveries for pending, gone and other lists’ people in as keeper: every one is skipped, none is mailed', async () => {
  const { house, autumn } = people;
  const campaign = await house.sends(autumn, 'Innsmuglet');
  await house.isSent(campaign);
  for (const subscription of [on.pending, on.left, on.family, on.tickets]) {
    await keeper.query(
      'insert into jatakk.delivery (id, register_id, campaign_id, subscription_id) values ($1, $2, $3, $4)',
      [randomUUID(), autumn.registerId, campaign, subscription],
    );
  }
  await keeper.query(`update jatakk.campaign set state = 'sending' where id = $1`, [campaign]);
  await keeper.query(`select pg_notify('jatakk_bell', '')`);
  await house.isSent(campaign);
  const { rows } = await owner.query<{ reply_class: string }>(
    `select reply_class from jatakk.delivery where campaign_id = $1 and state = 'skipped' order by 1`,
    [campaign],
  );
  expect(rows.map(({ reply_class: why }) => why)).toEqual([
    'erased',
    'not-confirmed',
    'not-confirmed',
    'other-list',
  ]);
  expect(recipientsOf('Innsmuglet')).toEqual([CANARY.autumn, CANARY.both].sort());
});

test('forge a yes by writing a state, a confirmation or a consent record as web: permission denied', async () => {
  const forgeries = [
    `update jatakk.subscription set state = 'confirmed'`,
    `insert into jatakk.subscription (id) values (gen_random_uuid())`,
    `insert into jatakk.notice (id, ring_id, kind, locale) values (gen_random_uuid(), gen_random_uuid(), 'confirmation', 'nb')`,
    `insert into jatakk.notice_subscription values (gen_random_uuid(), gen_random_uuid(), gen_random_uuid())`,
    `insert into jatakk.consent_record (id) values (gen_random_uuid())`,
    `insert into jatakk.delivery (id) values (gen_random_uuid())`,
    `update jatakk.purpose_text set text = 'noe annet'`,
    `delete from jatakk.suppression`,
    `select jatakk.record_consent(s, 'yes', 'double-opt-in') from jatakk.subscription s`,
  ];
  expect(await exceptions(web, forgeries, 'permission denied')).toEqual([]);
});

test('forge a yes by writing a state or a consent record as keeper: permission denied', async () => {
  const forgeries = [
    `update jatakk.subscription set state = 'confirmed'`,
    `update jatakk.subscription set list_id = list_id, purpose_version = 2`,
    `insert into jatakk.subscription (id, state) values (gen_random_uuid(), 'confirmed')`,
    `insert into jatakk.consent_record (id) values (gen_random_uuid())`,
    `delete from jatakk.suppression`,
    `select jatakk.confirm('\\x00')`,
    `select jatakk.undo_leave('\\x00')`,
    `insert into jatakk.leave_undo (hash) values ('\\x00')`,
    `update jatakk.delivery set handed_at = now()`,
    `update jatakk.campaign set list_id = list_id`,
    `update jatakk.purpose_text set version = 1`,
  ];
  expect(await exceptions(keeper, forgeries, 'permission denied')).toEqual([]);
});

test('confirm with a guess, a hash of an id, or the link out instead of the mailed link: nobody is confirmed', async () => {
  const { rows } = await owner.query<{ notice_id: string; hash: Buffer }>(
    `select ns.notice_id, s.unsubscribe_hash as hash from jatakk.subscription s
       join jatakk.notice_subscription ns on ns.subscription_id = s.id where s.id = $1`,
    [on.pending],
  );
  const guesses = [randomBytes(32), hashToken(on.pending), hashToken(rows[0]!.notice_id), rows[0]!.hash];
  for (const guess of guesses) {
    expect((await web.query('select jatakk.confirm($1) as word', [guess])).rows).toEqual([
      { word: 'unknown' },
    ]);
  }
  expect(await stateOf(on.pending)).toBe('pending');
});

test('open the confirmation with GET and HEAD, as a mail scanner does: still pending', async () => {
  const path = confirmPath(await people.house.confirmationFor(CANARY.pending));
  const { visitor, url } = people.house;
  expect((await visitor.get(path)).status).toBe(200);
  expect((await fetch(url + path, { method: 'HEAD' })).status).toBe(200);
  expect(await stateOf(on.pending)).toBe('pending');
});

test('decline a confirmation and take that back: no yes is written down', async () => {
  const { house, autumn } = people;
  const mail = await joinsWithoutYes('kanari.ombestemt@vigga-kanari.example');
  const way = /\/u\/[\w-]{43}/.exec(mail.parsed.text!)![0];
  const left = await house.visitor.submit(way, way);
  const undo = /name="undo" value="([\w-]{43})"/.exec(await left.text())![1]!;
  const back = await house.visitor.post('/u/undo', { undo });
  expect([back.status, await back.text()]).toEqual([
    200,
    expect.stringContaining('venter på at du bekrefter'),
  ]);
  const { id } = await subscriptionOf(people, autumn, 'kanari.ombestemt@vigga-kanari.example');
  expect(await stateOf(id)).toBe('pending');
  const { rows } = await owner.query<{ answer: string }>(
    'select answer from jatakk.consent_record where subscription_id = $1',
    [id],
  );
  expect(rows).toEqual([{ answer: 'no' }]);
});

// Last: it leaves nobody on any list.
test('tell of bounces that never were, as keeper: subscriptions end or pause, none is confirmed, no answer is written', async () => {
  const campaign = await people.house.writes(people.autumn, 'Oppdiktede feil');
  const states = async () =>
    (await keeper.query<{ id: string; state: string }>('select id, state from jatakk.subscription')).rows;
  const answers = `select count(*)::integer as many from jatakk.consent_record`;
  const before = new Map((await states()).map(({ id, state }) => [id, state]));
  const answered = (await owner.query(answers)).rows;
  await keeper.query(
    `insert into jatakk.delivery (id, register_id, campaign_id, subscription_id)
     select gen_random_uuid(), s.register_id, c.id, s.id from jatakk.subscription s
       join jatakk.campaign c on c.register_id = s.register_id where c.id = $1`,
    [campaign],
  );
  for (const state of ['accepted', 'skipped', 'unknown', 'dead', 'bounced', 'handed', 'queued'])
    for (const replyClass of ['confirmed', 'soft:5.2.2', 'hard:5.1.1']) {
      await keeper.query(`update jatakk.delivery set state = 'claimed', fence = 1 where campaign_id = $1`, [
        campaign,
      ]);
      await keeper.query(
        `select jatakk.settle_deliveries(array_agg(id), array_agg(fence), array_agg($2::text), array_agg($3::text),
                                         array_agg(0::float8), array_agg(true), 1)
           from jatakk.delivery where campaign_id = $1`,
        [campaign, state, replyClass],
      );
    }
  for (const { id, state } of await states()) expect([before.get(id), 'ended', 'paused']).toContain(state);
  expect((await states()).some(({ id, state }) => state !== before.get(id))).toBe(true);
  expect((await owner.query(answers)).rows).toEqual(answered);
});

async function stateOf(subscription: string): Promise<string> {
  const { rows } = await owner.query<{ state: string }>(
    'select state from jatakk.subscription where id = $1',
    [subscription],
  );
  return rows[0]!.state;
}

async function joinsWithoutYes(address: string) {
  const { house, autumn } = people;
  await house.signsUpTo(autumn, address);
  return until('a confirmation', () => house.sink.to(address)[0]);
}
