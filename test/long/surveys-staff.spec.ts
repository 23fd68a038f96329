import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { formTo } from '../../src/cli/demo/form-to.js';
import { translator } from '../../src/platform/i18n/messages.js';
import { colleague } from '../support/colleague.js';
import { textOf } from '../support/html.js';
import type { HttpClient } from '../support/http-client.js';
import { type ListIds, TestHouse } from '../support/house.js';
import { closeSurvey, openSurvey, stateOf, SURVEY } from '../support/surveys.js';
import { until } from '../support/until.js';

const t = translator('nb');

let house: TestHouse;
let list: ListIds;
let other: ListIds;
let surveys: string;
/** Approves, and sees; and one who looks after privacy. */
let ola: HttpClient;
let pia: HttpClient;

beforeAll(async () => {
  house = await TestHouse.open();
  await house.setUp();
  const register = await house.makeRegister('publikum', 'Publikum');
  list = await house.makeList(register, 'program', 'Programmet');
  other = await house.makeList(await house.makeRegister('kjopere', 'Kjøpere'), 'billetter');
  surveys = `/staff/registers/${register}/lists/${list.listId}/surveys`;
  ola = await colleague(house, { roles: ['approver'] });
  pia = await colleague(house, { name: 'Pia Personvern', roles: ['privacy-officer'] });
}, 60_000);
afterAll(() => house.close());

const query = (sql: string, values: unknown[] = []) => house.database.owner.query(sql, values);
const csrfOf = async (client: HttpClient) =>
  formTo(await client.page('/staff'), '/staff/sign-out').hidden.csrf!;
const done = (response: Response) => /\?done=([a-z-]+)/.exec(response.headers.get('location') ?? '')?.[1];

interface Kept {
  revision: number;
  definition: typeof SURVEY;
  state: string;
}
const kept = async (id: string) =>
  (await query('select revision, definition, state from survey.survey where id = $1', [id])).rows[0] as Kept;

async function begins(fields: Record<string, string> = {}): Promise<string> {
  const begun = await house.staff.submit(`${surveys}/new`, surveys, {
    locales: 'nb',
    title_nb: 'Høsten',
    ...fields,
  });
  return /surveys\/([0-9a-f-]{36})\?done=survey-begun$/.exec(begun.headers.get('location')!)![1]!;
}

const adds = (id: string, kind: string, fields: Record<string, string>) =>
  house.staff.submit(`${surveys}/${id}/questions?kind=${kind}`, `${surveys}/${id}/questions`, fields);

const acts = async (id: string, act: string, fields: Record<string, string>) => {
  const { revision } = await kept(id);
  const csrf = await csrfOf(house.staff);
  return house.staff.post(`${surveys}/${id}/questions/${act}`, {
    csrf,
    revision: String(revision),
    ...fields,
  });
};

describe('a survey', () => {
  let id: string;

  test('is built question by question, and says what is missing until nothing is', async () => {
    expect(textOf(await house.staff.page(surveys))).toContain(t('surveys.none'));
    id = await begins();
    const page = `${surveys}/${id}`;
    expect(textOf(await house.staff.page(page))).toContain(t('surveys.fault.no-questions'));
    const added = await adds(id, 'one', { words_nb: 'Var du der?', option0_nb: 'Ja', option1_nb: '' });
    expect(done(added)).toBe('survey-question');
    expect(textOf(await house.staff.page(page))).toContain('Svar 2 mangler på bokmål.');
    const [first] = (await kept(id)).definition.questions;
    const edit = `${page}/questions?question=${first!.id}`;
    await house.staff.submit(edit, `${page}/questions`, {
      words_nb: 'Var du der?',
      option0_nb: 'Ja',
      option1_nb: 'Nei',
    });
    await adds(id, 'scale', { words_nb: 'Hvor godt?', from: '1', to: '5', low_nb: 'Lite', high_nb: 'Godt' });
    const nobody = await adds(id, 'text', { words_nb: 'Noe mer?', if: first!.id, [`if_${first!.id}`]: '' });
    expect(textOf(await nobody.text())).toContain(t('surveys.condition-none'));
    const [yes] = (first as { options: { id: string }[] }).options;
    const only = { words_nb: 'Noe mer?', if: first!.id, [`if_${first!.id}`]: yes!.id };
    expect(done(await adds(id, 'text', only))).toBe('survey-question');
    const shown = textOf(await house.staff.page(page));
    expect(shown).toContain(t('surveys.ready'));
    const { definition } = await kept(id);
    expect(definition.questions.map(({ kind }) => kind)).toEqual(['one', 'scale', 'text']);
    expect(definition.questions[2]!.if).toEqual({ question: first!.id, options: [yes!.id] });
    expect(shown).toContain('Vises bare for dem som svarte «Ja» på spørsmål 1');
  });

  test('keeps an option’s id when its words are changed, and gives a copy ids of its own', async () => {
    const before = (await kept(id)).definition.questions[0]!;
    expect(done(await acts(id, 'copy', { question: before.id }))).toBe('survey-question-copied');
    const [same, copy] = (await kept(id)).definition.questions;
    expect(same).toEqual(before);
    expect(copy!.id).not.toBe(before.id);
    expect(done(await acts(id, 'move', { question: copy!.id, way: 'up' }))).toBe('saved');
    expect((await kept(id)).definition.questions[0]!.id).toBe(copy!.id);
    expect(done(await acts(id, 'remove', { question: copy!.id }))).toBe('survey-question-removed');
    expect((await kept(id)).definition.questions[0]).toEqual(before);
  });

  test('asked by two at once: neither writes over the other unknowingly, and nothing typed is lost', async () => {
    const page = `${surveys}/${id}`;
    const [first, second] = (await kept(id)).definition.questions;
    const form = formTo(
      await house.staff.page(`${page}/questions?question=${first!.id}`),
      `${page}/questions`,
    );
    const write = (of: typeof form, words_nb: string) =>
      house.staff.post(`${page}/questions`, { ...of.hidden, words_nb, option0_nb: 'Ja', option1_nb: 'Nei' });
    const another = formTo(
      await house.staff.page(`${page}/questions?question=${second!.id}`),
      `${page}/questions`,
    );
    expect(done(await write(form, 'Hva Ola skrev?'))).toBe('survey-question');
    const late = await write(form, 'Hva Kari skrev?');
    expect(late.status).toBe(409);
    const html = await late.text();
    expect(textOf(html)).toContain(t('surveys.meanwhile'));
    expect(html).toContain('Hva Kari skrev?');
    expect(html).toContain('Hva Ola skrev?');
    expect((await kept(id)).definition.questions[0]!.words).toEqual({ nb: 'Hva Ola skrev?' });
    // Another question was begun before: it stands in nobody's way.
    const scale = {
      words_nb: 'Hvor godt likte du det?',
      from: '1',
      to: '5',
      low_nb: 'Lite',
      high_nb: 'Godt',
    };
    expect(done(await house.staff.post(`${page}/questions`, { ...another.hidden, ...scale }))).toBe(
      'survey-question',
    );
    const again = formTo(html, `${page}/questions`);
    expect(done(await write(again, 'Hva Kari skrev?'))).toBe('survey-question');
    const csrf = await csrfOf(house.staff);
    const stale = { csrf, question: first!.id, revision: '1' };
    expect(done(await house.staff.post(`${page}/questions/remove`, stale))).toBe('survey-changed');
    expect((await kept(id)).definition.questions).toHaveLength(3);
  });

  test('is tried without anything being taken, and leaves no line in the log', async () => {
    const preview = `${surveys}/${id}/preview`;
    const before = await query('select count(*) from jatakk.audit');
    const html = await house.staff.page(preview);
    const { hidden } = formTo(html, preview);
    const end = await house.staff.post(preview, { ...hidden, step: '9', go: 'send', 'q-x': 'y' });
    expect(end.status).toBe(200);
    expect((await query('select count(*) from survey.waiting')).rows).toEqual([{ count: '0' }]);
    expect((await query('select count(*) from jatakk.audit')).rows).toEqual(before.rows);
  });

  test('about what is especially protected is not opened without an explicit yes', async () => {
    const about = await begins();
    await adds(about, 'one', { words_nb: 'Trenger du rullestol?', option0_nb: 'Ja', option1_nb: 'Nei' });
    const page = `${surveys}/${about}`;
    expect(textOf(await house.staff.page(page))).toContain('«rullestol» kan handle om helse');
    const csrf = await csrfOf(house.staff);
    const press = async () =>
      done(await house.staff.post(`${page}/open`, { csrf, revision: String((await kept(about)).revision) }));
    expect(await press()).toBe('survey-not-whole');
    expect((await kept(about)).state).toBe('draft');
    await house.staff.post(`${page}/consent`, { csrf, sensitive: 'yes' });
    expect(await press()).toBe('survey-opening');
    await until('the survey is open', async () => (await stateOf(house, about)) === 'open');
  });

  test('is opened as it was read, invites with a draft, and never changes again', async () => {
    const page = `${surveys}/${id}`;
    const csrf = await csrfOf(house.staff);
    expect(textOf(await house.staff.page(`${page}/open`))).toContain(t('surveys.open.fixed'));
    expect(done(await house.staff.post(`${page}/open`, { csrf, revision: '1' }))).toBe('survey-changed');
    expect(done(await house.staff.submit(`${page}/open`, `${page}/open`))).toBe('survey-opening');
    await until('the survey is open', async () => (await stateOf(house, id)) === 'open');
    const open = await house.staff.page(page);
    expect(textOf(open)).toContain(t('surveys.under-ten'));
    expect(open).not.toContain('/questions?kind=');
    expect((await adds(id, 'text', {}).catch(() => ({ status: 404 }))).status).toBe(404);
    expect(done(await acts(id, 'remove', { question: 'x' }))).toBeUndefined();
    const invited = await house.staff.submit(page, `${page}/invitation`);
    expect(done(invited)).toBe('survey-invitation');
    const draft = /campaigns\/([0-9a-f-]{36})/.exec(invited.headers.get('location')!)![1]!;
    const { rows } = await query('select state, list_id as list, body from jatakk.campaign where id = $1', [
      draft,
    ]);
    expect(rows).toEqual([
      { state: 'draft', list: list.listId, body: expect.stringContaining(`/survey/${id}"`) },
    ]);
  });

  test('closes on a day that is still to come', async () => {
    const page = `${surveys}/${id}`;
    const choose = (day: string) => house.staff.submit(page, `${page}/closing-day`, { day });
    for (const [day, said] of [
      ['2020-01-01', t('surveys.day.past')],
      ['2099-01-01', t('surveys.day.far')],
      ['2026-02-31', t('surveys.day.form')],
    ] as const) {
      const answer = await choose(day);
      expect([day, answer.status]).toEqual([day, 422]);
      expect(textOf(await answer.text())).toContain(said);
    }
    expect(done(await choose(''))).toBe('saved');
  });

  test('is closed for good, and begun once more with the same questions', async () => {
    const page = `${surveys}/${id}`;
    expect(textOf(await house.staff.page(`${page}/close`))).toContain(t('surveys.close.for-good'));
    expect(done(await house.staff.submit(`${page}/close`, `${page}/close`))).toBe('survey-closing');
    await until('the survey is closed', async () => (await stateOf(house, id)) === 'closed');
    expect(textOf(await house.staff.page(page))).toContain(t('surveys.too-few'));
    expect(textOf(await house.staff.page(`${page}/results`))).toContain(t('surveys.too-few'));
    const copied = await house.staff.submit(page, `${page}/copy`);
    const copy = /surveys\/([0-9a-f-]{36})\?done=survey-copied/.exec(copied.headers.get('location')!)![1]!;
    const [one, two] = [await kept(id), await kept(copy)];
    expect(two).toEqual({ revision: 1, definition: one.definition, state: 'draft' });
    expect(done(await house.staff.submit(`${surveys}/${copy}`, `${surveys}/${copy}/remove`))).toBe(
      'survey-removed',
    );
    expect(await kept(copy)).toBeUndefined();
  });
});

describe('results', () => {
  let id: string;

  beforeAll(async () => {
    id = await openSurvey(house, list);
    await closeSurvey(house, id);
    await query('update survey.survey set answered = 40 where id = $1', [id]);
    await query(
      `insert into survey.tally (survey_id, question, of_row, cell, count) values
         ($1, 'been', '', 'yes', 22), ($1, 'been', '', 'no', 15), ($1, 'been', '', '', 3),
         ($1, 'what', '', 'play', 12), ($1, 'what', '', 'music', 2), ($1, 'what', '', 'dance', 20), ($1, 'what', '', '', 18),
         ($1, 'again', '', '4', 20), ($1, 'again', '', '5', 20),
         ($1, 'how', 'food', 'good', 30), ($1, 'how', 'food', 'bad', 10), ($1, 'how', 'seat', 'good', 40)`,
      [id],
    );
    await query(
      `insert into survey.said (id, survey_id, question, words)
       select gen_random_uuid(), $1, 'say', 'Kari Nordmann sa nummer ' || n from generate_series(1, 11) n`,
      [id],
    );
  });

  test('show no cell under five to whoever sees the numbers of the list, and nothing of what is written', async () => {
    const html = await ola.page(`${surveys}/${id}/results`);
    const text = textOf(html);
    // 15 answered no and 3 not at all: as one.
    expect(text).toMatch(/Nei eller ikke besvart\s*18/);
    expect(text).toMatch(/Ja\s*22/);
    // 20 of 22 is all but two of them; two is too few.
    expect(text).toMatch(/Dans\s*Flere enn 17/);
    expect(text).toMatch(/Musikk\s*Færre enn 5/);
    expect(text).toContain('11 tekster er ikke sett gjennom ennå.');
    expect(html).not.toContain('Kari Nordmann sa');
    expect(html).not.toContain(`${id}/said`);
  });

  test('hold what people wrote once somebody has cleared it: shown, with other words, or withheld', async () => {
    const said = `${surveys}/${id}/said`;
    expect((await ola.get(said)).status).toBe(404);
    const decides = async (decision: string, words: string) => {
      const html = await pia.page(said);
      return [formTo(html, said).hidden.said!, await pia.submit(said, said, { decision, words })] as const;
    };
    const form = formTo(await pia.page(said), said);
    const empty = await pia.post(said, { ...form.hidden, decision: 'show', words: ' ' });
    expect(empty.status).toBe(422);
    expect(done((await decides('show', 'En ansatt var hjelpsom'))[1])).toBe('said-shown');
    expect(done((await decides('withhold', 'x'))[1])).toBe('said-withheld');
    const { rows } = await query(
      `select state, count(*)::int as count from survey.said where survey_id = $1 group by state order by state`,
      [id],
    );
    expect(rows).toEqual([
      { state: 'shown', count: 1 },
      { state: 'unread', count: 9 },
      { state: 'withheld', count: 1 },
    ]);
    const results = await ola.page(`${surveys}/${id}/results`);
    expect(results).toContain('En ansatt var hjelpsom');
    expect(results).not.toContain('Kari Nordmann sa');
  });

  test('say that a colleague has decided meanwhile, and change nothing', async () => {
    const said = `${surveys}/${id}/said`;
    const form = formTo(await pia.page(said), said);
    expect(done(await pia.post(said, { ...form.hidden, decision: 'show', words: 'Først' }))).toBe(
      'said-shown',
    );
    expect(done(await pia.post(said, { ...form.hidden, decision: 'show', words: 'Sist' }))).toBe(
      'said-changed',
    );
    const { rows } = await query('select words from survey.said where id = $1', [form.hidden.said]);
    expect(rows).toEqual([{ words: 'Først' }]);
  });

  test('of a question that fewer than ten answered in words are read by nobody', async () => {
    await query(`delete from survey.said where survey_id = $1 and state = 'unread'`, [id]);
    expect(textOf(await pia.page(`${surveys}/${id}/said`))).toContain(t('surveys.said.nothing'));
    const results = textOf(await ola.page(`${surveys}/${id}/results`));
    expect(results).toContain(t('surveys.said.few'));
    expect(results).not.toContain('En ansatt var hjelpsom');
  });
});

test('another list’s survey, and another register’s list, are as ones that are not there', async () => {
  const id = await begins();
  const elsewhere = [
    `/staff/registers/${other.registerId}/lists/${other.listId}/surveys/${id}`,
    `/staff/registers/${other.registerId}/lists/${list.listId}/surveys/${id}`,
    `${surveys}/00000000-0000-4000-8000-000000000000`,
  ];
  const csrf = await csrfOf(house.staff);
  for (const path of elsewhere) {
    for (const page of ['', '/words', '/open', '/close', '/preview', '/results', '/questions?kind=one'])
      expect([path + page, (await house.staff.get(path + page)).status]).toEqual([path + page, 404]);
    for (const act of [
      'open',
      'close',
      'copy',
      'remove',
      'consent',
      'closing-day',
      'invitation',
      'words',
      'questions',
      'questions/move',
    ])
      expect([act, (await house.staff.post(`${path}/${act}`, { csrf, kind: 'text' })).status]).toEqual([
        act,
        404,
      ]);
  }
  expect(await kept(id)).toMatchObject({ revision: 1, state: 'draft' });
});

test('whoever does not write sees a survey and changes nothing', async () => {
  const id = await begins();
  const page = await ola.page(`${surveys}/${id}`);
  expect(page).not.toContain('/questions');
  const csrf = await csrfOf(ola);
  for (const act of ['open', 'words', 'questions', 'remove', 'consent', 'copy'])
    expect((await ola.post(`${surveys}/${id}/${act}`, { csrf })).status).toBe(404);
  expect(await kept(id)).toMatchObject({ revision: 1 });
});
