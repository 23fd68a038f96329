import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { colleague } from '../support/colleague.js';
import { textOf } from '../support/html.js';
import { TestHouse } from '../support/house.js';
import type { HttpClient } from '../support/http-client.js';
import { InboxAt } from '../support/inbox.js';

let house: TestHouse;
let registerId: string;
let ola: HttpClient;
let inbox: InboxAt;

beforeAll(async () => {
  house = await TestHouse.open();
  await house.setUp();
  registerId = await house.makeRegister('nyhetsbrev', 'Nyhetsbrev');
  await house.makeList(registerId, 'program');
  ola = await colleague(house, { name: 'Ola Svarer', roles: ['correspondent'] });
  inbox = new InboxAt(house, ola, registerId);
});
afterAll(() => house.close());

const owner = async <T extends object>(sql: string, values: unknown[] = []) =>
  (await house.database.owner.query<T>(sql, values)).rows;

/** The first of last month, ISO. */
const LAST = (() => {
  const now = new Date();
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - 1, 1)).toISOString().slice(0, 10);
})();

/** So many conversations of last month, tagged with one theme; their ids. */
async function tagged(theme: string, count: number, month = LAST): Promise<string[]> {
  const rows = await owner<{ id: string }>(
    `with made as (
       insert into jatakk.conversation (id, register_id, automatic, correspondent, since_month)
       select gen_random_uuid(), $1, false, sha256(random()::text::bytea), $4 from generate_series(1, $3) returning id),
     keyed as (insert into vault.row_key (register_id, row_id, key)
       select $1, id, decode(repeat('00', 16), 'hex') from made returning row_id)
     insert into jatakk.conversation_theme (register_id, conversation_id, theme_id)
     select $1, m.id, t.id from made m join jatakk.inbox_theme t on t.register_id = $1 and t.name = $2
     returning conversation_id as id`,
    [registerId, theme, count, month],
  );
  return rows.map(({ id }) => id);
}

const counted = async (month = LAST) => {
  const rows = await owner<{ theme: string | null; count: number | null }>(
    'select theme, count from jatakk.theme_counts($1, $2) order by theme',
    [registerId, month],
  );
  return rows.map(({ theme, count }) => [theme, count]);
};

test('themes of a month that is over are counted from five on; fewer are one number together, or none', async () => {
  expect(await counted()).toEqual([]);
  await tagged('Ros', 4);
  expect(await counted()).toEqual([[null, null]]);
  await tagged('Program', 6);
  expect(await counted()).toEqual([
    ['Program', 6],
    [null, null],
  ]);
  await tagged('Billetter', 1);
  expect(await counted()).toEqual([
    ['Program', 6],
    [null, 5],
  ]);
});

test('a month that goes on has no numbers', async () => {
  const month = `${new Date().toISOString().slice(0, 7)}-01`;
  await tagged('Ros', 9, month);
  expect(await counted(month)).toEqual([]);
  expect(textOf(await ola.page(`/staff/registers/${registerId}/heard/${month.slice(0, 7)}`))).toContain(
    'Temaene telles når måneden er over.',
  );
});

test('what a conversation was about is counted after it is erased, and says no more of it', async () => {
  const before = await counted();
  const [gone] = await tagged('Annet', 5);
  expect(await counted()).toContainEqual(['Annet', 5]);
  await owner('select jatakk.drop_conversation($1, $2)', [registerId, gone]);
  expect(await owner('select 1 from jatakk.conversation where id = $1', [gone])).toEqual([]);
  expect(await counted()).toContainEqual(['Annet', 5]);
  expect(await counted()).toHaveLength(before.length + 1);
});

test('a correspondent writes the page of a month; nobody sees it before it is published, and then everybody does', async () => {
  const path = `/staff/registers/${registerId}/heard/${LAST.slice(0, 7)}`;
  const heard = 'Mange spurte om rullestolplasser <b>på balkongen</b>.';
  expect((await ola.submit(path, path, { heard, did: '' })).status).toBe(303);
  expect((await house.visitor.get('/registers/nyhetsbrev/heard')).status).toBe(404);
  const empty = await ola.submit(path, path, { heard, did: '', published: 'yes' });
  expect([empty.status, textOf(await empty.text())]).toEqual([422, expect.stringContaining('Hva vi gjorde')]);
  const did = 'Vi har satt av to plasser til.';
  expect((await ola.submit(path, path, { heard, did, published: 'yes' })).status).toBe(303);
  const page = await house.visitor.page('/registers/nyhetsbrev/heard');
  expect(page).not.toContain('<b>på');
  for (const words of [heard, did, 'Program 6', 'Andre temaer, færre enn fem hver 5'])
    expect(textOf(page)).toContain(words);
  expect(textOf(await ola.page(`/staff/registers/${registerId}/heard`))).toContain('Vises for alle');
});

test('who saves over another is told, and keeps what they wrote', async () => {
  const path = `/staff/registers/${registerId}/heard/${LAST.slice(0, 7)}`;
  const late = await ola.submit(path, path, { revision: '1', heard: 'Min utgave.', did: 'x' });
  expect([late.status, textOf(await late.text())]).toEqual([
    422,
    expect.stringContaining('Noen andre har lagret siden imens.'),
  ]);
});

test('an administrator without the role finds no such page, nor does anybody a month that is none', async () => {
  expect((await house.staff.get(`/staff/registers/${registerId}/heard`)).status).toBe(404);
  for (const month of ['2999-01', '2026-13', 'x'])
    expect((await ola.get(`/staff/registers/${registerId}/heard/${month}`)).status).toBe(404);
  expect((await house.visitor.get('/registers/finnes-ikke/heard')).status).toBe(404);
  // What it is about is read by the keeper for the privacy page, and is there only from a receiver on.
  await inbox.receives();
});
