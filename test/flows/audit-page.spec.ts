import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { colleague } from '../support/colleague.js';
import { textOf } from '../support/html.js';
import { type ListIds, TestHouse } from '../support/house.js';

let house: TestHouse;
let list: ListIds;
let kari: string;

beforeAll(async () => {
  house = await TestHouse.open({ undoSeconds: 300 });
  await house.setUp();
  list = await house.makeList(
    await house.makeRegister('nyhetsbrev', 'Nyhetsbrevlesere'),
    'program',
    'Nyhetsbrev',
  );
  const { rows } = await house.database.owner.query<{ id: string }>('select id from jatakk.staff');
  kari = rows[0]!.id;
});
afterAll(() => house.close());

const log = async (query = '') => textOf(await house.staff.page(`/staff/log${query}`));
/** The sentences of the page's lines, newest first. */
async function lines(query = ''): Promise<string[]> {
  const page = await house.staff.page(`/staff/log${query}`);
  const items = page.split('<ul class="log">').slice(1).join('').split('<li>').slice(1);
  return items.map((item) => textOf(/<p>(.*?)<\/p>/s.exec(item)![1]!).trim());
}

test('tells in sentences who did what, the newest first, in the reader’s language', async () => {
  const campaign = await house.writes(list, 'Høstprogrammet');
  const csrf = /name="csrf" value="([^"]+)"/.exec(await house.staff.page('/staff'))![1]!;
  for (const act of ['pause', 'test'])
    await house.staff.post(`/staff/registers/${list.registerId}/campaigns/${campaign}/${act}`, { csrf });
  expect((await lines()).slice(0, 4)).toEqual([
    'Kari Nordmann sendte seg selv en prøve av «Høstprogrammet» på listen Nyhetsbrev',
    'Kari Nordmann satte utsendingen «Høstprogrammet» på listen Nyhetsbrev på pause',
    'Kari Nordmann skrev et nytt utkast i Markdown i registeret Nyhetsbrevlesere',
    'Kari Nordmann laget en liste i registeret Nyhetsbrevlesere',
  ]);
  expect(await log()).toContain('Det ble ikke noe av: det lot seg ikke gjøre akkurat da.');
  expect((await lines()).at(-1)).toBe('Loggen begynner her');
  await house.staff.submit('/staff', '/staff/language', { locale: 'en' });
  expect((await lines())[0]).toBe('Kari Nordmann chose the language of their pages');
  await house.staff.submit('/staff', '/staff/language', { locale: 'nb' });
});

test('is searched by person, act, register and period, and by all at once', async () => {
  expect(await lines(`?person=${kari}&act=lists.create`)).toEqual([
    'Kari Nordmann laget en liste i registeret Nyhetsbrevlesere',
  ]);
  expect(await lines('?person=operator')).toEqual([
    'Den som drifter huset laget en lenke for å sette opp huset',
    'Loggen begynner her',
  ]);
  const ofRegister = await lines(`?register=${list.registerId}`);
  expect(ofRegister.length).toBeGreaterThan(3);
  expect(ofRegister).not.toContain('Kari Nordmann logget inn');
  const { owner } = house.database;
  await owner.query('alter table jatakk.audit disable trigger user');
  // To noon, so that no midnight lies between them: the first line is as old as the copied database.
  const shift = (
    await owner.query<{ shift: string }>(
      `select (at - date_trunc('day', now()) + interval '39 days 12 hours')::text as shift
         from jatakk.audit where number = 1`,
    )
  ).rows[0]!.shift;
  await owner.query('update jatakk.audit set at = at - $1::interval where number <= 4', [shift]);
  const { rows } = await owner.query<{ day: string }>(
    `select ((at at time zone 'Europe/Oslo')::date + 1)::text as day from jatakk.audit where number = 1`,
  );
  const day = rows[0]!.day;
  expect(await lines(`?to=${day}`)).toHaveLength(4);
  expect((await lines(`?from=${day}`)).at(-1)).toBe('Kari Nordmann laget et register');
  expect(await lines(`?from=${day}&to=${day}`)).toEqual([]);
  const all = `?person=${kari}&act=signed-in&to=${day}&register=`;
  expect(await lines(all)).toEqual(['Kari Nordmann logget inn']);
  await owner.query('update jatakk.audit set at = at + $1::interval where number <= 4', [shift]);
  await owner.query('alter table jatakk.audit enable trigger user');
});

test('has a page for when nothing is found, and takes what is no question for none', async () => {
  expect(await log('?act=went-live')).toContain('Ingen linjer passer');
  const nonsense = '?person=x&act=%27%3B&register=1&from=i+går&to[]=1&before=-4';
  expect(await lines(nonsense)).toEqual(await lines());
});

test('goes back fifty lines at a time, without a gap or a line twice', async () => {
  const { owner } = house.database;
  for (let n = 0; n < 120; n += 1)
    await owner.query(`select jatakk.note_act(null, 'setup-link-made', null, null, null, '{}')`);
  const seen: number[] = [];
  let at: string | undefined = '/staff/log?person=operator';
  while (at !== undefined) {
    const page = await house.staff.page(at);
    const numbers = [...page.matchAll(/>linje (\d+)</g)].map(([, number]) => Number(number));
    expect(numbers.length).toBeLessThanOrEqual(50);
    seen.push(...numbers);
    at = /href="(\/staff\/log\?[^"]*before=[^"]*)"/.exec(page)?.[1]?.replaceAll('&amp;', '&');
  }
  expect(seen).toHaveLength(122);
  expect(seen).toEqual(seen.toSorted((a, b) => b - a));
  expect(new Set(seen).size).toBe(122);
});

test('says how it is kept and what that does not cover, and cannot be taken out as a whole', async () => {
  const page = await log();
  for (const said of ['jatakk audit verify', 'det siste minuttet', 'Tar noen over selve nettstedet'])
    expect(page).toContain(said);
  expect((await house.staff.get('/staff/log', { accept: 'text/csv' })).headers.get('content-type')).toContain(
    'text/html',
  );
});

test('is no page at all for an editor, and their menu does not name it', async () => {
  const editor = await colleague(house);
  expect((await editor.get('/staff/log')).status).toBe(404);
  expect(await editor.page('/staff')).not.toContain('/staff/log');
  expect(await house.staff.page('/staff')).toContain('href="/staff/log"');
});
