import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { formTo } from '../../src/cli/demo/form-to.js';
import { tagsOf, textOf, unescapeHtml } from '../support/html.js';
import { type ListIds, TestHouse } from '../support/house.js';

const NAME = 'Fornavn';
const WHY = 'Da kan vi hilse på deg med navn.';
const HOSTILE = `<b>"Å's" & {{7*7}} =HYPERLINK(1)`;

let house: TestHouse;
let list: ListIds;
let other: ListIds;
let question: string;

const asked = (name: string) => ({
  name,
  label_nb: NAME,
  why_nb: WHY,
  label_en: 'First name',
  why_en: 'Then we can greet you by name.',
});
const questions = (of = list) => `/staff/registers/${of.registerId}/lists/${of.listId}/questions`;
const asks = (name: string, of = list) => house.staff.submit(questions(of), questions(of), asked(name));

/** Signs up, answers, and confirms. */
async function joinsAs(address: string, answer: string): Promise<void> {
  const path = `/lists/${list.slug}`;
  const response = await house.visitor.submit(path, path, { address, [`answer-${question}`]: answer });
  expect(response.status).toBe(200);
  await house.confirms(await house.confirmationFor(address, list));
}

beforeAll(async () => {
  house = await TestHouse.open();
  await house.setUp();
  const register = await house.makeRegister('nyhetsbrev', 'Nyhetsbrev');
  list = await house.makeList(register, 'hostprogrammet', 'Høstprogrammet');
  other = await house.makeList(register, 'familie', 'Barn og familie');
  expect((await asks('fornavn')).status).toBe(303);
  const page = await house.visitor.page(`/lists/${list.slug}`);
  question = /name="answer-([0-9a-f-]{36})"/.exec(page)![1]!;
});
afterAll(() => house.close());

describe('asking', () => {
  test('the form explains the question and that nobody need answer', async () => {
    const text = textOf(await house.visitor.page(`/lists/${list.slug}`));
    expect(text).toContain(`${NAME} (valgfritt)`);
    expect(text).toContain(`${WHY} Svarer du ikke, får du akkurat det samme.`);
    expect(textOf(await house.visitor.page(`/lists/${list.slug}?lang=en`))).toContain(
      'First name (optional)',
    );
    expect(textOf(await house.visitor.page(`/lists/${other.slug}`))).not.toContain('valgfritt');
    const several = await house.visitor.page('/registers/nyhetsbrev');
    expect(tagsOf(several, 'input').filter((tag) => tag.includes(`answer-${question}`))).toHaveLength(1);
  });

  test('the form for another site has it too', async () => {
    const page = await house.staff.page(`/staff/registers/${list.registerId}/lists/${list.listId}`);
    const snippet = unescapeHtml(/<textarea[^>]*id="snippet"[^>]*>([\s\S]*?)<\/textarea>/.exec(page)![1]!);
    expect(snippet).toContain(`name="answer-${question}"`);
    expect(formTo(snippet, `${house.url}/lists/${list.slug}`).hidden).toMatchObject({ list: list.slug });
  });

  test('a name twice, or one that is none, is refused with a sentence; a fourth question, by page and database', async () => {
    expect(textOf(await (await asks('fornavn')).text())).toContain('har alt et spørsmål med dette navnet');
    expect((await asks('For navn')).status).toBe(422);
    const third = await house.makeList(list.registerId, 'full', 'Full');
    for (const name of ['a', 'b', 'c']) expect((await asks(name, third)).status).toBe(303);
    expect(textOf(await house.staff.page(questions(third)))).toContain('Listen spør om tre ting.');
    const { hidden } = formTo(await house.staff.page(questions(third)), '/staff/sign-out');
    const fourth = await house.staff.post(questions(third), { ...hidden, ...asked('d') });
    expect(fourth.status).toBe(422);
    const web = new pg.Client({ connectionString: house.database.webUrl });
    await web.connect();
    for (const position of [0, 1, 4])
      await expect(
        web.query(`insert into jatakk.list_field values (gen_random_uuid(), $1, $2, $3, 'd')`, [
          third.registerId,
          third.listId,
          position,
        ]),
      ).rejects.toThrow(/list_field_(position_check|pkey)/);
    await web.end();
  });

  test.each([
    ['over 80 characters', 'x'.repeat(81)],
    ['with a line break', 'a\nb'],
    ['with a character of private use', 'a\uE010'],
  ])('an answer %s is refused, and nothing that was typed is lost', async (_, answer) => {
    const path = `/lists/${list.slug}`;
    const again = await house.visitor.submit(path, path, {
      address: 'ola@example.org',
      [`answer-${question}`]: answer,
    });
    expect(again.status).toBe(422);
    expect(tagsOf(await again.text(), 'input').join()).toContain('value="ola@example.org"');
  });
});

describe('answered', () => {
  let campaign: string;

  beforeAll(async () => {
    await joinsAs('kari@example.org', HOSTILE);
    await joinsAs('per@example.org', '   ');
    await house.signsUpTo(list, 'ida@example.org');
    await house.confirms(await house.confirmationFor('ida@example.org', list));
    campaign = await house.sends(
      list,
      'Hei',
      '# Hei {{fornavn|venn}}\n\nKjære **{{fornavn|deg}}**: `{{7*7}}` {{ fornavn }}.'.replace(
        '{{ fornavn }}',
        '',
      ),
    );
    await house.isSent(campaign);
  }, 240_000);

  test('is filled in as text, in both parts, and only for whoever answered', () => {
    const kari = house.sink.to('kari@example.org').at(-1)!.parsed;
    expect(kari.text!.replace(/\s+/g, ' ')).toContain(`Hei ${HOSTILE} Kjære ${HOSTILE}: {{7*7}}`);
    expect(textOf(kari.html as string)).toContain(`Kjære ${HOSTILE}`);
    expect(kari.html).toContain('&lt;b&gt;&quot;');
    expect(kari.html).not.toContain('<b>"');
    for (const address of ['per@example.org', 'ida@example.org']) {
      const { text, html } = house.sink.to(address).at(-1)!.parsed;
      expect(text!.replace(/\s+/g, ' ')).toContain('Hei venn Kjære deg: {{7*7}}');
      expect(html).not.toMatch(/undefined|fornavn|\{\{f|null/);
    }
  });

  test('is in no confirmation, on no page of staff, and readable in no column of the database', async () => {
    const confirmation = house.sink.to('kari@example.org')[0]!;
    expect(confirmation.raw.toString()).not.toMatch(/HYPERLINK|7\*7/);
    for (const path of ['', '/questions'])
      expect(
        await house.staff.page(`/staff/registers/${list.registerId}/lists/${list.listId}${path}`),
      ).not.toContain('HYPERLINK');
    const { rows } = await house.database.owner.query<{ row: string }>(
      'select to_jsonb(s)::text as row from jatakk.subscription s',
    );
    expect(rows.map(({ row }) => row).join()).not.toMatch(
      new RegExp(`HYPERLINK|${Buffer.from('HYPERLINK').toString('hex')}`, 'i'),
    );
    expect(rows.filter(({ row }) => !row.includes('"fields": null'))).toHaveLength(1);
  });

  test('is not used after the question is gone, not even under the same name', async () => {
    const draft = await house.writes(list, 'Igjen', 'Hei {{fornavn|venn}}.');
    await house.staff.submit(questions(), `${questions()}/${question}/remove`);
    const page = await house.staff.page(`/staff/registers/${list.registerId}/campaigns/${draft}`);
    expect(textOf(page)).toContain('fletter inn svar på noe listen ikke spør om');
    expect(tagsOf(page, 'form').join()).not.toContain(`${draft}/send`);
    const { rows } = await house.database.owner.query(
      'select 1 from jatakk.subscription where fields is not null',
    );
    expect(rows).toEqual([]);
    await asks('fornavn');
    await house.presses('send', list, draft);
    await house.isSent(draft);
    expect(house.sink.to('kari@example.org').at(-1)!.parsed.text).toContain('Hei venn.');
  });
});

test.each([
  ['a name the list does not ask for', 'Hei {{etternavn|venn}}', 'spør ikke om «etternavn»'],
  ['no word for the others', 'Hei {{fornavn}}', 'Gi «fornavn» et ord'],
  ['no word after the bar', 'Hei {{fornavn|}}', 'Gi «fornavn» et ord'],
  ['the target of a link', '[x](https://e.example/{{fornavn|venn}})', 'bare stå i vanlig tekst'],
])('a place with %s is refused while it is written', async (_, body, says) => {
  const campaigns = `/staff/registers/${list.registerId}/campaigns`;
  const answer = await house.staff.submit(`${campaigns}/new/markdown`, campaigns, {
    list: list.listId,
    language: 'nb',
    subject: 'x',
    preheader: '',
    body,
  });
  expect(answer.status).toBe(422);
  expect(textOf(await answer.text())).toContain(says);
});
