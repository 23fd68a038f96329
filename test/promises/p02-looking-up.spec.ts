import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import type pg from 'pg';
import { formTo } from '../../src/cli/demo/form-to.js';
import { hashToken, randomToken } from '../../src/platform/sealing/link-token.js';
import { AskWindow } from '../../src/registers/ask-window.service.js';
import { colleague } from '../support/colleague.js';
import { HttpClient } from '../support/http-client.js';
import type { ListIds } from '../support/house.js';
import { looksUp, pressesOn, REASON } from '../support/looked-up.js';
import { exceptions, signInto } from './support/attempt.js';
import { dumpAll } from './support/dump.js';
import { hitsIn, needlesFor, needlesForToken } from './support/needles.js';
import { CANARY, openTwoRegisters, subscriptionOf, type TwoRegisters } from './support/two-registers.js';

let people: TwoRegisters;
let owner: pg.Client;
let web: pg.Client;
let keeper: pg.Client;
let staff: HttpClient;

beforeAll(async () => {
  people = await openTwoRegisters();
  const { database } = people.house;
  owner = database.owner;
  web = await signInto(database.webUrl);
  keeper = await signInto(database.keeperUrl);
  staff = people.house.staff;
});
afterAll(async () => {
  await web.end();
  await keeper.end();
  await people.house.close();
});
beforeEach(() => owner.query('delete from jatakk.record_look'));

const ACTS = ['show', 'end', 'link', 'print', 'erase', 'erase/now'];

/** What a press brings, of somebody that the administrator has just looked up. */
async function held(address: string = CANARY.autumn, at: ListIds = people.autumn, as = staff) {
  const page = await (await looksUp(as, at, address)).text();
  return { page, fields: formTo(page, '/staff/look-up/print').hidden };
}

/** The answers to every act with these fields; with whichever token the session has. */
async function everyAct(fields: Record<string, string>, as = staff, subscription: string = randomUUID()) {
  const { csrf } = formTo(await as.page('/staff'), '/staff/sign-out').hidden;
  const answers = [];
  for (const act of ACTS) {
    const answer = await as.post(`/staff/look-up/${act}`, { ...fields, subscription, csrf: csrf! });
    answers.push({ act, status: answer.status, text: await answer.text() });
  }
  return answers;
}

const statuses = (answers: readonly { status: number }[]) => answers.map(({ status }) => status);

/** The state of the canaries' subscriptions to the newsletter, and how many links have been asked for. */
async function untouched() {
  const { rows } = await owner.query(
    `select (select array_agg(s.state order by s.id) from jatakk.subscription s) as states,
            (select count(*)::integer from jatakk.subscriber) as people,
            (select count(*)::integer from jatakk.notice where kind = 'manage') as links,
            (select count(*)::integer from jatakk.rights_request) as requests,
            (select array_agg(l.act order by l.at) from jatakk.record_look l) as acts`,
  );
  return rows[0] as { acts: string[] | null };
}

test('look somebody up, end, send, print or erase as web: permission denied', async () => {
  const four = `'\\x00', gen_random_uuid(), '\\x00', '\\x00'`;
  const attempts = [
    `select * from jatakk.look_up('\\x00', gen_random_uuid(), '\\x00', '{}', 'fordi', '\\x00')`,
    `select * from jatakk.show_held(${four}, '{}')`,
    `select * from jatakk.records_of_held(${four})`,
    `select jatakk.end_held(${four}, gen_random_uuid())`,
    `select jatakk.send_link_to_held(${four})`,
    `select jatakk.erase_held(${four})`,
    `select * from jatakk.held_person(${four}, true)`,
    `select * from jatakk.standing_of(gen_random_uuid(), gen_random_uuid(), '{}')`,
    `select jatakk.write_look(gen_random_uuid(), gen_random_uuid(), 'fordi', 'look')`,
    'select * from jatakk.looked_up',
    'delete from jatakk.looked_up',
    `update jatakk.looked_up set until = 'infinity'`,
    `insert into jatakk.looked_up values ('\\x00', '\\x00', gen_random_uuid(), gen_random_uuid(), 'fordi', 0, now())`,
    'delete from jatakk.record_look',
    `update jatakk.record_look set at = at - interval '1 day'`,
  ];
  expect(await exceptions(web, attempts, 'permission denied')).toEqual([]);
});

test('read who was looked up, lengthen it, or act without its checks as keeper: permission denied', async () => {
  const attempts = [
    'select handle_hash from jatakk.looked_up',
    'select subscriber_id from jatakk.looked_up',
    `update jatakk.looked_up set until = 'infinity'`,
    `select * from jatakk.held_person('\\x00', gen_random_uuid(), '\\x00', '\\x00', true)`,
    `select * from jatakk.standing_of(gen_random_uuid(), gen_random_uuid(), '{}')`,
    `select jatakk.write_look(gen_random_uuid(), gen_random_uuid(), 'fordi', 'look')`,
    `update jatakk.record_look set at = at - interval '1 day'`,
  ];
  expect(await exceptions(keeper, attempts, 'permission denied')).toEqual([]);
});

test('press with a handle from a colleague’s page, or from one’s own page in another browser: over, and nothing was done', async () => {
  const { fields } = await held();
  const { id } = await subscriptionOf(people, people.autumn, CANARY.autumn);
  const before = await untouched();
  const ola = await colleague(people.house, { name: 'Ola Officer', roles: ['privacy-officer'] });
  const again = new HttpClient(people.house.url);
  await again.submit('/staff/sign-in', '/staff/sign-in', {
    address: 'kari@fjellhallen.example',
    password: 'fire ord som ingen gjetter',
  });
  for (const other of [ola, again])
    expect(statuses(await everyAct(fields, other, id))).toEqual(ACTS.map(() => 410));
  expect(await untouched()).toEqual(before);
  expect((await pressesOn(staff, (await held()).page, 'print')).status).toBe(200);
});

test('press a quarter of an hour later: over, and nothing was done', async () => {
  const { fields } = await held();
  const { id } = await subscriptionOf(people, people.autumn, CANARY.autumn);
  const before = await untouched();
  await owner.query(`update jatakk.looked_up set until = clock_timestamp() - interval '1 second'`);
  expect(statuses(await everyAct(fields, staff, id))).toEqual(ACTS.map(() => 410));
  expect(await untouched()).toEqual(before);
});

test('press after signing out, or after the role was taken, straight at the window: over, and nothing was done', async () => {
  const ola = await colleague(people.house, { name: 'Pia Officer', roles: ['privacy-officer'] });
  const { rows } = await owner.query<{ token_hash: Buffer }>(
    `select x.token_hash from jatakk.staff_session x join jatakk.staff s on s.id = x.staff_id where s.name = 'Pia Officer'`,
  );
  const proof = rows[0]!.token_hash;
  const { fields } = await held(CANARY.autumn, people.autumn, ola);
  const { register: ringId, handle, address } = fields as Record<'register' | 'handle' | 'address', string>;
  const window = people.house.web.get(AskWindow);
  const ask = (act: string) => window.ask({ act, ringId, proof, content: { handle, address } });
  expect(await ask('show-held')).toMatchObject({ verdict: 'answered' });
  const before = await untouched();
  const roles = (from: string, to: string) =>
    owner.query(
      `update jatakk.staff_grant g set role = $2 from jatakk.staff s
        where s.id = g.staff_id and s.name = 'Pia Officer' and g.role = $1`,
      [from, to],
    );
  await roles('privacy-officer', 'viewer');
  for (const act of ['show-held', 'send-link', 'print-records', 'erase-held'])
    expect([act, await ask(act)]).toEqual([act, { verdict: 'over' }]);
  await roles('viewer', 'privacy-officer');
  await ola.submit('/staff', '/staff/sign-out');
  expect(await ask('erase-held')).toEqual({ verdict: 'over' });
  expect(await untouched()).toEqual(before);
  expect((await owner.query('select from jatakk.looked_up where session_hash = $1', [proof])).rowCount).toBe(
    0,
  );
});

test('press with the handle and another person’s address, in another register, or with a handle of one’s own making: over', async () => {
  const { fields } = await held(CANARY.both);
  const { id } = await subscriptionOf(people, people.family, CANARY.family);
  const before = await untouched();
  const wrong: Record<string, string>[] = [
    { address: CANARY.family },
    { address: '' },
    { address: '%' },
    { register: people.tickets.registerId },
    { handle: randomToken() },
    { handle: '' },
    { handle: `${fields.handle}'` },
  ];
  for (const others of wrong)
    expect([others, statuses(await everyAct({ ...fields, ...others }, staff, id))]).toEqual([
      others,
      ACTS.map(() => 410),
    ]);
  expect(await untouched()).toEqual(before);
});

test('end somebody else’s subscription with the handle of the one looked up, or one of theirs in another register: nothing', async () => {
  const { page } = await held(CANARY.both);
  const theirs = await subscriptionOf(people, people.family, CANARY.family);
  const elsewhere = await subscriptionOf(people, people.tickets, CANARY.both);
  const before = await untouched();
  for (const { id } of [theirs, elsewhere]) {
    const answer = await pressesOn(staff, page, 'end', { subscription: id });
    expect(await answer.text()).toContain('Det var alt avsluttet. Ingenting er endret.');
  }
  expect(await untouched()).toEqual(before);
});

test('use a handle for a twenty-first act: over', async () => {
  const { page } = await held();
  for (let press = 0; press < 20; press += 1)
    expect((await pressesOn(staff, page, 'end', { subscription: randomUUID() })).status).toBe(200);
  expect((await pressesOn(staff, page, 'print')).status).toBe(410);
});

test('look, or press, in register B as an officer of register A: 404, byte for byte as for a register that is not', async () => {
  const ola = await colleague(people.house, { name: 'Rut Officer', roles: ['privacy-officer'] });
  await owner.query(
    `update jatakk.staff_grant g set register_id = $1 from jatakk.staff s where s.id = g.staff_id and s.name = 'Rut Officer'`,
    [people.autumn.registerId],
  );
  expect(await ola.page('/staff/look-up')).not.toContain(people.tickets.registerId);
  const { fields } = await held(CANARY.both, people.autumn, ola);
  const before = await untouched();
  const inRegister = async (register: string) => {
    const look = await ola.post('/staff/look-up', {
      register,
      address: CANARY.both,
      reason: REASON,
      csrf: fields.csrf!,
    });
    return [
      { act: 'look', status: look.status, text: await look.text() },
      ...(await everyAct({ ...fields, register }, ola)),
    ];
  };
  const theirs = await inRegister(people.tickets.registerId);
  expect(statuses(theirs)).toEqual(theirs.map(() => 404));
  expect(theirs).toEqual(await inRegister(randomUUID()));
  expect(await untouched()).toEqual(before);
});

test('ask the keeper for register B as an officer of A, past the pages: forbidden, and nobody is found', async () => {
  const { rows } = await owner.query<{ token_hash: Buffer }>(
    `select x.token_hash from jatakk.staff_session x join jatakk.staff s on s.id = x.staff_id where s.name = 'Rut Officer'`,
  );
  const ask = (ringId: string, proof: Buffer) =>
    people.house.web
      .get(AskWindow)
      .ask({ act: 'look-up', ringId, proof, content: { address: CANARY.both, reason: REASON } });
  const { token_hash: proof } = rows[0]!;
  expect(await ask(people.autumn.registerId, proof)).toMatchObject({ verdict: 'answered' });
  expect(await ask(people.tickets.registerId, proof)).toEqual({ verdict: 'forbidden' });
  expect(await ask(people.autumn.registerId, hashToken(randomToken()))).toEqual({ verdict: 'forbidden' });
});

test('guess addresses one after the other: twenty are answered, the twenty-first is not, and all are written down', async () => {
  const answers: number[] = [];
  for (let guess = 0; guess < 21; guess += 1)
    answers.push((await looksUp(staff, people.autumn, `gjett${guess}@vigga-kanari.example`)).status);
  expect(answers).toEqual([...Array.from({ length: 20 }, () => 200), 429]);
  expect((await looksUp(staff, people.tickets, CANARY.both)).status).toBe(429);
  expect((await untouched()).acts).toHaveLength(20);
});

test.each([
  '%@vigga-kanari.example',
  '*@vigga-kanari.example',
  '_anari.host@vigga-kanari.example',
  'kanari@vigga-kanari.example',
  'kanari.host@vigga-kanari',
  '@vigga-kanari.example',
  'kanari.host',
  '',
  "' or ''='",
  'kanari.gul@fjell-kanari.example',
  `${CANARY.autumn}, ${CANARY.family}`,
])('look for part of an address, a pattern or several («%s»): nobody is shown', async (typed) => {
  const answer = await looksUp(staff, people.autumn, typed);
  const text = await answer.text();
  expect([200, 422]).toContain(answer.status);
  if (answer.status === 200) expect(text).toContain('Ingen har den adressen her');
  expect(text).not.toContain('/staff/look-up/');
});

test('search the database, as its owner, for an address or a handle while somebody is looked up: 0 hits', async () => {
  const { page, fields } = await held(CANARY.both);
  await pressesOn(staff, page, 'print');
  await pressesOn(staff, page, 'link');
  await looksUp(staff, people.autumn, 'kanari.ukjent@vigga-kanari.example');
  await looksUp(staff, people.autumn, CANARY.both, `på vegne av ${CANARY.both}`);
  const rows = (await dumpAll(owner)).map(({ table, columns }) => `${table} ${JSON.stringify(columns)}`);
  expect(rows.some((row) => row.includes('looked_up'))).toBe(true);
  const needles = [...needlesFor('kanari'), ...needlesForToken(fields.handle!)];
  expect(hitsIn(Buffer.from(rows.join('\n')), needles)).toBe(0);
});

test('look at any page of staff after that, in any language: no address', async () => {
  for (const path of ['/staff/look-up', '/staff/privacy', '/staff', '/staff?lang=en'])
    expect([path, (await staff.page(path)).includes('kanari')]).toEqual([path, false]);
});
