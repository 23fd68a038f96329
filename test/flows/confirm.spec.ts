import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { randomToken } from '../../src/platform/sealing/link-token.js';
import { tagsOf, textOf } from '../support/html.js';
import { confirmPath, leavePath, type ListIds, TestHouse } from '../support/house.js';
import { HttpClient } from '../support/http-client.js';
import type { SunkMail } from '../support/sink.js';
import { until } from '../support/until.js';

let house: TestHouse;
let list: ListIds;

beforeAll(async () => {
  house = await TestHouse.open();
  await house.setUp();
  list = await house.makeList(await house.makeRegister('nyhetsbrev'), 'hostprogrammet', 'Høstprogrammet');
});
afterAll(() => house.close());

async function asked(address: string): Promise<SunkMail> {
  await house.signsUpTo(list, address);
  return house.confirmationFor(address);
}

const tokenOf = (mail: SunkMail) => Buffer.from(confirmPath(mail).split('/').at(-1)!);

/** Everything that a look could have changed: the subscription, the notice and the ledger. */
async function standing(mail: SunkMail) {
  const { rows } = await house.database.owner.query(
    `select s.*, n.state as notice, (select count(*) from jatakk.consent_record c where c.subscription_id = s.id) as records
       from jatakk.notice n join jatakk.notice_subscription ns on ns.notice_id = n.id
       join jatakk.subscription s on s.id = ns.subscription_id where n.token_hash = sha256($1::bytea)`,
    [tokenOf(mail)],
  );
  return rows[0] as { state: string; notice: string; subscriber_id: string; records: string };
}

async function eightDaysLater(mail: SunkMail): Promise<void> {
  await house.noticesAccepted();
  await house.database.owner.query(
    `update jatakk.notice set handed_at = handed_at - interval '7 days 1 minute',
       accepted_at = accepted_at - interval '7 days 1 minute' where token_hash = sha256($1::bytea)`,
    [tokenOf(mail)],
  );
}

test('GET, HEAD and OPTIONS of the link change nothing; the page has one button and nothing that presses it', async () => {
  const mail = await asked('ann@example.org');
  await house.noticesAccepted();
  const before = await standing(mail);
  expect(before).toMatchObject({ state: 'pending', records: '0' });
  for (const method of ['GET', 'HEAD', 'OPTIONS', 'GET', 'HEAD', 'GET', 'HEAD', 'PUT', 'DELETE', 'PATCH']) {
    await fetch(house.url + confirmPath(mail), { method });
  }
  expect(await standing(mail)).toEqual(before);

  const answer = await house.visitor.get(confirmPath(mail));
  expect(answer.status).toBe(200);
  expect(answer.headers.get('referrer-policy')).toBe('no-referrer');
  expect(answer.headers.get('cache-control')).toBe('no-store');
  const page = await answer.text();
  expect(page).toContain('<meta name="robots" content="noindex"/>');
  expect(tagsOf(page, 'button')).toHaveLength(1);
  expect(tagsOf(page, 'form')).toHaveLength(1);
  expect(page).not.toMatch(/<script|\son\w+=|http-equiv|autofocus/);
  for (const tag of [...tagsOf(page, 'link'), ...tagsOf(page, 'img')])
    expect(tag).toMatch(/(href|src)="\/assets\//);
  expect(textOf(page)).toContain('Nyheter om Høstprogrammet.');
});

test('POST confirms; pressed again or opened later, it says just as kindly that all is well', async () => {
  const mail = await asked('bo@example.org');
  const first = await house.confirms(mail);
  expect(first.status).toBe(200);
  expect(textOf(await first.text())).toContain('Takk. Nå er du med på Høstprogrammet');
  // It tells of the mail's own outcome too.
  await house.noticesAccepted();
  const confirmed = await standing(mail);
  expect(confirmed).toMatchObject({ state: 'confirmed', records: '1' });
  for (const again of [
    await house.visitor.post(confirmPath(mail), {}),
    await house.visitor.get(confirmPath(mail)),
    await new HttpClient(house.url).get(confirmPath(mail)),
  ]) {
    expect(again.status).toBe(200);
    const page = await again.text();
    expect(textOf(page)).toContain('Du er allerede med på Høstprogrammet');
    expect(page).not.toContain('<button');
  }
  expect(await standing(mail)).toEqual(confirmed);
});

test('two presses at the same moment are one yes', async () => {
  const mail = await asked('cia@example.org');
  const answers = await Promise.all([1, 2, 3, 4].map(() => house.visitor.post(confirmPath(mail), {})));
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
  expect(await standing(mail)).toMatchObject({ state: 'confirmed', records: '1' });
});

test('who has left meanwhile is told so, and is not put back by the old link', async () => {
  const mail = await house.joins(list, 'dag@example.org');
  await house.visitor.post(leavePath(mail), { 'List-Unsubscribe': 'One-Click' });
  for (const answer of [
    await house.visitor.get(confirmPath(mail)),
    await house.visitor.post(confirmPath(mail), {}),
  ]) {
    expect(answer.status).toBe(200);
    expect(textOf(await answer.text())).toContain('Du er meldt av Høstprogrammet');
  }
  expect(await standing(mail)).toMatchObject({ state: 'ended' });
});

test('after seven days the link is refused kindly, and everything of the sign-up is forgotten', async () => {
  const mail = await asked('eva@example.org');
  const { subscriber_id: person } = await standing(mail);
  await eightDaysLater(mail);
  for (const answer of [
    await house.visitor.get(confirmPath(mail)),
    await house.visitor.post(confirmPath(mail), {}),
  ]) {
    expect(answer.status).toBe(410);
    const page = await answer.text();
    expect(textOf(page)).toContain('Lenken har gått ut');
    expect(page).toContain('href="/lists/hostprogrammet?lang=nb"');
  }
  expect(await standing(mail)).toMatchObject({ state: 'pending', records: '0' });

  await house.database.owner.query('select jatakk.forget_unconfirmed()');
  expect(await leftOf(person)).toEqual({ people: 0, subscriptions: 0, keys: 0 });
  expect((await house.visitor.get(confirmPath(mail))).status).toBe(404);
});

test('who said no instead of nothing is forgotten after seven days too', async () => {
  const mail = await asked('fay@example.org');
  const { subscriber_id: person } = await standing(mail);
  await house.visitor.submit(leavePath(mail), leavePath(mail));
  expect(await standing(mail)).toMatchObject({ state: 'ended', ended_reason: 'declined' });
  await eightDaysLater(mail);
  await house.database.owner.query('select jatakk.forget_unconfirmed()');
  expect(await leftOf(person)).toEqual({ people: 0, subscriptions: 0, keys: 0 });
});

test('forgetting the unconfirmed leaves alone who confirmed, and who was asked again since', async () => {
  const confirmed = await house.joins(list, 'gry@example.org');
  await eightDaysLater(confirmed);
  const pending = await asked('hal@example.org');
  await eightDaysLater(pending);
  await house.signsUpTo(list, 'hal@example.org');
  const second = await until('a second confirmation', () => house.sink.to('hal@example.org')[1]);
  const people = [await standing(confirmed), await standing(pending)].map((one) => one.subscriber_id);
  await house.database.owner.query('select jatakk.forget_unconfirmed()');
  for (const person of people) {
    expect(await leftOf(person)).toEqual({ people: 1, subscriptions: 1, keys: 1 });
  }
  expect((await house.confirms(second)).status).toBe(200);
});

test.each(['x', 'a'.repeat(42), 'a'.repeat(44), 'a'.repeat(300), `${'a'.repeat(42)}!`, '%', '%00', '%ff'])(
  'a broken token %j is a page that says so, with 404 or 400',
  async (token) => {
    const answer = await house.visitor.get(`/confirm/${token}`);
    expect(answer.status).toBe(/^%(ff)?$/.test(token) ? 400 : 404);
    expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(answer.headers.get('referrer-policy')).toBe('no-referrer');
  },
);

test('a token that nobody has is a 404 with the way to the form, for GET and POST', async () => {
  const path = `/confirm/${randomToken()}`;
  for (const answer of [await house.visitor.get(path), await house.visitor.post(path, {})]) {
    expect(answer.status).toBe(404);
    expect(textOf(await answer.text())).toContain('Vi kjenner ikke denne lenken');
  }
});

async function leftOf(person: string) {
  const { rows } = await house.database.owner.query(
    `select (select count(*) from jatakk.subscriber where id = $1)::integer as people,
            (select count(*) from jatakk.subscription where subscriber_id = $1)::integer as subscriptions,
            (select count(*) from vault.row_key where row_id = $1)::integer as keys`,
    [person],
  );
  return rows[0] as { people: number; subscriptions: number; keys: number };
}
