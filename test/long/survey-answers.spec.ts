import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type pg from 'pg';
import { randomBytes } from 'node:crypto';
import { WriteAnswers } from '../../src/keeper/surveys/write-answers.service.js';
import { makeTicket } from '../../src/keeper/surveys/campaign-tickets.service.js';
import { SurveyKeyring } from '../../src/keeper/surveys/survey-keys.service.js';
import { KeyRings } from '../../src/registers/key-rings.service.js';
import { textOf } from '../support/html.js';
import { type ListIds, TestHouse } from '../support/house.js';
import { answerPath, closeSurvey, openSurvey, sent, stateOf, SURVEY } from '../support/surveys.js';
import { until } from '../support/until.js';

const READERS = ['ane@example.org', 'bo@example.org', 'cato@example.org'];

let house: TestHouse;
let owner: pg.Client;
let autumn: ListIds;
let spring: ListIds;

beforeAll(async () => {
  house = await TestHouse.open();
  await house.setUp();
  const register = await house.makeRegister('nyhetsbrev');
  autumn = await house.makeList(register, 'hostprogrammet', 'Høstprogrammet');
  spring = await house.makeList(register, 'varprogrammet', 'Vårprogrammet');
  owner = house.database.owner;
  for (const reader of READERS) await house.joins(autumn, reader);
}, 60_000);
afterAll(() => house.close());

const rows = async <T extends object>(sql: string, values: unknown[] = []) =>
  (await owner.query<T>(sql, values)).rows;
const count = async (from: string, id: string) =>
  Number(
    (await rows<{ count: string }>(`select count(*) from survey.${from} where survey_id = $1`, [id]))[0]!
      .count,
  );

/** Answers by ticket, as the keeper makes them. */
async function ticketsFor(id: string, many: number): Promise<string[]> {
  const keys = (await house.keeper!.get(SurveyKeyring).of(id))!;
  return Array.from({ length: many }, () => `/survey/${id}/${makeTicket(id, keys.ticketKey)}`);
}

const answer = async (path: string, fields: Record<string, string>) => {
  const response = await house.visitor.post(path, sent(fields));
  expect(response.status).toBe(200);
  return textOf(await response.text());
};

describe('a campaign that invites', () => {
  let survey: string;
  let mails: Awaited<ReturnType<TestHouse['confirmationFor']>>[];

  beforeAll(async () => {
    survey = await openSurvey(house, autumn);
    const link = `${house.url}/survey/${survey}`;
    const campaign = await house.sends(
      autumn,
      'Hva synes du?',
      `# Hei\n\n[Svar her](${link}), eller på ${link}.`,
    );
    await house.isSent(campaign);
    mails = READERS.map((reader) => house.sink.to(reader).at(-1)!);
  });

  test('gives everybody a ticket of their own, in both parts, and stores none', async () => {
    const tickets = mails.map((mail) => answerPath(mail).split('/').at(-1)!);
    expect(new Set(tickets).size).toBe(READERS.length);
    for (const [index, mail] of mails.entries()) {
      expect(String(mail.parsed.html)).toContain(`/survey/${survey}/${tickets[index]!}`);
      const all = mail.parsed.text!.match(/\/survey\/[\w-]+(?:\/[\w-]*)?/g)!;
      expect(new Set(all)).toEqual(new Set([`/survey/${survey}/${tickets[index]!}`]));
    }
    expect(await count('used_ticket', survey)).toBe(0);
  });

  test('opening the link changes nothing; a form in steps; back keeps what was typed; thanks; and once only', async () => {
    const path = answerPath(mails[0]!);
    const first = await house.visitor.page(path);
    expect(textOf(first)).toContain('Fjellhallen ser ikke hvem som svarer hva');
    expect(first).not.toContain('name="q-what"');
    const second = await house.visitor.post(path, { step: '0', go: 'next', 'q-been': 'yes' });
    const shown = await second.text();
    expect(shown).toContain('<input type="hidden" name="q-been" value="yes"/>');
    expect(shown).toContain('name="q-what"');
    const back = await (
      await house.visitor.post(path, { step: '1', go: 'back', 'q-been': 'yes', 'q-say': 'Fint "sted"' })
    ).text();
    expect(back).toMatch(/id="q-been-yes"[^>]*checked/);
    expect(back).toContain('name="q-say" value="Fint &quot;sted&quot;"');
    expect(await count('waiting', survey)).toBe(0);
    const fields: [string, string][] = [
      ['step', '1'],
      ['go', 'send'],
      ['q-been', 'yes'],
      ['q-what', 'play'],
      ['q-what', 'dance'],
      ['q-how-food', 'good'],
      ['q-how-seat', 'nowhere'],
      ['q-say', 'Fint "sted"'],
    ];
    const thanks = await house.visitor.post(path, fields);
    expect([thanks.status, textOf(await thanks.text())]).toEqual([
      200,
      expect.stringContaining('Takk for svaret'),
    ]);
    expect(await count('waiting', survey)).toBe(1);
    for (const again of [await house.visitor.get(path), await house.visitor.post(path, fields)])
      expect(textOf(await again.text())).toContain('Det er svart med denne lenken');
    expect(await count('waiting', survey)).toBe(1);
  });

  test('whoever is asked no further comes to a page on which nothing is left but to send', async () => {
    const path = answerPath(mails[1]!);
    const only = { ...SURVEY, questions: SURVEY.questions.slice(0, 2) };
    const id = await openSurvey(house, autumn, { definition: only });
    const [own] = await ticketsFor(id, 1);
    const ready = await (await house.visitor.post(own!, { step: '0', go: 'next', 'q-been': 'no' })).text();
    expect(textOf(ready)).toContain('Svarene er ikke sendt ennå');
    expect(await answer(own!, { 'q-been': 'no', step: '2' })).toContain('Takk for svaret');
    // What was answered before the way was changed is not taken.
    expect((await house.visitor.post(path, { step: '1', go: 'send' })).status).toBe(422);
  });

  test('too long a text, and an invisible character, are said beside it and nothing is lost', async () => {
    const path = answerPath(mails[1]!);
    for (const [words, says] of [
      ['å'.repeat(501), 'Kort det ned til høyst 500 tegn.'],
      ['hei\u202Edu', 'usynlig tegn'],
    ] as const) {
      const response = await house.visitor.post(path, {
        step: '1',
        go: 'send',
        'q-again': '4',
        'q-say': words,
      });
      const page = await response.text();
      expect(response.status).toBe(422);
      expect(textOf(page)).toContain(says);
      expect(page).toContain(words);
      expect(page).toMatch(/id="q-again-4"[^>]*checked|name="q-again" value="4"/);
    }
    expect(await count('waiting', survey)).toBe(1);
  });

  test('the link without a ticket, an altered one and one of nowhere say what they are', async () => {
    const path = answerPath(mails[2]!);
    const about = await house.visitor.get(`/survey/${survey}`);
    expect([about.status, textOf(await about.text())]).toEqual([
      200,
      expect.stringContaining('For dem som er invitert på e-post'),
    ]);
    for (const bad of [`${path.slice(0, -1)}${path.endsWith('A') ? 'B' : 'A'}`, `/survey/${survey}/x`]) {
      expect((await house.visitor.get(bad)).status).toBe(404);
      expect((await house.visitor.post(bad, sent({ 'q-been': 'yes' }))).status).toBe(404);
    }
    expect((await house.visitor.get('/survey/11111111-1111-4111-8111-111111111111')).status).toBe(404);
    expect((await house.visitor.get('/survey/x')).status).toBe(404);
  });

  test('in English where it is chosen, and the questions too', async () => {
    const page = await house.visitor.page(`${answerPath(mails[2]!)}?lang=en`);
    expect(page).toContain('<html lang="en">');
    expect(textOf(page)).toContain('Har du vært her i høst? (en)');
    expect(textOf(page)).toContain('does not see who answers what');
  });

  test('one that is not open holds the campaign, with words; and the look over finds it before', async () => {
    await owner.query(
      `insert into survey.survey (id, register_id, list_id, definition) values ('22222222-2222-4222-8222-222222222222', $1, $2, $3)`,
      [autumn.registerId, autumn.listId, SURVEY],
    );
    for (const id of ['22222222-2222-4222-8222-222222222222', await openSurvey(house, spring)]) {
      const draft = await house.writes(autumn, 'For tidlig', `Hei\n\n[Svar](${house.url}/survey/${id})`);
      const page = `/staff/registers/${autumn.registerId}/campaigns/${draft}`;
      expect(textOf(await house.staff.page(page))).toContain(
        'går til en spørreundersøkelse som ikke er åpen',
      );
      expect((await house.staff.submit(page, `${page}/send`).catch(() => undefined))?.status).not.toBe(303);
      // It was open when somebody looked.
      await owner.query(`update jatakk.campaign set state = 'scheduled', starts_at = now() where id = $1`, [
        draft,
      ]);
      await until('it is held', async () => (await house.campaignState(draft)) === 'held');
      expect(textOf(await house.staff.page(page))).toContain(
        'som ikke er åpen, eller som hører til en annen liste',
      );
    }
  });
});

describe('answers', () => {
  test('wait until twenty are there; ten or more go together and ten stay; all are counted in the end', async () => {
    const id = await openSurvey(house, autumn);
    const tickets = await ticketsFor(id, 25);
    for (const [at, ticket] of tickets.entries()) {
      if (at === 19) {
        await house.keeper!.get(WriteAnswers).batches();
        expect([await count('waiting', id), await count('answer', id)]).toEqual([19, 0]);
      }
      await answer(ticket, {
        'q-been': at < 15 ? 'yes' : 'no',
        ...(at < 15 && { 'q-what': 'music' }),
        // Not shown to whoever has not been here: not taken.
        ...(at >= 15 && { 'q-what': 'dance' }),
        'q-again': String((at % 5) + 1),
        'q-say': `Ord ${at}`,
      });
    }
    await house.keeper!.get(WriteAnswers).batches();
    expect([await count('waiting', id), await count('answer', id), await count('said', id)]).toEqual([
      10, 15, 15,
    ]);
    await closeSurvey(house, id);
    expect(await rows('select answered, wrapped_keys from survey.survey where id = $1', [id])).toEqual([
      { answered: 25, wrapped_keys: null },
    ]);
    const tally = await rows<{ key: string; count: number }>(
      `select concat_ws(' ', question, nullif(of_row, ''), cell) as key, count from survey.tally where survey_id = $1 order by 1`,
      [id],
    );
    expect(Object.fromEntries(tally.map((cell) => [cell.key, cell.count]))).toEqual({
      'been yes': 15,
      'been no': 10,
      'what music': 15,
      'what ': 10,
      'again 1': 5,
      'again 2': 5,
      'again 3': 5,
      'again 4': 5,
      'again 5': 5,
      'how food ': 25,
      'how seat ': 25,
    });
    expect([await count('waiting', id), await count('answer', id), await count('used_ticket', id)]).toEqual([
      0, 0, 0,
    ]);
    expect(await count('said', id)).toBe(25);
    const late = await house.visitor.get((await ticketsForClosed(id)).at(0)!);
    expect(textOf(await late.text())).toContain('Undersøkelsen er avsluttet');
  }, 30_000);

  const ticketsForClosed = (id: string) => Promise.resolve([`/survey/${id}/${'A'.repeat(100)}`]);

  test('of fewer than ten only their number is kept', async () => {
    const id = await openSurvey(house, autumn);
    for (const ticket of await ticketsFor(id, 9)) await answer(ticket, { 'q-been': 'yes', 'q-say': 'Alene' });
    await closeSurvey(house, id);
    expect(await rows('select answered from survey.survey where id = $1', [id])).toEqual([{ answered: 9 }]);
    expect([await count('tally', id), await count('said', id)]).toEqual([0, 0]);
  });

  test('what cannot be opened is gone, and the others are counted', async () => {
    const id = await openSurvey(house, autumn);
    for (const ticket of await ticketsFor(id, 11)) await answer(ticket, { 'q-been': 'no' });
    await owner.query(
      `update survey.waiting set sealed = overlay(sealed placing '\\x00'::bytea from 50)
        where id = (select id from survey.waiting where survey_id = $1 limit 1)`,
      [id],
    );
    await closeSurvey(house, id);
    expect(await rows('select answered from survey.survey where id = $1', [id])).toEqual([{ answered: 10 }]);
  });

  test('every one of a survey is as long as every other, sealed', async () => {
    const id = await openSurvey(house, autumn);
    const [short, long] = await ticketsFor(id, 2);
    await answer(short!, { 'q-been': 'no' });
    await answer(long!, { 'q-been': 'yes', 'q-what': 'play', 'q-say': '𝕁"\\å'.repeat(125) });
    const lengths = await rows(
      'select count(distinct length(sealed))::integer as lengths from survey.waiting where survey_id = $1',
      [id],
    );
    expect(lengths).toEqual([{ lengths: 1 }]);
  });

  test('about what is especially protected are taken only with a yes to it, which nobody has ticked for them', async () => {
    const id = await openSurvey(house, autumn, { sensitive: true });
    const [path] = await ticketsFor(id, 1);
    const page = await house.visitor.page(path!);
    expect(page).toMatch(/<input type="checkbox" id="consent"[^>]*>/);
    expect(page).not.toMatch(/id="consent"[^>]*checked/);
    const without = await house.visitor.post(path!, sent({ 'q-been': 'yes' }));
    expect([without.status, textOf(await without.text())]).toEqual([
      422,
      expect.stringContaining('Sett kryss her hvis du vil svare'),
    ]);
    expect(await count('waiting', id)).toBe(0);
    expect(await answer(path!, { 'q-been': 'yes', consent: 'yes' })).toContain('Takk for svaret');
  });

  test('a survey whose last day is over is closed by itself, and one of a list that is gone goes with it', async () => {
    const id = await openSurvey(house, autumn);
    await owner.query('update survey.survey set closes_on = current_date where id = $1', [id]);
    await house.keeper!.get(WriteAnswers).closings();
    expect(await stateOf(house, id)).toBe('open');
    await owner.query('update survey.survey set closes_on = current_date - 1 where id = $1', [id]);
    await until('it is closed', async () => (await stateOf(house, id)) === 'closed');
    await owner.query('update survey.survey set list_id = gen_random_uuid() where id = $1', [id]);
    await house.stopKeeper();
    await house.startKeeper();
    await until(
      'it is gone',
      async () => (await rows('select from survey.survey where id = $1', [id])).length === 0,
    );
  });

  test('are opened under a changed keeper secret as well: the keys are wrapped anew', async () => {
    const id = await openSurvey(house, autumn);
    const keyring = house.keeper!.get(SurveyKeyring);
    const { secrets } = house.keeper!.get(KeyRings);
    const before = (await keyring.of(id))!;
    const next = randomBytes(32);
    secrets.accept([house.keeperSecret, next]);
    await keyring.rewrap();
    secrets.accept([next]);
    expect((await keyring.of(id))!.ticketKey.equals(before.ticketKey)).toBe(true);
    secrets.accept([house.keeperSecret]);
    await expect(keyring.of(id)).rejects.toThrow('key-not-authentic');
  });
});
