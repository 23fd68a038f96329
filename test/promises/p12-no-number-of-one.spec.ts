import { afterAll, beforeAll, expect, test } from '@jest/globals';
import pg from 'pg';
import { NoteFacts } from '../../src/keeper/note-facts.service.js';
import { type ListIds, TestHouse } from '../support/house.js';
import { textOf } from '../support/html.js';
import { until } from '../support/until.js';

const page = (slug: string) => `/lists/${slug}/transparency?lang=nb`;
const data = (slug: string) => `/lists/${slug}/transparency.json`;

let house: TestHouse;
let list: ListIds;

const owner = (statement: string, parameters: unknown[] = []) =>
  house.database.owner.query(statement, parameters);
const note = () => house.keeper!.get(NoteFacts).note();
const look = async (slug: string) => [
  await house.visitor.page(page(slug)),
  await (await house.visitor.get(data(slug))).text(),
];
/** As if so many were on it, and as if this month had not been noted. */
const holds = async (of: ListIds, people: number) => {
  await owner('delete from jatakk.subscription_tally where list_id = $1', [of.listId]);
  await owner(`insert into jatakk.subscription_tally values ($1, 'confirmed', 1, $2)`, [of.listId, people]);
  await owner('delete from jatakk.list_size where list_id = $1', [of.listId]);
  await note();
};

beforeAll(async () => {
  house = await TestHouse.open();
  await house.setUp();
  list = await house.makeList(await house.makeRegister('nyhetsbrev'), 'program');
  // The keeper may be at it by itself, and is not joined.
  await until('it is written down', async () => {
    await note();
    return (JSON.parse((await look('program'))[1]!) as { changed: string | null }).changed;
  });
});
afterAll(() => house.close());

test('look while one person joins, and while they leave: not one byte differs', async () => {
  const before = await look('program');
  const mail = await house.joins(list, 'anna@example.com');
  await note();
  expect(await look('program')).toEqual(before);
  const out = /\/u\/[\w-]{43}/.exec(mail.parsed.text!)![0];
  expect((await house.visitor.submit(out, out)).status).toBe(200);
  await note();
  expect(await look('program')).toEqual(before);
});

test('ask of lists of one, of four, of nineteen: the same words, and no number', async () => {
  const said: string[][] = [];
  for (const people of [0, 1, 4, 19]) {
    await holds(list, people);
    said.push(await look('program'));
  }
  for (const one of said) expect(one).toEqual(said[0]);
  expect(textOf(said[0]![0]!)).toContain('færre enn 20');
  expect(JSON.parse(said[0]![1]!)).toMatchObject({ subscribers: { months: [{ fewerThan: 20 }] } });
});

test('pad a list with addresses of one’s own and watch it all month: the number is the first, rounded', async () => {
  await holds(list, 344);
  const before = await look('program');
  expect(textOf(before[0]!)).toContain('omtrent 350');
  for (const people of [345, 374, 376, 9000]) {
    await owner('update jatakk.subscription_tally set count = $2 where list_id = $1', [list.listId, people]);
    await note();
    expect(await look('program')).toEqual(before);
  }
  // What is kept in the database is rounded too.
  const { rows } = await owner('select about::integer from jatakk.list_size where list_id = $1', [
    list.listId,
  ]);
  expect(rows).toEqual([{ about: 350 }]);
});

test('work out from a rounded number how many there are: at least ten would give the same', async () => {
  const { rows } = await owner(
    `select jatakk.about_so_many(n)::integer as about, count(*)::integer as many, max(abs(n - jatakk.about_so_many(n))) as off
       from generate_series(0::bigint, 5000) as n group by 1`,
  );
  const told = rows as { about: number; many: number }[];
  // The last is cut off by where this looks no further; 20 and the seams hold two of the rules.
  const few = told.filter(({ about, many }) => many < 10 && ![20, 200, 2000, 5000].includes(about));
  expect(few).toEqual([]);
  expect(Math.min(...told.map(({ many }) => many))).toBeGreaterThanOrEqual(5);
});

test('count those who left, one by one: nothing under five, and fives from there', async () => {
  await owner(`update jatakk.purpose_text set published_on = current_date - 100 where list_id = $1`, [
    list.listId,
  ]);
  const [last] = (
    await owner(
      `select to_char(date_trunc('month', jatakk.day_here()) - interval '20 days', 'YYYY-MM-DD') as day`,
    )
  ).rows as { day: string }[];
  const leave = async (kind: string, people: number) => {
    await owner('insert into jatakk.count_waiting values ($1, $2, $3, $4)', [
      list.listId,
      kind,
      last!.day,
      people,
    ]);
    await owner('select jatakk.gather_counts()');
  };
  const ofMonth = async () => {
    const read = JSON.parse((await look('program'))[1]!) as { months: { month: string; left: unknown }[] };
    return read.months.find(({ month }) => last!.day.startsWith(month))?.left;
  };
  for (let one = 0; one < 4; one += 1) {
    await leave('unsubscribed', 1);
    expect(await ofMonth()).toEqual({ fewerThan: 5 });
  }
  await leave('complained', 4);
  expect(await ofMonth()).toEqual({ fewerThan: 5 });
  await leave('unsubscribed', 3);
  expect(await ofMonth()).toEqual({ about: 5 });
  expect(textOf((await look('program'))[0]!)).not.toContain('omtrent 7');
});

test('as web or keeper, write or read a number of one’s own choice: permission denied', async () => {
  const roles = [house.database.webUrl, house.database.keeperUrl].map(
    (connectionString) => new pg.Client({ connectionString }),
  );
  await Promise.all(roles.map((role) => role.connect()));
  try {
    for (const role of roles)
      for (const attempt of [
        'update jatakk.list_size set about = 100',
        `insert into jatakk.list_size select id, date_trunc('month', now())::date, 100 from jatakk.list`,
        'delete from jatakk.list_size',
        'select jatakk.about_so_many(21)',
      ])
        await expect(role.query(attempt)).rejects.toThrow('permission denied');
    await expect(roles[0]!.query('select jatakk.note_sizes()')).rejects.toThrow('permission denied');
  } finally {
    await Promise.all(roles.map((role) => role.end()));
  }
});

test('look for anybody in any of it: no address but those that we publish, no id of a person', async () => {
  await house.joins(list, 'berit@example.com');
  const said = [
    ...(await look('program')),
    await (await house.visitor.get('/.well-known/jatakk')).text(),
  ].join(' ');
  const published = [
    'program@fjellhallen.example',
    'post@fjellhallen.example',
    'personvern@fjellhallen.example',
  ];
  expect([...new Set(said.match(/[\w.-]+@[\w.-]+\w/g))].filter((one) => !published.includes(one))).toEqual(
    [],
  );
  const { rows } = await owner(
    'select id::text from jatakk.subscriber union select id::text from jatakk.subscription union select id::text from jatakk.list',
  );
  expect((rows as { id: string }[]).filter(({ id }) => said.includes(id))).toEqual([]);
});
