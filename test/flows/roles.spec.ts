import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { colleague } from '../support/colleague.js';
import { type ListIds, TestHouse } from '../support/house.js';
import { HttpClient } from '../support/http-client.js';

let house: TestHouse;
let news: ListIds;
let tickets: ListIds;

beforeAll(async () => {
  house = await TestHouse.open({ undoSeconds: 300 });
  await house.setUp();
  const register = await house.makeRegister('abonnenter');
  news = await house.makeList(register, 'nyhetsbrev');
  tickets = await house.makeList(register, 'billetter');
}, 240_000);
afterAll(() => house.close());

const idOf = async (name: string) =>
  (await house.database.owner.query('select id from jatakk.staff where name = $1', [name])).rows[0]
    .id as string;
const grantsOf = async (name: string) =>
  (
    await house.database.owner.query(
      `select g.role || coalesce(' ' || l.slug, case when g.register_id is null then '' else ' register' end) as grant
         from jatakk.grant_now g join jatakk.staff s on s.id = g.staff_id left join jatakk.list l on l.id = g.list_id
        where s.name = $1 order by 1`,
      [name],
    )
  ).rows.map((row) => (row as { grant: string }).grant);
/** An act on a member's page, by the administrator. */
const act = async (name: string, what: string, fields: Record<string, string> = {}) => {
  const page = `/staff/members/${await idOf(name)}`;
  const answer = await house.staff.submit(page, `${page}/${what}`, fields);
  return answer.headers.get('location')?.split('?done=')[1] ?? answer.status;
};
const signIn = (client: HttpClient, address: string, password = 'fem helt andre ord sammen') =>
  client.submit('/staff/sign-in', '/staff/sign-in', { address, password });
const canEnter = async (client: HttpClient) => (await client.get('/staff')).status === 200;

describe('a role', () => {
  let ola: HttpClient;

  test('given for one list opens that list and nothing beside it', async () => {
    ola = await colleague(house, { name: 'Ola Medarbeider', roles: ['viewer'] });
    const place = `${news.registerId}/${news.listId}`;
    expect(await act('Ola Medarbeider', 'grant', { role: 'editor', place })).toBe('member-granted');
    expect(await act('Ola Medarbeider', 'ungrant', { role: 'viewer', place: '' })).toBe('member-granted');
    expect(await grantsOf('Ola Medarbeider')).toEqual(['editor nyhetsbrev']);
  });

  test('that has changed ends every session of whoever holds it', async () => {
    expect(await canEnter(ola)).toBe(false);
    await signIn(ola, 'ola@fjellhallen.example');
    expect(await canEnter(ola)).toBe(true);
  });

  test('shows what it covers: one list, its campaigns, a new one to it', async () => {
    const base = `/staff/registers/${news.registerId}`;
    const pages = [
      await ola.page('/staff'),
      await ola.page(`${base}/lists`),
      await ola.page(`${base}/campaigns/new`),
    ];
    for (const page of pages.slice(1)) expect(page).toContain('nyhetsbrev');
    for (const page of pages) expect(page).not.toContain('billetter');
    expect((await ola.get(`${base}/lists/${tickets.listId}`)).status).toBe(404);
    const answer = await ola.submit(`${base}/campaigns/new/markdown`, `${base}/campaigns`, {
      list: tickets.listId,
      language: 'nb',
      subject: 'Til feil liste',
      preheader: '',
      body: 'Hei',
    });
    expect(answer.status).toBe(422);
  });

  test('that is none, or for a place there is not, is asked for again', async () => {
    for (const fields of [
      { role: 'owner', place: '' },
      { role: 'editor', place: 'elsewhere' },
      { role: 'editor', place: `${news.registerId}/${news.registerId}` },
    ])
      expect(await act('Ola Medarbeider', 'grant', fields)).toBe(422);
  });
});

describe('the last administrator', () => {
  test('can neither lose that role nor be shut out', async () => {
    expect(await act('Kari Nordmann', 'ungrant', { role: 'administrator', place: '' })).toBe(
      'last-administrator',
    );
    expect(await act('Kari Nordmann', 'disable')).toBe('last-administrator');
    expect(await grantsOf('Kari Nordmann')).toContain('administrator');
    expect(await canEnter(house.staff)).toBe(true);
  });

  test('is still one when two take the role from each other at the same moment', async () => {
    const siri = await colleague(house, { name: 'Siri Moe', roles: ['administrator'] });
    const [kariId, siriId] = [await idOf('Kari Nordmann'), await idOf('Siri Moe')];
    const csrf = async (client: HttpClient) =>
      /name="csrf" value="([^"]+)"/.exec(await client.page('/staff'))![1]!;
    const role = { role: 'administrator', place: '' };
    const [ofKari, ofSiri] = [await csrf(house.staff), await csrf(siri)];
    await Promise.all([
      house.staff.post(`/staff/members/${siriId}/ungrant`, { csrf: ofKari, ...role }),
      siri.post(`/staff/members/${kariId}/ungrant`, { csrf: ofSiri, ...role }),
    ]);
    const left = [...(await grantsOf('Kari Nordmann')), ...(await grantsOf('Siri Moe'))];
    expect(left.filter((role) => role === 'administrator')).toHaveLength(1);
    await house.database.owner.query(
      `insert into jatakk.staff_grant (staff_id, role) values ($1, 'administrator') on conflict do nothing`,
      [kariId],
    );
    await signIn(house.staff, 'kari@fjellhallen.example', 'fire ord som ingen gjetter');
  });
});

describe('somebody who leaves', () => {
  test('is signed out, holds nothing, and cannot sign in', async () => {
    const per = await colleague(house, { name: 'Per Ås', roles: ['editor'] });
    expect(await act('Per Ås', 'disable')).toBe('member-disabled');
    expect(await canEnter(per)).toBe(false);
    expect(await grantsOf('Per Ås')).toEqual([]);
    expect((await signIn(new HttpClient(house.url), 'per@fjellhallen.example')).status).toBe(422);
    expect(await house.staff.page('/staff/members')).toMatch(/Per Ås[\s\S]*?Sluttet/);
  });

  test('may be invited again, with other roles', async () => {
    const per = await colleague(house, { name: 'Per Ås', roles: ['viewer'] });
    expect(await canEnter(per)).toBe(true);
    expect(await grantsOf('Per Ås')).toEqual(['viewer']);
  });
});

describe('a deputy', () => {
  test('is named by an approver, approves where they do, and signs in anew', async () => {
    const liv = await colleague(house, { name: 'Liv Dahl', roles: ['viewer'] });
    const answer = await house.staff.submit('/staff/deputy', '/staff/deputy', {
      member: await idOf('Liv Dahl'),
      weeks: '2',
    });
    expect(answer.headers.get('location')).toBe('/staff/deputy?done=deputy-named');
    expect(await grantsOf('Liv Dahl')).toEqual(['approver', 'viewer']);
    expect(await canEnter(liv)).toBe(false);
    await signIn(liv, 'liv@fjellhallen.example');
    expect(await liv.page('/staff/deputy')).toContain('Kari Nordmann');
    expect(await house.staff.page('/staff/members')).toMatch(/Liv Dahl[\s\S]*?godkjenner for Kari Nordmann/);
  });

  test('hands it on to nobody', async () => {
    const liv = new HttpClient(house.url);
    await signIn(liv, 'liv@fjellhallen.example');
    const csrf = /name="csrf" value="([^"]+)"/.exec(await liv.page('/staff'))![1]!;
    const member = await idOf('Per Ås');
    expect((await liv.post('/staff/deputy', { csrf, member, weeks: '1' })).status).toBe(422);
    expect(await grantsOf('Per Ås')).toEqual(['viewer']);
  });

  test('is one until the day is over, and only while the other approves', async () => {
    const { owner } = house.database;
    await owner.query(`update jatakk.staff_grant set until = current_date - 1 where deputy_for is not null`);
    expect(await grantsOf('Liv Dahl')).toEqual(['viewer']);
    await owner.query(`update jatakk.staff_grant set until = current_date where deputy_for is not null`);
    expect(await grantsOf('Liv Dahl')).toEqual(['approver', 'viewer']);
    expect(await act('Kari Nordmann', 'ungrant', { role: 'approver', place: '' })).toBe('member-granted');
    expect(await grantsOf('Liv Dahl')).toEqual(['viewer']);
    expect(await act('Kari Nordmann', 'grant', { role: 'approver', place: '' })).toBe('member-granted');
    expect(await grantsOf('Liv Dahl')).toEqual(['approver', 'viewer']);
  });

  test('is let go by whoever named them', async () => {
    await house.staff.submit('/staff/deputy', '/staff/deputy/end');
    expect(await grantsOf('Liv Dahl')).toEqual(['viewer']);
  });

  test('web as a role of the database gives nobody a role', async () => {
    const web = new pg.Client({ connectionString: house.database.webUrl });
    await web.connect();
    const kari = await idOf('Per Ås');
    for (const statement of [
      `insert into jatakk.staff_grant (staff_id, role) values ('${kari}', 'administrator')`,
      `update jatakk.staff_grant set role = 'administrator'`,
      `delete from jatakk.staff_grant`,
      `insert into jatakk.role_act (role, act) values ('viewer', 'manage-staff')`,
      `update jatakk.staff set state = 'active'`,
      `select jatakk.replace_grants('${kari}', '[{"role": "administrator"}]')`,
    ])
      await expect(web.query(statement)).rejects.toThrow(/permission denied/);
    const refused = await web.query(`select jatakk.set_grants('\\x00', '${kari}', '[]') as outcome`);
    expect(refused.rows).toEqual([{ outcome: 'not-yours' }]);
    expect((await web.query(`select jatakk.grant_first('${kari}') as first`)).rows).toEqual([
      { first: false },
    ]);
    await web.end();
  });
});
