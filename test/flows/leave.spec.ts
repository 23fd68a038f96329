import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { randomToken } from '../../src/platform/sealing/link-token.js';
import { inputOf, tagsOf, textOf } from '../support/html.js';
import { leavePath, type ListIds, TestHouse } from '../support/house.js';
import type { SunkMail } from '../support/sink.js';

const ONE_CLICK = { 'List-Unsubscribe': 'One-Click' };

let house: TestHouse;
let autumn: ListIds;
let family: ListIds;

beforeAll(async () => {
  house = await TestHouse.open();
  await house.setUp();
  const register = await house.makeRegister('nyhetsbrev');
  autumn = await house.makeList(register, 'hostprogrammet', 'Høstprogrammet');
  family = await house.makeList(register, 'familie', 'Barn og familie');
});
afterAll(() => house.close());

async function stateOf(mail: SunkMail): Promise<string> {
  const { rows } = await house.database.owner.query(
    'select state from jatakk.subscription where unsubscribe_hash = sha256($1::bytea)',
    [Buffer.from(leavePath(mail).split('/').at(-1)!)],
  );
  return (rows[0] as { state: string }).state;
}

/** As a mailbox provider posts: no cookie, no language, no page before it. */
function oneClick(mail: SunkMail, body: BodyInit, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(house.url + leavePath(mail), { method: 'POST', body, headers, redirect: 'manual' });
}

function multipart(fields: Record<string, string>): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  return form;
}

test.each([
  ['urlencoded', () => new URLSearchParams(ONE_CLICK), {}],
  ['multipart', () => multipart(ONE_CLICK), {}],
  ['from a foreign origin', () => new URLSearchParams(ONE_CLICK), { origin: 'https://mail.example' }],
  ['from an opaque origin', () => multipart(ONE_CLICK), { origin: 'null', 'sec-fetch-site': 'cross-site' }],
  ['asking for JSON', () => new URLSearchParams(ONE_CLICK), { accept: 'application/json' }],
])('one click, %s: 200, gone from that list only, no redirect and no cookie', async (_, body, headers) => {
  const address = `ann-${randomToken().slice(0, 8).replaceAll('_', 'x').replaceAll('-', 'x')}@example.org`;
  const mail = await house.joins(autumn, address);
  const other = await house.joins(family, address);
  const answer = await oneClick(mail, body(), headers);
  expect(answer.status).toBe(200);
  expect(answer.headers.getSetCookie()).toEqual([]);
  expect(await answer.text()).not.toContain('name="undo"');
  expect([await stateOf(mail), await stateOf(other)]).toEqual(['ended', 'confirmed']);
  const again = await oneClick(mail, body(), headers);
  expect(again.status).toBe(200);
  expect(await stateOf(mail)).toBe('ended');
});

test('GET, HEAD, OPTIONS, other methods and wrong bodies change nothing', async () => {
  const mail = await house.joins(autumn, 'bo@example.org');
  for (const method of ['GET', 'HEAD', 'OPTIONS', 'PUT', 'DELETE', 'GET', 'HEAD', 'GET', 'HEAD']) {
    const { status } = await fetch(house.url + leavePath(mail), { method, redirect: 'manual' });
    expect([method, status]).toEqual([method, method === 'GET' || method === 'HEAD' ? 200 : 405]);
  }
  const wrong: [BodyInit, number][] = [
    [new URLSearchParams(), 400],
    [new URLSearchParams({ 'List-Unsubscribe': 'one click' }), 400],
    [new URLSearchParams({ 'list-unsubscribe': 'One-Click' }), 400],
    [new URLSearchParams({ leave: 'no' }), 400],
    [multipart({ other: 'x' }), 400],
    ['List-Unsubscribe=One-Click', 415],
  ];
  for (const [body, status] of wrong) expect((await oneClick(mail, body)).status).toBe(status);
  expect((await fetch(house.url + leavePath(mail), { method: 'POST' })).status).toBe(400);
  expect(await stateOf(mail)).toBe('confirmed');
});

test('the page has one button that works without script, and undoes once', async () => {
  const mail = await house.joins(autumn, 'cia@example.org');
  const page = await house.visitor.page(leavePath(mail));
  expect(tagsOf(page, 'button')).toHaveLength(1);
  expect(page).not.toMatch(/<script|\son\w+=|http-equiv/);
  expect(textOf(page)).toContain('Vil du slutte å få Høstprogrammet?');

  const left = await (await house.visitor.submit(leavePath(mail), leavePath(mail))).text();
  expect(textOf(left)).toContain('Du er meldt av Høstprogrammet');
  expect(await stateOf(mail)).toBe('ended');
  const undo = inputOf(left, 'undo')!.value;

  const wrong = await house.visitor.post('/u/undo', { undo: randomToken() });
  expect(textOf(await wrong.text())).toContain('Det er for sent å angre');
  expect(await stateOf(mail)).toBe('ended');

  for (const press of ['first', 'second']) {
    const back = await house.visitor.post('/u/undo', { undo });
    expect([press, back.status]).toEqual([press, 200]);
    expect(textOf(await back.text())).toContain('Du er med på Høstprogrammet igjen');
    expect(await stateOf(mail)).toBe('confirmed');
  }
  const { rows } = await house.database.owner.query(
    `select answer, method from jatakk.consent_record c join jatakk.subscription s on s.id = c.subscription_id
      where s.unsubscribe_hash = sha256($1::bytea) order by method`,
    [Buffer.from(leavePath(mail).split('/').at(-1)!)],
  );
  expect(rows).toEqual([
    { answer: 'yes', method: 'double-opt-in' },
    { answer: 'no', method: 'link' },
    { answer: 'yes', method: 'undo' },
  ]);

  await oneClick(mail, new URLSearchParams(ONE_CLICK));
  const spent = await house.visitor.post('/u/undo', { undo });
  expect(textOf(await spent.text())).toContain('Det er for sent å angre');
  expect(await stateOf(mail)).toBe('ended');
});

test('after fifteen minutes, or after joining anew, nothing is undone', async () => {
  const mail = await house.joins(autumn, 'dag@example.org');
  const left = await (await house.visitor.submit(leavePath(mail), leavePath(mail))).text();
  const undo = inputOf(left, 'undo')!.value;
  await house.database.owner.query(`update jatakk.leave_undo set until = until - interval '15 minutes'`);
  const late = await house.visitor.post('/u/undo', { undo });
  const page = await late.text();
  expect(textOf(page)).toContain('Det er for sent å angre');
  expect(page).toContain('href="/lists/hostprogrammet?lang=nb"');
  expect(await stateOf(mail)).toBe('ended');

  for (const undo of ['', 'x', 'a'.repeat(100)]) {
    const answer = await house.visitor.post('/u/undo', { undo });
    expect(textOf(await answer.text())).toContain('Det er for sent å angre');
  }
  expect((await house.visitor.post('/u/undo', {})).status).toBe(400);
});

test('a token that nobody has is answered as neutrally, whatever its form', async () => {
  for (const token of [randomToken(), 'x', 'a'.repeat(60)]) {
    const answers = [
      await house.visitor.get(`/u/${token}`),
      await house.visitor.post(`/u/${token}`, ONE_CLICK),
    ];
    for (const answer of answers) {
      expect(answer.status).toBe(200);
      expect(textOf(await answer.text())).toContain('Denne lenken gjelder ikke lenger');
    }
  }
});

test('two hundred one-click posts from one place at once are all answered', async () => {
  const mail = await house.joins(autumn, 'eva@example.org');
  const posts = Array.from({ length: 200 }, () => oneClick(mail, new URLSearchParams(ONE_CLICK)));
  const statuses = (await Promise.all(posts)).map(({ status }) => status);
  expect(new Set(statuses)).toEqual(new Set([200]));
  expect(await stateOf(mail)).toBe('ended');
});
