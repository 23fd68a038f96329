import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { FormStamp } from '../../src/web/http/form-stamp.js';
import { inputOf, textOf } from '../support/html.js';
import { TestHouse } from '../support/house.js';

const LIST = '/lists/hostprogrammet';
const REGISTER = '/registers/nyhetsbrev';

let house: TestHouse;
let stamps: FormStamp;

beforeAll(async () => {
  house = await TestHouse.open({ env: { FORM_MINIMUM_SECONDS: '2' } });
  await house.setUp();
  const register = await house.makeRegister('nyhetsbrev');
  await house.makeList(register, 'hostprogrammet', 'Høstprogrammet');
  await house.makeList(register, 'familie', 'Barn og familie');
  // Nobody opens what web takes, so that whatever it takes wrongly can be counted.
  await house.stopKeeper();
  stamps = new FormStamp(house.webSecret, 2);
});
afterAll(() => house.close());

const taken = async () => {
  const { rowCount } = await house.database.owner.query('select from jatakk.intake');
  return rowCount;
};
afterEach(async () => {
  expect(await taken()).toBe(0);
});

const secondsAgo = (seconds: number) => stamps.make(Date.now() - seconds * 1000);

const filledIn = (fields: Record<string, string>) => ({
  list: 'hostprogrammet',
  address: 'kari@example.org',
  website: '',
  stamp: secondsAgo(5),
  locale: 'nb',
  ...fields,
});

test.each([
  ['a filled honeypot', { website: 'x' }, 'Skjemaet kom så raskt'],
  ['a form sent at once', { stamp: '' }, 'Skjemaet kom så raskt'],
  ['a tampered stamp', { stamp: 'tampered' }, 'stått åpen så lenge'],
  ['a stamp that nobody signed', { stamp: 'sq0000.' }, 'stått åpen så lenge'],
  ['a stamp older than a day', { stamp: 'old' }, 'stått åpen så lenge'],
])('%s is refused, and what was typed is kept', async (_, fields, words) => {
  const values: Record<string, string> = filledIn(fields);
  if (values.stamp === '') values.stamp = secondsAgo(0);
  if (values.stamp === 'tampered')
    values.stamp = secondsAgo(5).replace(/.$/, (last) => (last === 'A' ? 'B' : 'A'));
  if (values.stamp === 'old') values.stamp = secondsAgo(25 * 3600);
  const answer = await house.visitor.post(REGISTER, values);
  expect(answer.status).toBe(422);
  const page = await answer.text();
  expect(textOf(page)).toContain(words);
  expect(inputOf(page, 'address')).toMatchObject({ value: 'kari@example.org' });
  expect(inputOf(page, 'list', 'hostprogrammet')).toMatchObject({ checked: true });
  expect(inputOf(page, 'list', 'familie')).toMatchObject({ checked: false });
  expect(inputOf(page, 'website')).toMatchObject({ value: '' });
  // What comes back can be sent: the same stamp where only time was lacking, a fresh one where it was no good.
  const next = stamps.read(inputOf(page, 'stamp')!.value, Date.now() + 3000);
  expect(next).toBe('fine');
});

test.each([
  ['', 'Skriv e-postadressen din.'],
  ['kari.example.org', 'mangler krøllalfa'],
  ['kari@@example.org', 'Skriv bare én adresse.'],
  ['kari@example.org, per@example.org', 'Skriv bare én adresse.'],
  ['Kari <kari@example.org>', 'Skriv bare én adresse.'],
  ['"kari"@example.org', 'Skriv bare én adresse.'],
  ['ka ri@example.org', 'Se etter mellomrom'],
  ['.kari@example.org', 'Det som står foran krøllalfa'],
  ['@example.org', 'Det som står foran krøllalfa'],
  ['kari@', 'Det som står etter krøllalfa'],
  ['kari@example', 'Det som står etter krøllalfa'],
  ['kari@[127.0.0.1]', 'Skriv bare én adresse.'],
  ['kari@-example.org', 'Det som står etter krøllalfa'],
  [`${'k'.repeat(65)}@example.org`, 'for lang'],
  [`k@${'example.'.repeat(40)}org`, 'for lang'],
  ['kari\r\nBcc: alle@example.org', 'usynlige eller ulovlige tegn'],
  ['kari\0@example.org', 'usynlige eller ulovlige tegn'],
  ['kari\u200b@example.org', 'usynlige eller ulovlige tegn'],
  ['kari＠example.org', 'usynlige eller ulovlige tegn'],
  ['kari@gmail.com', 'bare eksempeladresser'],
])('the address %j is refused in words', async (address, words) => {
  const answer = await house.visitor.post(LIST, filledIn({ address }));
  expect(answer.status).toBe(422);
  const page = await answer.text();
  expect(textOf(page)).toContain(words);
  expect(page).toContain('aria-invalid="true"');
});

test('a list that is not there, or no longer open, is said rather than left out', async () => {
  const answer = await house.visitor.post(REGISTER, [...Object.entries(filledIn({})), ['list', 'noe-annet']]);
  expect(answer.status).toBe(422);
  const page = await answer.text();
  expect(textOf(page)).toContain('En av listene finnes ikke lenger.');
  expect(inputOf(page, 'list', 'hostprogrammet')).toMatchObject({ checked: true });
  expect((await house.visitor.post('/lists/noe-annet', filledIn({}))).status).toBe(404);
  expect((await house.visitor.post('/registers/noe-annet', filledIn({}))).status).toBe(404);
  expect((await house.visitor.get('/lists/noe-annet')).status).toBe(404);
});

test('a field twice, or one too long, is no form of ours', async () => {
  const twice = await house.visitor.post(LIST, [
    ...Object.entries(filledIn({})),
    ['address', 'per@example.org'],
  ]);
  expect(twice.status).toBe(400);
  expect((await house.visitor.post(LIST, filledIn({ address: 'k'.repeat(1001) }))).status).toBe(400);
  const many = Array.from({ length: 51 }, (): [string, string] => ['list', 'hostprogrammet']);
  expect((await house.visitor.post(LIST, [...Object.entries(filledIn({ list: '' })), ...many])).status).toBe(
    400,
  );
  expect((await house.visitor.post(LIST, filledIn({ other: 'k'.repeat(300_000) }))).status).toBe(413);
});

test('only a form is read', async () => {
  for (const type of ['application/json', 'text/plain', 'application/xml']) {
    const answer = await fetch(house.url + LIST, {
      method: 'POST',
      headers: { 'content-type': type },
      body: JSON.stringify(filledIn({})),
    });
    expect([type, answer.status]).toEqual([type, 415]);
  }
});
