import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type pg from 'pg';
import { makeTicket } from '../../src/keeper/surveys/campaign-tickets.service.js';
import { shuffled } from '../../src/keeper/surveys/shuffled.js';
import { SurveyKeyring } from '../../src/keeper/surveys/survey-keys.service.js';
import { WriteAnswers } from '../../src/keeper/surveys/write-answers.service.js';
import type { SurveyDefinition } from '../../src/surveys/survey-definition.js';
import { type ListIds, TestHouse } from '../support/house.js';
import { answerPath, closeSurvey, openSurvey, sent } from '../support/surveys.js';
import { outcomeOf, signInto } from './support/attempt.js';
import { dumpAll, type DumpedRow } from './support/dump.js';
import { linkRegisters, type Person } from './support/link-registers.js';
import { type Recorded, recorded, recordEverything } from './support/record-everything.js';

const PEOPLE = 40;
const OPTIONS = 8;

const words = (nb: string) => ({ nb });
const options = Array.from({ length: OPTIONS }, (_, at) => ({ id: `o${at}`, words: words(`Valg ${at}`) }));

/** Two questions of eight options: enough that everybody answers as nobody else does. */
const DEFINITION: SurveyDefinition = {
  locales: ['nb'],
  title: words('Hvem er du?'),
  introduction: words(''),
  questions: [
    { kind: 'one', id: 'first', words: words('Ett'), options },
    { kind: 'one', id: 'second', words: words('To'), options },
    { kind: 'text', id: 'said', words: words('Ord') },
  ],
};

let house: TestHouse;
let owner: pg.Client;
let list: ListIds;
let survey: string;
/** In the order in which the relay got their mail, with the way to answer in each. */
let invited: { address: string; path: string }[];
/** Who answered, in that order: what a log on the way might know. */
let answering: number[];
/** The truth: what each of them answered, which nobody else knows. */
let truth: { options: string; said: string }[];
let log: Recorded[];
const dumps: DumpedRow[][] = [];
const told: string[] = [];

beforeAll(async () => {
  house = await TestHouse.open();
  owner = house.database.owner;
  await recordEverything(owner);
  await house.setUp();
  list = await house.makeList(await house.makeRegister('nyhetsbrev'), 'hostprogrammet');
  for (let from = 0; from < PEOPLE; from += 8)
    await Promise.all(
      Array.from({ length: 8 }, (_, at) => house.joins(list, `leser.${from + at}@post.example`)),
    );
  survey = await openSurvey(house, list, { definition: DEFINITION });
  const campaign = await house.sends(list, 'Svar oss', `Hei\n\n[Svar](${house.url}/survey/${survey})`);
  await house.isSent(campaign);
  invited = house.sink.mails
    .filter(({ parsed }) => parsed.subject === 'Svar oss')
    .map((mail) => ({ address: mail.to[0]!, path: answerPath(mail) }));
  expect(invited).toHaveLength(PEOPLE);
  const patterns = shuffled(Array.from({ length: OPTIONS * OPTIONS }, (_, at) => at)).slice(0, PEOPLE);
  truth = patterns.map((pattern) => ({
    options: `o${Math.floor(pattern / OPTIONS)} o${pattern % OPTIONS}`,
    said: `Jeg sier ${randomBytes(6).toString('hex')}`,
  }));
  answering = shuffled(invited.map((_, at) => at));
  for (const who of answering) {
    const [first, second] = truth[who]!.options.split(' ') as [string, string];
    const answer = sent({ 'q-first': first, 'q-second': second, 'q-said': truth[who]!.said });
    const response = await house.visitor.post(invited[who]!.path, answer);
    expect(response.status).toBe(200);
    // After each of them: whatever can be written by now, is.
    await house.keeper!.get(WriteAnswers).batches();
    dumps.push(await dumpAll(owner));
  }
  await closeSurvey(house, survey);
  dumps.push(await dumpAll(owner));
  log = await recorded(owner);
}, 180_000);
afterAll(() => house.close());
afterAll(() => console.log(told.join('\n')));

const written = (table: string, act: Recorded['act'] = 'INSERT') =>
  log.filter((row) => row.table === `survey.${table}` && row.act === act);

/** What a thief knows of whoever answered as the n-th, if a log on the way tells who that was. */
interface Waited {
  /** Of whom, counted as the relay got their mails. */
  who: number;
  /** The transaction in which their answer was opened, among others. */
  batch: string;
  clues: Record<string, number>;
}

const asNumber = (text: string) => parseInt(text.replaceAll(/[^0-9a-f]/g, '').slice(0, 12), 16);

/** Everything by which the sealed answers, and those who gave them, can be put into an order. */
function waited(): Waited[] {
  const opened = new Map(written('waiting', 'DELETE').map((row) => [row.before!.id, row]));
  const used = written('used_ticket');
  // The n-th delivery that was written down as accepted is, as good as always, the n-th mail at the relay.
  const deliveries = log
    .filter(({ table, after }) => table === 'jatakk.delivery' && after?.state === 'accepted')
    .map(({ after }) => after!);
  const ids = (who: number, column: string) => asNumber(JSON.stringify(deliveries[who]?.[column] ?? ''));
  return written('waiting').map((row, at) => {
    const who = answering[at]!;
    const gone = opened.get(row.after!.id)!;
    return {
      who,
      batch: gone.transaction,
      clues: {
        arrived: at,
        'waiting id': asNumber(String(row.after!.id)),
        deleted: gone.seq,
        'sealed bytes': asNumber(String(row.after!.sealed).slice(2)),
        'end of sealed bytes': asNumber(String(row.after!.sealed).slice(-12)),
        'ticket hash': asNumber(String(used[at]!.after!.hash).slice(2)),
        'mail at the relay': who,
        'delivery id': ids(who, 'id'),
        'subscription id': ids(who, 'subscription_id'),
      },
    };
  });
}

/** A row that was written in the open, and everything by which it can be put into an order. */
function rowsOf(table: 'answer' | 'said') {
  const place = new Map(
    dumps
      .flat()
      .filter((row) => row.table === `survey.${table}`)
      .map(({ columns, order }) => [columns.id, { order, ctid: asNumber(String(columns.ctid)) }]),
  );
  return written(table).map((row) => {
    const {
      id,
      answers,
      words: saidWords,
    } = row.after as {
      id: string;
      answers?: Record<string, string>;
      words?: string;
    };
    const content = answers ? `${answers.first} ${answers.second}` : saidWords!;
    return {
      id,
      batch: row.transaction,
      content,
      clues: {
        written: row.seq,
        id: asNumber(id),
        place: place.get(id)?.ctid ?? row.seq,
        order: place.get(id)?.order ?? row.seq,
        backwards: -row.seq,
        'id backwards': -asNumber(id),
      },
    };
  });
}

/** Each clue as a place within the batch: a thief who knows the batch asks only within it. */
function placesIn<T extends { batch: string; clues: Record<string, number> }>(
  batches: readonly string[],
  all: readonly T[],
  clue: string,
) {
  return new Map(
    all.map((one) => {
      const beside = all.filter(({ batch }) => batch === one.batch);
      const before = beside.filter(({ clues }) => clues[clue]! < one.clues[clue]!);
      return [one, batches.indexOf(one.batch) * 1000 + before.length];
    }),
  );
}

/** Matches people to rows by every order of the ones against every order of the others; the best way found by the half that is known. */
function attack(table: 'answer' | 'said') {
  const rows = rowsOf(table);
  const batches = [...new Set(rows.map(({ batch }) => batch))];
  const those = waited().filter(({ batch }) => batches.includes(batch));
  const content = (who: number) => (table === 'answer' ? truth[who]!.options : truth[who]!.said);
  const ones: Person[] = those.map(({ who }) => ({ id: `person ${who}`, clues: new Map() }));
  const others: Person[] = rows.map(({ id }) => ({ id, clues: new Map() }));
  for (const here of Object.keys(those[0]!.clues))
    for (const there of Object.keys(rows[0]!.clues)) {
      const [people, answers] = [placesIn(batches, those, here), placesIn(batches, rows, there)];
      those.forEach((one, at) => ones[at]!.clues.set(`${here} as ${there}`, people.get(one)!));
      rows.forEach((one, at) => others[at]!.clues.set(`${here} as ${there}`, answers.get(one)!));
    }
  const same = new Map(
    those.map(({ who }) => [`person ${who}`, rows.find((row) => row.content === content(who))!.id]),
  );
  expect(new Set(same.values()).size).toBe(those.length);
  const sizes = batches.map((batch) => rows.filter((row) => row.batch === batch).length);
  return { ...linkRegisters(ones, others, same), of: those.length, sizes };
}

/**
 * Whoever can only guess within a batch finds one of it on average, whatever its size. The thief is asked twice, each
 * time for the half of which it was not told: two of each batch at most, and of so many independent chances as good as
 * Poisson. The least number that such guessing reaches less than once in two million runs, since the better of two ways
 * counts.
 */
function tooMany(batches: number): number {
  const mean = 2 * batches;
  let term = Math.exp(-mean);
  let below = term;
  for (let number = 1; ; number += 1) {
    if (1 - below < 5e-7) return number;
    term *= mean / number;
    below += term;
  }
}

test.each(['answer', 'said'] as const)(
  'match people to what is in the table %s, with all that was ever written in order, dumps of every moment, the relay’s order, who answered when, and half of the truth: no better than guessing within a batch',
  (table) => {
    const { found, best, clues, of, sizes } = attack(table);
    told.push(
      `${table}: ${found.toFixed(1)} of ${of} found with ${clues} pairs of clues, best by ${best}; guessing finds ${sizes.length}, in batches of ${sizes.join(', ')}`,
    );
    expect(clues).toBeGreaterThan(40);
    expect(Math.min(...sizes)).toBeGreaterThanOrEqual(10);
    expect(tooMany(sizes.length)).toBeLessThan(of);
    expect(found).toBeLessThan(tooMany(sizes.length));
  },
);

test('find the answer of the last who came, by what the closing added to the counts: it adds ten at least, and no row of theirs', () => {
  const closing = written('survey', 'UPDATE').find(({ after }) => after!.state === 'closed')!.transaction;
  const opened = written('waiting', 'DELETE').filter(({ transaction }) => transaction === closing);
  expect(opened.length).toBeGreaterThanOrEqual(10);
  expect(written('answer').filter(({ transaction }) => transaction === closing)).toEqual([]);
  expect(written('answer').length).toBe(PEOPLE - opened.length);
});

test('find an id of an answer, of a text or of a sealed answer anywhere else in all that was ever written: none', () => {
  const mine = new Set<unknown>(
    ['waiting', 'answer', 'said'].flatMap((table) => written(table).map(({ after }) => after!.id)),
  );
  expect(mine.size).toBe(3 * PEOPLE - (PEOPLE - written('answer').length));
  const seen = new Map<string, Set<string>>();
  for (const { table, before, after } of log)
    for (const value of Object.values({ ...before, ...after }))
      if (typeof value === 'string' && mine.has(value)) {
        if (!seen.has(value)) seen.set(value, new Set());
        seen.get(value)!.add(table);
      }
  expect([...seen.values()].filter((tables) => tables.size !== 1)).toEqual([]);
  // Nor any other value of theirs, but the survey's own id and the month.
  const foreign = new Set(
    log
      .filter(({ table }) => !table.startsWith('survey.'))
      .flatMap(({ before, after }) => Object.values({ ...before, ...after }))
      .filter((value): value is string => typeof value === 'string' && value.length > 8),
  );
  const ours = ['waiting', 'answer', 'said', 'used_ticket'].flatMap((table) =>
    written(table).flatMap(({ after }) =>
      Object.entries(after!)
        .filter(
          ([column, value]) => typeof value === 'string' && column !== 'survey_id' && column !== 'month',
        )
        .map(([, value]) => value as string),
    ),
  );
  expect(ours.filter((value) => foreign.has(value))).toEqual([]);
});

test('read when anybody answered: no column holds more than the month, none counts up, and all that waits is of one length', async () => {
  const { rows } = await owner.query<{ column: string }>(
    `select table_name || '.' || column_name || ' ' || data_type as column from information_schema.columns
      where table_schema = 'survey' and (data_type ~ 'time|date|int' or is_identity = 'YES' or column_default ~ 'nextval')
      order by 1`,
  );
  expect(rows.map(({ column }) => column)).toEqual([
    'answer.month date',
    'survey.answered integer',
    'survey.closes_on date',
    'survey.month date',
    'survey.revision integer',
    'tally.count integer',
  ]);
  expect(new Set(written('waiting').map(({ after }) => String(after!.sealed).length)).size).toBe(1);
  expect(new Set(written('answer').map(({ after }) => after!.month)).size).toBe(1);
});

test('look for a ticket, and for an answer before it was opened, in everything that was ever written: none', () => {
  const all = JSON.stringify(log);
  for (const { path } of invited) {
    const ticket = path.split('/').at(-1)!;
    const bytes = Buffer.from(ticket, 'base64url');
    for (const form of [ticket, bytes.toString('hex'), bytes.subarray(0, 11).toString('hex')])
      expect(all.includes(form)).toBe(false);
  }
  for (const { said } of truth) {
    const where = log.filter((row) => JSON.stringify(row).includes(said)).map(({ table }) => table);
    expect([...new Set(where)]).toEqual(['survey.said']);
  }
});

test('answer twice with one ticket, at the same moment too; with a forged one, an altered one, or another survey’s: never', async () => {
  const id = await openSurvey(house, list, { definition: DEFINITION });
  const other = await openSurvey(house, list, { definition: DEFINITION });
  const keyring = house.keeper!.get(SurveyKeyring);
  const [mine, others] = [(await keyring.of(id))!.ticketKey, (await keyring.of(other))!.ticketKey];
  const ticket = makeTicket(id, mine);
  const answer = (one: string) => house.visitor.post(`/survey/${id}/${one}`, sent({ 'q-first': 'o1' }));
  const waiting = async () =>
    Number(
      (await owner.query<{ count: string }>('select count(*) from survey.waiting where survey_id = $1', [id]))
        .rows[0]!.count,
    );
  const bytes = Buffer.from(ticket, 'base64url');
  const altered = Array.from(bytes, (_, at) => {
    const changed = Buffer.from(bytes);
    changed[at]! ^= 1 << (at % 8);
    return changed.toString('base64url');
  });
  const forged = [
    makeTicket(id, others),
    makeTicket(other, others),
    makeTicket(other, mine),
    randomBytes(75).toString('base64url'),
    ticket.slice(1),
    `${ticket}A`,
    ...altered,
  ];
  for (const one of forged) expect((await answer(one)).status).toBe(404);
  expect(await waiting()).toBe(0);
  const answers = await Promise.all(Array.from({ length: 8 }, () => answer(ticket)));
  expect(answers.map(({ status }) => status)).toEqual(Array(8).fill(200));
  const texts = await Promise.all(answers.map((response) => response.text()));
  expect(texts.filter((text) => text.includes('Takk for svaret'))).toHaveLength(1);
  expect(await waiting()).toBe(1);
  await answer(ticket);
  expect(await waiting()).toBe(1);
});

test('read answers as web or as keeper, or people as the role of surveys: permission denied', async () => {
  const tables = async (schemas: string) =>
    (
      await owner.query<{ name: string }>(
        `select schemaname || '.' || tablename as name from pg_tables where schemaname = any ($1::text[])`,
        [schemas.split(' ')],
      )
    ).rows.map(({ name }) => name);
  const { urls } = house.database;
  for (const [role, schemas] of [
    ['web', 'survey'],
    ['keeper', 'survey'],
    ['survey', 'jatakk vault bullmq traffic'],
  ] as const) {
    const client = await signInto(urls[role]);
    const names = await tables(schemas);
    expect(names.length).toBeGreaterThan(5);
    for (const name of names)
      for (const sql of [
        `select * from ${name}`,
        `delete from ${name}`,
        `insert into ${name} default values`,
      ])
        expect([role, sql, await outcomeOf(client, sql)]).toEqual([role, sql, 'permission denied']);
    await client.end();
  }
});
