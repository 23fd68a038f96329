import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type pg from 'pg';
import fc from 'fast-check';
import { hashToken, randomToken } from '../../src/platform/sealing/link-token.js';
import { textOf } from '../support/html.js';
import { confirmPath, leavePath } from '../support/house.js';
import { manageLink, presses, standsOn } from '../support/manage.js';
import { exceptions, signInto } from './support/attempt.js';
import { claimFor, sendingCampaign } from './support/deliveries.js';
import { CANARY, openTwoRegisters, subscriptionOf, type TwoRegisters } from './support/two-registers.js';

const PAGES = ['', '/copy', '/object', '/erase'];
const ACTS: Record<string, Record<string, string>> = {
  leave: { list: randomUUID() },
  join: { list: randomUUID(), version: '1', revision: '1' },
  pause: { months: '1' },
  resume: {},
  language: { locale: 'en' },
  empty: { subscription: randomUUID() },
  address: { address: 'tyv@vigga-kanari.example' },
  object: {},
  erase: {},
};

let people: TwoRegisters;
let owner: pg.Client;
let web: pg.Client;
let keeper: pg.Client;

beforeAll(async () => {
  people = await openTwoRegisters();
  owner = people.house.database.owner;
  web = await signInto(people.house.database.webUrl);
  keeper = await signInto(people.house.database.keeperUrl);
});
afterAll(async () => {
  await web.end();
  await keeper.end();
  await people.house.close();
});

/** Everything that is kept of people, but what mails are under way. */
async function everything(): Promise<string> {
  const all: unknown[] = [];
  for (const table of ['subscriber', 'subscription', 'suppression', 'address_change']) {
    const { rows } = await owner.query<{ row: string }>(
      `select x::text as row from jatakk.${table} x order by 1`,
    );
    all.push(table, ...rows.map(({ row }) => row));
  }
  const { rows } = await owner.query('select id, answer, method from jatakk.consent_record order by id');
  return JSON.stringify([...all, rows]);
}

const tokenOf = (link: string) => link.split('/').at(-1)!;
const hashOf = (link: string) => hashToken(tokenOf(link));

test('open what is kept with the link out, a confirmation’s link, or a token that nobody has, on every page and button: 404, and nothing changes', async () => {
  const { house, autumn, ways } = people;
  const confirmation = await house.joins(autumn, 'kanari.dor@vigga-kanari.example');
  const before = await everything();
  for (const token of [ways.autumn, confirmPath(confirmation), randomToken(), 'x'].map(tokenOf)) {
    for (const page of PAGES) {
      const answer = await house.visitor.get(`/manage/${token}${page}`);
      expect([page, answer.status]).toEqual([page, 404]);
      expect(await answer.text()).not.toContain('kanari');
    }
    for (const [act, fields] of Object.entries(ACTS)) {
      const answer = await house.visitor.post(`/manage/${token}/${act}`, fields);
      expect([act, answer.status]).toEqual([act, 404]);
    }
    for (const method of ['GET', 'POST']) {
      const answer = await fetch(`${house.url}/address/${token}`, { method });
      expect([method, answer.status]).toEqual([method, 404]);
    }
  }
  expect(await everything()).toBe(before);
});

test('use a link after its two hours: 410 on every page and button, and nothing changes', async () => {
  const { house } = people;
  const link = await manageLink(house, 'nyhetsbrev', CANARY.autumn);
  await house.noticesAccepted();
  const before = await everything();
  await owner.query(
    `update jatakk.notice set accepted_at = accepted_at - interval '2 hours', handed_at = handed_at - interval '2 hours'
      where token_hash = $1`,
    [hashOf(link)],
  );
  for (const page of PAGES) expect((await house.visitor.get(link + page)).status).toBe(410);
  for (const [act, fields] of Object.entries(ACTS))
    expect([act, (await house.visitor.post(`${link}/${act}`, fields)).status]).toEqual([act, 410]);
  expect(await everything()).toBe(before);
  // The database says so itself, whatever web asks it.
  const { rows } = await web.query('select jatakk.manage_erase($1) as outcome', [hashOf(link)]);
  expect(rows).toEqual([{ outcome: 'unknown' }]);
});

test('look at every page of an open link, with GET and HEAD, as a scanner does: nothing changes', async () => {
  const { house, autumn } = people;
  await house.joins(autumn, 'kanari.ser@vigga-kanari.example');
  const link = await manageLink(house, 'nyhetsbrev', 'kanari.ser@vigga-kanari.example');
  // What has just been said is entered first.
  await house.answersEntered();
  const before = await everything();
  for (const page of PAGES)
    for (const method of ['GET', 'HEAD'])
      expect((await fetch(house.url + link + page, { method })).status).toBe(200);
  for (const act of ['leave', 'join', 'pause', 'resume', 'language', 'empty', 'address'])
    expect([act, (await house.visitor.get(`${link}/${act}`)).status]).toEqual([act, 405]);
  expect(await everything()).toBe(before);
});

test('press another site’s button that posts to an open link: forbidden, nothing changes', async () => {
  const { house, autumn } = people;
  await house.joins(autumn, 'kanari.kryss@vigga-kanari.example');
  const link = await manageLink(house, 'nyhetsbrev', 'kanari.kryss@vigga-kanari.example');
  const answer = await house.visitor.post(`${link}/erase`, {}, { origin: 'https://evil.example' });
  expect(answer.status).toBe(403);
  expect((await house.visitor.get(link)).status).toBe(200);
});

test('with one’s own link: act on lists of another register and subscriptions of others, by their ids: nothing of theirs changes', async () => {
  const { house, autumn, family, tickets } = people;
  await house.joins(autumn, 'kanari.meg@vigga-kanari.example');
  const link = await manageLink(house, 'nyhetsbrev', 'kanari.meg@vigga-kanari.example');
  const theirs = await subscriptionOf(people, tickets, CANARY.both);
  const other = await subscriptionOf(people, family, CANARY.family);
  const before = await everything();
  const attempts: [string, Record<string, string>, string][] = [
    ['leave', { list: tickets.listId }, 'nothing'],
    ['leave', { list: family.listId }, 'nothing'],
    ['leave', { list: theirs.id }, 'nothing'],
    ['join', { list: tickets.listId, version: '1', revision: '1' }, 'other-words'],
    ['empty', { subscription: theirs.id }, 'nothing'],
    ['empty', { subscription: other.id }, 'nothing'],
  ];
  for (const [act, fields, did] of attempts)
    expect([act, (await presses(house, link, act, fields)).did]).toEqual([act, did]);
  expect(await everything()).toBe(before);
  // Nor when web itself is the attacker's: the database looks at the link.
  const joined = await web.query(
    `select jatakk.manage_join($1, $2, 1, 1, 'nb', null, null, null) as outcome`,
    [hashOf(link), tickets.listId],
  );
  expect(joined.rows).toEqual([{ outcome: 'nothing' }]);
  expect(await everything()).toBe(before);
  for (const path of [link, `${link}/copy`]) {
    const page = await house.visitor.page(path);
    for (const address of Object.values(CANARY)) expect(page).not.toContain(address);
    expect(textOf(page)).not.toContain('Billettnytt');
  }
});

test('bring somebody onto a list as web alone, or as keeper alone, with an open link: no yes comes of it', async () => {
  const { house, autumn, family } = people;
  await house.joins(autumn, 'kanari.alene@vigga-kanari.example');
  const link = await manageLink(house, 'nyhetsbrev', 'kanari.alene@vigga-kanari.example');
  const { subscriberId } = await subscriptionOf(people, autumn, 'kanari.alene@vigga-kanari.example');
  const say = `select jatakk.manage_join($1, $2, 1, 1, 'nb', null, null, null) as outcome`;
  expect((await web.query(say, [hashOf(link), family.listId])).rows).toEqual([{ outcome: 'nothing' }]);
  const attempts = [
    `select jatakk.manage_join('\\x00', '${family.listId}', 1, 1, 'nb', null, null, null)`,
    `select jatakk.confirm_address_change('\\x00')`,
    `update jatakk.subscription set state = 'confirmed'`,
    `update jatakk.subscriber set address = ''`,
    `update jatakk.address_change set own = ''`,
  ];
  expect(await exceptions(keeper, attempts, 'permission denied')).toEqual([]);
  expect(
    await exceptions(
      web,
      [
        `select * from jatakk.open_manage('\\x00')`,
        `select * from jatakk.open_manage_records('\\x00')`,
        `select * from jatakk.open_address_change('\\x00')`,
        `select jatakk.prepare_address_change('\\x00', '', 1)`,
        `select jatakk.erase_subscriber('${autumn.registerId}', '${subscriberId}')`,
        `select jatakk.store_manage_notice('${autumn.registerId}', '${subscriberId}', 'nb')`,
      ],
      'permission denied',
    ),
  ).toEqual([]);
  expect(await standsOn(house, family, subscriberId)).toBe('none');
});

test('erase from two pages in the same moment: both are told so, once it is done, and nothing is left', async () => {
  const { house, autumn } = people;
  const address = 'kanari.to@vigga-kanari.example';
  await house.joins(autumn, address);
  const { subscriberId } = await subscriptionOf(people, autumn, address);
  const link = await manageLink(house, 'nyhetsbrev', address);
  const answers = await Promise.all(Array.from({ length: 6 }, () => presses(house, link, 'erase')));
  expect(answers.filter(({ status }) => status === 200).length).toBeGreaterThanOrEqual(1);
  expect(answers.every(({ status }) => status === 200 || status === 404)).toBe(true);
  const { rows } = await owner.query(
    `select (select count(*)::integer from jatakk.subscriber where id = $1) as people,
            (select count(*)::integer from jatakk.subscription where subscriber_id = $1) as subscriptions,
            (select count(*)::integer from vault.row_key where row_id = $1) as keys`,
    [subscriberId],
  );
  expect(rows).toEqual([{ people: 0, subscriptions: 0, keys: 0 }]);
});

test('erase while a message to that person is in the keeper’s hands: it does not pass the gate', async () => {
  const { house, autumn } = people;
  const address = 'kanari.gate@vigga-kanari.example';
  await house.joins(autumn, address);
  const { id } = await subscriptionOf(people, autumn, address);
  const link = await manageLink(house, 'nyhetsbrev', address);
  await house.stopKeeper();
  const held = await claimFor(people, await sendingCampaign(people, autumn, 'For sent'), id);
  expect((await presses(house, link, 'erase')).status).toBe(200);
  const { rows } = await keeper.query<{ verdict: string }>(
    'select verdict from jatakk.gate(array[$1]::uuid[], array[$2]::bigint[])',
    [held.id, held.fence],
  );
  expect(rows).toEqual([{ verdict: 'skip:erased' }]);
  // Erasing needs no keeper: it works while there is none.
  await house.startKeeper();
});

test('ask with addresses that are known, unknown, objected and left: one answer, to the byte', async () => {
  const { house } = people;
  const page = '/preferences/nyhetsbrev';
  const answerTo = async (address: string) => {
    const response = await house.visitor.submit(page, page, { address });
    return [response.status, (await response.text()).replaceAll(address, '…')];
  };
  const answers = [];
  for (const address of [CANARY.family, CANARY.left, CANARY.pending, 'kanari.ukjent@vigga-kanari.example'])
    answers.push(await answerTo(address));
  for (const answer of answers) expect(answer).toEqual(answers[0]);
});

test('send forms made of noise to every button of an open link: 4xx or a way back, never 5xx, and the person stays', async () => {
  const { house, autumn } = people;
  const address = 'kanari.stoy@vigga-kanari.example';
  await house.joins(autumn, address);
  const { subscriberId } = await subscriptionOf(people, autumn, address);
  const link = await manageLink(house, 'nyhetsbrev', address);
  const acts = ['leave', 'join', 'pause', 'language', 'empty', 'address'];
  const names = fc.constantFrom(
    'list',
    'version',
    'revision',
    'months',
    'locale',
    'subscription',
    'address',
    '__proto__',
  );
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...acts),
      fc.array(fc.tuple(names, fc.string({ unit: 'binary', maxLength: 60 })), { maxLength: 4 }),
      async (act, fields) => {
        const { status } = await house.visitor.post(`${link}/${act}`, fields);
        expect([303, 400, 413, 422]).toContain(status);
      },
    ),
    { numRuns: 60 },
  );
  expect(await standsOn(house, autumn, subscriberId)).toBe('confirmed');
});

test('leave takes no more presses than joining: a link that has come, one button', async () => {
  const { house, autumn } = people;
  const mail = await house.joins(autumn, 'kanari.trykk@vigga-kanari.example');
  const buttons = (html: string) => html.match(/<button /g)?.length ?? 0;
  const joining = buttons(await house.visitor.page(`/lists/${autumn.slug}`)) + 1;
  expect(buttons(await house.visitor.page(leavePath(mail)))).toBeLessThanOrEqual(joining);
  const link = await manageLink(house, 'nyhetsbrev', 'kanari.trykk@vigga-kanari.example');
  // On one's own page too: one press and it has ended.
  expect((await presses(house, link, 'leave', { list: autumn.listId })).did).toBe('left');
});
