import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { formTo } from '../../src/cli/demo/form-to.js';
import { translator } from '../../src/platform/i18n/messages.js';
import { colleague } from '../support/colleague.js';
import type { HttpClient } from '../support/http-client.js';
import { type ListIds, TestHouse } from '../support/house.js';
import { textOf } from '../support/html.js';

const t = translator('nb');
const BODY = '# Fast spalte\n\nHei {{fornavn|venn}}.';

let house: TestHouse;
let list: ListIds;
let elsewhere: ListIds;
let other: ListIds;
let templates: string;
/** Reads and approves; and one who writes for another list of the register alone. */
let ola: HttpClient;
let eva: HttpClient;

beforeAll(async () => {
  house = await TestHouse.open();
  await house.setUp();
  const register = await house.makeRegister('publikum', 'Publikum');
  list = await house.makeList(register, 'program', 'Programmet');
  elsewhere = await house.makeList(register, 'annet', 'Annet');
  other = await house.makeList(await house.makeRegister('kjopere', 'Kjøpere'), 'billetter');
  await house.asks(list, 'fornavn');
  ola = await colleague(house, { roles: ['approver'] });
  eva = await colleague(house, { name: 'Eva Annetsted', roles: ['editor'] });
  await query(
    `update jatakk.staff_grant g set register_id = $1, list_id = $2
       from jatakk.staff s where s.id = g.staff_id and s.name like 'Eva%'`,
    [register, elsewhere.listId],
  );
  templates = `/staff/registers/${register}/templates`;
});
afterAll(() => house.close());

const query = (sql: string, values: unknown[] = []) => house.database.owner.query(sql, values);
const pageOf = (id: string, of = list) => `/staff/registers/${of.registerId}/campaigns/${id}`;
const keeps = (id: string, name: string, of = list, who = house.staff) =>
  who.submit(`${pageOf(id, of)}/template`, `${pageOf(id, of)}/template`, { name });
const begins = (fields: Record<string, string>, of = list, who = house.staff) => {
  const campaigns = `/staff/registers/${of.registerId}/campaigns`;
  return who.submit(`${campaigns}/new`, `${campaigns}/begin`, { list: of.listId, language: 'nb', ...fields });
};
const kept = async () =>
  (await query('select id, name, subject, body, format from jatakk.template order by name')).rows as {
    id: string;
    name: string;
  }[];

test('without one the page says how there comes to be one, and nothing is offered where a campaign is begun', async () => {
  expect(textOf(await house.staff.page(templates))).toContain(t('templates.none'));
  const begin = await house.staff.page(`/staff/registers/${list.registerId}/campaigns/new`);
  expect(begin).not.toContain('value="template"');
});

describe('a template', () => {
  test('is a draft’s text under a name, and what is begun with it is a text of its own', async () => {
    const draft = await house.writes(list, 'Oktober', BODY);
    expect(await house.staff.page(pageOf(draft))).toContain(`${pageOf(draft)}/template"`);
    expect((await keeps(draft, '  Månedsbrevet ')).headers.get('location')).toBe(
      `${templates}?done=template-kept`,
    );
    const [template] = await kept();
    expect(template).toMatchObject({
      name: 'Månedsbrevet',
      subject: 'Oktober',
      body: BODY,
      format: 'markdown',
    });
    const page = await house.staff.page(
      `/staff/registers/${list.registerId}/campaigns/new?template=${template!.id}`,
    );
    expect(page).toContain('value="template" checked');
    const begun = await begins({ start: 'template', template: template!.id });
    const copy = /campaigns\/([0-9a-f-]{36})\/edit$/.exec(begun.headers.get('location')!)![1]!;
    await house.staff.submit(`${pageOf(copy)}/edit`, pageOf(copy), {
      subject: 'November',
      preheader: '',
      language: 'nb',
      format: 'markdown',
      body: 'Noe helt annet.',
    });
    expect((await query('select subject from jatakk.campaign where id = $1', [copy])).rows).toEqual([
      { subject: 'November' },
    ]);
    expect(await kept()).toEqual([template]);
    const lines = await query(
      `select act, of_register as register from jatakk.audit where act like 'keep-template%'`,
    );
    expect(lines.rows).toEqual([{ act: 'keep-template.keep', register: list.registerId }]);
  });

  test('of blocks is begun with in the editor', async () => {
    const begun = await begins({ start: 'newsletter' });
    const draft = /campaigns\/([0-9a-f-]{36})\/edit$/.exec(begun.headers.get('location')!)![1]!;
    expect((await keeps(draft, 'Med blokker')).status).toBe(303);
    const template = (await kept()).find(({ name }) => name === 'Med blokker')!;
    const again = await begins({ start: 'template', template: template.id });
    expect(await house.staff.page(again.headers.get('location')!)).toContain('data-editor');
    expect(await house.staff.page(`${pageOf(draft)}/edit`)).toContain(`${pageOf(draft)}/template"`);
  });

  test('has a name of its own, of a line; one that is taken is said to be', async () => {
    const draft = await house.writes(list, 'Navn');
    const before = await kept();
    for (const [name, said] of [
      ['månedsbrevet', t('templates.error.taken')],
      ['', t('form.required')],
      ['x'.repeat(81), t('form.too-long', { max: 80 })],
      ['a\nb', t('form.bad-characters')],
    ] as const) {
      const answer = await keeps(draft, name);
      expect([name, answer.status]).toEqual([name, 422]);
      expect(textOf(await answer.text())).toContain(said);
    }
    expect(await kept()).toEqual(before);
  });

  test('is renamed and removed by those who write, and what was begun with it stays', async () => {
    const [first, second] = await kept();
    const renames = (name: string) =>
      house.staff.submit(templates, `${templates}/${first!.id}/rename`, { name });
    const taken = await renames(second!.name.toUpperCase());
    expect([taken.status, textOf(await taken.text())]).toEqual([
      422,
      expect.stringContaining(t('templates.error.taken')),
    ]);
    expect((await renames('Brev fra <b>salen</b>')).status).toBe(303);
    expect(await house.staff.page(templates)).toContain('Brev fra &lt;b>salen&lt;/b>');
    const campaigns = await query('select count(*) from jatakk.campaign');
    const removed = await house.staff.submit(templates, `${templates}/${first!.id}/remove`);
    expect(removed.headers.get('location')).toBe(`${templates}?done=template-removed`);
    expect((await kept()).map(({ id }) => id)).toEqual([second!.id]);
    expect((await query('select count(*) from jatakk.campaign')).rows).toEqual(campaigns.rows);
  });

  test('is its register’s alone: another’s is as one that is not there', async () => {
    const draft = await house.writes(other, 'Hos de andre', 'Hemmelig.');
    await keeps(draft, 'Deres', other);
    const theirs = (await kept()).find(({ name }) => name === 'Deres')!.id;
    const { csrf } = formTo(await house.staff.page(templates), '/staff/sign-out').hidden;
    for (const id of [theirs, '00000000-0000-4000-8000-000000000000']) {
      for (const act of ['rename', 'remove'])
        expect((await house.staff.post(`${templates}/${id}/${act}`, { csrf: csrf!, name: 'x' })).status).toBe(
          404,
        );
      const answer = await begins({ start: 'template', template: id });
      expect(answer.status).toBe(422);
      expect(textOf(await answer.text())).toContain(t('begin.template.missing'));
    }
    expect((await begins({ start: 'template', template: 'x' })).status).toBe(422);
    expect((await house.staff.get(`${pageOf(draft, list)}/template`)).status).toBe(404);
    expect(
      (await house.staff.post(`${pageOf(draft, list)}/template`, { csrf: csrf!, name: 'Vår' })).status,
    ).toBe(404);
    expect(await house.staff.page(templates)).not.toContain('Deres');
    expect((await kept()).some(({ id }) => id === theirs)).toBe(true);
  });

  test('is made of what one may write in, and seen by nobody who does not write', async () => {
    const draft = await house.writes(list, 'Ikke Evas', 'Hemmelig.');
    const before = await kept();
    const { csrf } = formTo(await eva.page('/staff'), '/staff/sign-out').hidden;
    expect((await eva.get(`${pageOf(draft)}/template`)).status).toBe(404);
    expect((await eva.post(`${pageOf(draft)}/template`, { csrf: csrf!, name: 'Evas' })).status).toBe(404);
    expect((await eva.get(templates)).status).toBe(200);
    expect((await ola.get(templates)).status).toBe(404);
    const olas = formTo(await ola.page('/staff'), '/staff/sign-out').hidden.csrf!;
    expect((await ola.post(`${templates}/${before[0]!.id}/remove`, { csrf: olas })).status).toBe(404);
    expect(await kept()).toEqual(before);
  });

  test('is one of fifty at most', async () => {
    await query(
      `insert into jatakk.template (register_id, name, locale, subject, preheader, format, body)
       select $1, 'Nummer ' || n, 'nb', '', '', 'markdown', 'x' from generate_series(1, 49) n`,
      [list.registerId],
    );
    const draft = await house.writes(list, 'Den femtiførste');
    const answer = await keeps(draft, 'Den femtiførste');
    expect([answer.status, textOf(await answer.text())]).toEqual([
      422,
      expect.stringContaining(t('templates.error.full')),
    ]);
  });
});
