import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { NoteFacts } from '../../src/keeper/note-facts.service.js';
import { textOf } from '../support/html.js';
import { type ListIds, TestHouse } from '../support/house.js';

let house: TestHouse;
let list: ListIds;

const owner = (statement: string, parameters: unknown[] = []) =>
  house.database.owner.query(statement, parameters);

beforeAll(async () => {
  house = await TestHouse.open();
  await house.setUp();
  list = await house.makeList(await house.makeRegister('nyhetsbrev', 'Nyhetsbrev'), 'program', 'Programmet');
  await house.joins(list, 'anna@example.com');
  const id = await house.sends(list, 'Oktober');
  await house.isSent(id);
  await owner(
    `update jatakk.campaign set started_at = date_trunc('month', now()) - interval '10 days' where id = $1`,
    [id],
  );
  await owner(`update jatakk.purpose_text set published_on = current_date - 70 where list_id = $1`, [
    list.listId,
  ]);
  await owner(
    `select jatakk.publish_words($1, $2, 2, 1, '[{"locale":"nb","text":"Nytt formål.","frequency":"Sjelden."}]')`,
    [list.registerId, list.listId],
  );
  await house.keeper!.get(NoteFacts).note();
});
afterAll(() => house.close());

test.each([
  [
    'nb',
    [
      'Åpenhet om Programmet',
      'Nytt formål.',
      'En tidligere utgave',
      'Utgave 1.1',
      'færre enn 20',
      'Kontroller en kvittering',
    ],
  ],
  ['nn', ['Openheit om Programmet', 'Ei tidlegare utgåve', 'Kontroller ei kvittering']],
  ['en', ['Openness about Programmet', 'One earlier version', 'fewer than 20', 'Check a receipt']],
])('the page tells in %s what anybody may know', async (lang, words) => {
  const answer = await house.visitor.get(`/lists/program/transparency?lang=${lang}`);
  expect(answer.headers.get('cache-control')).toBe('public, max-age=300');
  expect(answer.headers.get('vary')).toContain('accept-language');
  const page = await answer.text();
  expect(page).toContain(`<html lang="${lang}">`);
  for (const word of words) expect(textOf(page)).toContain(word);
});

test('the same stands beside it for programs, and where they find it', async () => {
  const answer = await house.visitor.get('/.well-known/jatakk');
  expect([answer.headers.get('content-type'), answer.headers.get('cache-control')]).toEqual([
    'application/json; charset=utf-8',
    'public, max-age=300',
  ]);
  const { lists } = (await answer.json()) as { lists: { name: string; transparency: string }[] };
  expect(lists).toEqual([
    { name: 'Programmet', state: 'open', transparency: `${house.url}/lists/program/transparency.json` },
  ]);
  const data = await fetch(lists[0]!.transparency);
  expect(data.headers.get('content-type')).toBe('application/json; charset=utf-8');
  const read = (await data.json()) as { months: { mailings: number }[]; ledger: { allHeads: string } };
  expect(read).toMatchObject({
    format: 'jatakk transparency v1',
    list: { slug: 'program', pairsOfEyes: 1 },
    changed: new Date().toISOString().slice(0, 10),
    purposes: [
      { version: 2, words: { nb: { text: 'Nytt formål.' } } },
      { version: 1, words: { nb: { text: 'Nyheter om Programmet.' } } },
    ],
    subscribers: { months: [{ fewerThan: 20 }] },
    relays: [],
  });
  expect(read.months[0]).toMatchObject({ mailings: 1, left: { fewerThan: 5 } });
  expect((await fetch(read.ledger.allHeads)).status).toBe(200);
});

test('the privacy page leads there, and a list that is not there has none', async () => {
  expect(await house.visitor.page('/personvern')).toContain('href="/lists/program/transparency');
  for (const path of ['/lists/annet/transparency', '/lists/annet/transparency.json'])
    expect((await house.visitor.get(path)).status).toBe(404);
});

test('before anybody has set the house up there is nothing to tell', async () => {
  const other = await TestHouse.open({ withoutKeeper: true });
  try {
    for (const path of ['/.well-known/jatakk', '/lists/program/transparency', '/personvern'])
      expect((await fetch(other.url + path)).status).toBe(404);
  } finally {
    await other.close();
  }
});
