import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type ListIds, TestHouse } from '../support/house.js';
import { leavePath } from '../support/house.js';

const SUBJECT = 'Til begge';

let house: TestHouse;
let news: ListIds;
let tickets: ListIds;
let copy: string;

const pathTo = (list: ListIds, id: string) => `/staff/registers/${list.registerId}/campaigns/${id}`;
const copiesTo = (address: string) =>
  house.sink.to(address).filter(({ parsed }) => parsed.subject === SUBJECT);

beforeAll(async () => {
  house = await TestHouse.open();
  await house.setUp();
  news = await house.makeList(
    await house.makeRegister('nyhetsbrev', 'Nyhetsbrev'),
    'program',
    'Høstprogrammet',
  );
  tickets = await house.makeList(
    await house.makeRegister('billetter', 'Billetter'),
    'kjopere',
    'For billettkjøpere',
  );
  await house.joins(news, 'begge@example.org');
  await house.joins(tickets, 'begge@example.org');
  await house.joins(news, 'nytt@example.org');
  await house.joins(tickets, 'billett@example.org');
});
afterAll(() => house.close());

test('next month’s is begun from this month’s: a copy to the same list carries all that was written', async () => {
  const original = await house.writes(news, 'Forrige måned', '# Hei\n\nDette skjedde.');
  const edit = `${pathTo(news, original)}/edit`;
  await house.staff.submit(edit, pathTo(news, original), {
    language: 'en',
    subject: 'Last month',
    preheader: 'What happened',
    body: '# Hello\n\nThis happened.',
  });
  const answer = await house.staff.submit(pathTo(news, original), `${pathTo(news, original)}/copy`, {
    list: news.listId,
  });
  const made = /campaigns\/([0-9a-f-]{36})/.exec(answer.headers.get('location')!)![1]!;
  expect(made).not.toBe(original);
  const { rows } = await house.database.owner.query(
    'select locale, subject, preheader, body, state, list_id, kind from jatakk.campaign where id = any ($1)',
    [[original, made]],
  );
  expect(rows[1]).toEqual(rows[0]);
  expect(rows[0]).toMatchObject({
    locale: 'en',
    subject: 'Last month',
    preheader: 'What happened',
    state: 'draft',
  });
});

test('a campaign is copied to another register’s list as a draft of its own', async () => {
  const original = await house.sends(news, SUBJECT, '# Hei\n\nDette skjer.');
  await house.isSent(original);
  const page = await house.staff.page(pathTo(news, original));
  expect(page).toContain('Billetter: For billettkjøpere');
  const answer = await house.staff.submit(pathTo(news, original), `${pathTo(news, original)}/copy`, {
    list: tickets.listId,
  });
  const location = answer.headers.get('location')!;
  copy = /campaigns\/([0-9a-f-]{36})/.exec(location)![1]!;
  expect(location).toBe(`${pathTo(tickets, copy)}?done=copied`);
  expect(await house.campaignState(copy)).toBe('draft');
  expect(copiesTo('begge@example.org')).toHaveLength(1);
  expect(await house.staff.page(`${pathTo(tickets, copy)}/edit`)).toContain('Dette skjer.');
});

test('whoever is in both registers gets two, the others one, and nobody gets the other register’s', async () => {
  await house.presses('send', tickets, copy);
  await house.isSent(copy);
  const counts = ['begge', 'nytt', 'billett'].map((name) => copiesTo(`${name}@example.org`).length);
  expect(counts).toEqual([2, 1, 1]);
  expect(await house.deliveries(copy)).toEqual({ accepted: 2 });
});

test('each says which list it is for, and why there may be two', () => {
  const footers = copiesTo('begge@example.org').map(({ parsed }) => parsed.text!.replaceAll('\n', ' '));
  expect(footers[0]).toContain('«Høstprogrammet»');
  expect(footers[1]).toContain('«For billettkjøpere»');
  for (const footer of footers) expect(footer).toContain('samme e-post mer enn én gang');
});

test('the two cannot be matched by what they carry', async () => {
  const [first, second] = copiesTo('begge@example.org');
  expect(leavePath(first!)).not.toBe(leavePath(second!));
  expect(first!.parsed.messageId).not.toBe(second!.parsed.messageId);
  const { rows } = await house.database.owner.query('select id, blind_index, address from jatakk.subscriber');
  const seen = (rows as Record<string, string | Buffer>[]).flatMap((row) => Object.values(row).map(String));
  expect(new Set(seen).size).toBe(seen.length);
});

test('leaving one leaves the other', async () => {
  const [fromNews] = copiesTo('begge@example.org');
  await house.visitor.post(leavePath(fromNews!), { 'List-Unsubscribe': 'One-Click' });
  await house.isSent(await house.sends(news, 'Bare nyheter'));
  await house.isSent(await house.sends(tickets, 'Bare billetter'));
  expect(house.sink.subjectsFor('begge@example.org')).toContain('Bare billetter');
  expect(house.sink.subjectsFor('begge@example.org')).not.toContain('Bare nyheter');
});

test('a copy to a list that does not exist, or is closed, is no copy', async () => {
  const path = pathTo(news, await house.writes(news, 'Ingen steder'));
  const csrf = /name="csrf" value="([^"]+)"/.exec(await house.staff.page(path))![1]!;
  const copyTo = async (to: string) => (await house.staff.post(`${path}/copy`, { csrf, list: to })).status;
  expect(await copyTo('00000000-0000-4000-8000-000000000000')).toBe(404);
  expect(await copyTo('x')).toBe(400);
  const { owner } = house.database;
  await owner.query(`update jatakk.list set state = 'closed' where id = $1`, [tickets.listId]);
  expect(await copyTo(tickets.listId)).toBe(404);
  const { rows } = await owner.query(
    `select count(*)::integer as n from jatakk.campaign where subject = 'Ingen steder'`,
  );
  expect(rows).toEqual([{ n: 1 }]);
});
