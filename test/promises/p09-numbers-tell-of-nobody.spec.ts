import { createServer, type Server } from 'node:http';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type pg from 'pg';
import { FollowCounter } from '../../src/web/public/follow-counter.service.js';
import { type ListIds, TestHouse } from '../support/house.js';
import { countsAreOld } from '../support/days.js';
import { headerFields } from '../support/raw-message.js';
import { outcomeOf, signInto } from './support/attempt.js';

let house: TestHouse;
let owner: pg.Client;
let keeper: pg.Client;
let web: pg.Client;
let list: ListIds;
let campaign: string;
let links: string[];
let target: Server;
/** What the site that a link leads to was told. */
const asked: Record<string, unknown>[] = [];

beforeAll(async () => {
  house = await TestHouse.open();
  await house.setUp();
  owner = house.database.owner;
  keeper = await signInto(house.database.keeperUrl);
  web = await signInto(house.database.webUrl);
  target = createServer(({ headers, url }, answer) => {
    asked.push({ ...headers, url });
    answer.end('ok');
  });
  await new Promise<void>((resolve) => target.listen(0, '127.0.0.1', resolve));
  const { port } = target.address() as { port: number };
  const register = await house.makeRegister('nyhetsbrev');
  list = await house.makeList(register, 'program', 'Programmet');
  await Promise.all(Array.from({ length: 21 }, (_, index) => house.joins(list, `leser${index}@example.org`)));
  campaign = await house.writes(
    list,
    'Høsten',
    `[Billetter](http://127.0.0.1:${port}/kjop) og [mer](http://127.0.0.1:${port}/mer)`,
  );
  const page = `/staff/registers/${list.registerId}/campaigns/${campaign}`;
  await house.staff.submit(page, `${page}/counting`, { counts: 'yes' });
  await house.presses('send', list, campaign);
  await house.isSent(campaign);
  links = [...new Set(String(mails()[0]!.parsed.html).match(/\/r\/[\w-]{22}/g))];
}, 240_000);
afterAll(async () => {
  await new Promise((resolve) => target.close(resolve));
  await keeper.end();
  await web.end();
  await house.close();
});

const mails = () => house.sink.mails.filter(({ parsed }) => parsed.subject === 'Høsten');

/** Every row of every table, as text. */
async function everyRow(): Promise<Map<string, string[]>> {
  const { rows: tables } = await owner.query<{ name: string }>(
    `select format('%I.%I', schemaname, tablename) as name from pg_tables
      where schemaname in ('jatakk', 'vault', 'survey', 'traffic') order by 1`,
  );
  const found = new Map<string, string[]>();
  for (const { name } of tables) {
    const { rows } = await owner.query<{ row: string }>(`select t::text as row from ${name} t`);
    found.set(name, rows.map(({ row }) => row).sort());
  }
  return found;
}

test('tell two recipients apart by the links of a campaign that counts them: the messages differ in nothing more', () => {
  const [first, ...others] = mails();
  const same = (raw: Buffer) =>
    raw
      .toString('latin1')
      .replaceAll(/=\r\n/g, '')
      .replaceAll(/\/u\/[\w-]{43}/g, '/u/TOKEN');
  const fields = (raw: Buffer) =>
    headerFields(raw)
      .filter(({ name }) => !/^(to|message-id|list-unsubscribe|dkim-signature)$/i.test(name))
      .map(({ name, value }) => `${name}: ${value}`);
  const bodyOf = (raw: Buffer) => same(raw).slice(same(raw).indexOf('\r\n\r\n'));
  expect(links).toHaveLength(2);
  expect(others).toHaveLength(20);
  for (const { raw } of others) {
    expect(fields(raw)).toEqual(fields(first!.raw));
    expect(bodyOf(raw)).toBe(bodyOf(first!.raw));
  }
});

test('learn who followed a link, from the database, the answer, or the site it leads to', async () => {
  // Whoever joined has their answer entered a moment later: what changes from here on is by the links.
  await house.stopKeeper();
  const before = await everyRow();
  const agent = 'Kanarifugl/1.0 (leser7@example.org)';
  for (let times = 0; times < 9; times += 1) {
    const answer = await fetch(house.url + links[0]!, {
      headers: { 'user-agent': agent, 'x-forwarded-for': '198.51.100.77', cookie: 'hvem=leser7' },
    });
    expect(await answer.text()).toBe('ok');
    expect(answer.headers.get('set-cookie')).toBeNull();
  }
  // Until the minute is over nothing at all is written.
  expect(await everyRow()).toEqual(before);
  await house.web.get(FollowCounter).writeDown();
  const after = await everyRow();
  const changed = [...after].filter(([name, rows]) => rows.join('\n') !== before.get(name)!.join('\n'));
  expect(changed.map(([name]) => name)).toEqual(['jatakk.count_waiting']);
  const added = changed[0]![1].filter((row) => !before.get('jatakk.count_waiting')!.includes(row));
  // A link, that it was followed, a day, and how often: one row for nine.
  expect(added).toHaveLength(1);
  expect(added[0]).toMatch(/^\([0-9a-f-]{36},followed,\d{4}-\d\d-\d\d,9\)$/);
  expect(asked).toHaveLength(9);
  for (const request of asked) {
    expect(request['url']).toBe('/kjop');
    expect(request['referer']).toBeUndefined();
  }
});

test('be led elsewhere by it: a link leads only to what was sent', async () => {
  for (const path of [
    '/r/',
    '/r/aaaaaaaaaaaaaaaaaaaaaa',
    '/r/https://evil.example/',
    '/r//evil.example',
    `${links[0]!}?to=https://evil.example/`,
    `${links[0]!}/https://evil.example/`,
    '/r/..%2f..%2fstaff',
  ]) {
    const answer = await fetch(house.url + path, { redirect: 'manual' });
    expect(answer.headers.get('location') ?? '').not.toContain('evil');
    if (!path.startsWith(`${links[0]!}?`)) expect(answer.status).toBeGreaterThanOrEqual(400);
  }
  // Neither process may write down another target, or change one.
  const insert = `insert into jatakk.campaign_link values (gen_random_uuid(), '${list.registerId}', '${campaign}', 9, 'https://evil.example/')`;
  for (const client of [web, keeper]) {
    expect(await outcomeOf(client, insert)).toBe('permission denied');
    expect(await outcomeOf(client, `update jatakk.campaign_link set target = 'https://evil.example/'`)).toBe(
      'permission denied',
    );
  }
  expect(await outcomeOf(web, `select jatakk.keep_links('${campaign}', '{}', '{}')`)).toBe(
    'permission denied',
  );
  // For a campaign that nobody has sent the keeper itself writes none.
  const draft = await house.writes(list, 'Utkast', '[Inn](https://evil.example/)');
  const page = `/staff/registers/${list.registerId}/campaigns/${draft}`;
  await house.staff.submit(page, `${page}/counting`, { counts: 'yes' });
  await keeper.query('select jatakk.keep_links($1, array[gen_random_uuid()], array[$2])', [
    draft,
    'https://evil.example/',
  ]);
  const { rowCount } = await owner.query('select 1 from jatakk.campaign_link where campaign_id = $1', [
    draft,
  ]);
  expect(rowCount).toBe(0);
});

test('read as web or keeper what has not come to five; store a number under five as the owner', async () => {
  for (const client of [web, keeper]) {
    expect(await outcomeOf(client, 'select * from jatakk.count_waiting')).toBe('permission denied');
    expect(
      await outcomeOf(
        client,
        `insert into jatakk.count_shown values ('${list.listId}', 'joined', 'day', '2026-01-01', 9)`,
      ),
    ).toBe('permission denied');
    expect(await outcomeOf(client, `select jatakk.count_move('${list.listId}', 'joined', 1)`)).toBe(
      'permission denied',
    );
  }
  expect(
    await outcomeOf(
      owner,
      `insert into jatakk.count_shown values ('${list.listId}', 'joined', 'day', '2026-01-01', 4)`,
    ),
  ).toMatch(/^23514/);
});

const KINDS = ['joined', 'unsubscribed', 'bounced', 'erased'] as const;

/** Some days, on each of which some come and some go; some take it back. */
const days = fc.array(
  fc.array(
    fc.record({ kind: fc.constantFrom(...KINDS), step: fc.constantFrom(1, 1, 1, 1, 2, 3, 7, 30, -1) }),
    { maxLength: 8 },
  ),
  { minLength: 1, maxLength: 20 },
);

test('get at fewer than five: by any two days, any two looks, or a total less its parts', async () => {
  const shown = async (of: string) => {
    const { rows } = await owner.query<{ kind: string; day: string; count: number }>(
      `select kind, day::text as day, count::integer from jatakk.count_shown where counted = $1`,
      [of],
    );
    return new Map(rows.map(({ kind, day, count }) => [`${kind} ${day}`, count]));
  };
  await fc.assert(
    fc.asyncProperty(days, async (steps) => {
      const { rows } = await owner.query<{ of: string }>('select gen_random_uuid() as of');
      const { of } = rows[0]!;
      const truly = new Map<string, number>();
      let before = await shown(of);
      for (const moves of steps) {
        for (const { kind, step } of moves) {
          await owner.query('select jatakk.count_move($1, $2, $3)', [of, kind, step]);
          truly.set(kind, (truly.get(kind) ?? 0) + step);
        }
        await countsAreOld(owner);
        await owner.query(`update jatakk.count_shown set day = day - 1000 where counted = $1`, [of]);
        await owner.query(`update jatakk.count_shown set day = day + 999 where counted = $1`, [of]);
        before = new Map(
          [...before].map(([key, count]) => {
            const [kind, day] = key.split(' ') as [string, string];
            const earlier = new Date(Date.parse(day) - 86_400_000).toISOString().slice(0, 10);
            return [`${kind} ${earlier}`, count];
          }),
        );
        await keeper.query('select jatakk.gather_counts()');
        const now = await shown(of);
        // A cell is five or more, and what has come to it since somebody last looked is none, or five or more. Every
        // total is a sum of cells, and every difference of two totals a sum of other cells.
        for (const [key, count] of now) {
          const more = count - (before.get(key) ?? 0);
          expect(count).toBeGreaterThanOrEqual(5);
          expect(more === 0 || more >= 5).toBe(true);
        }
        for (const key of before.keys()) expect(now.has(key)).toBe(true);
        before = now;
        // What waits says no day any more, and with what is shown it is everybody.
        const { rows: waiting } = await owner.query<{ kind: string; day: string; count: string }>(
          'select kind, day::text as day, count from jatakk.count_waiting where counted = $1',
          [of],
        );
        for (const kind of KINDS) {
          const waits = waiting.filter((one) => one.kind === kind);
          expect(waits.length).toBeLessThanOrEqual(1);
          expect(waits.every(({ day, count }) => day === '-infinity' && Number(count) < 5)).toBe(true);
          const sum = [...now].reduce(
            (all, [key, count]) => (key.startsWith(`${kind} `) ? all + count : all),
            0,
          );
          expect(sum + Number(waits[0]?.count ?? 0)).toBe(truly.get(kind) ?? 0);
        }
      }
    }),
    { numRuns: 40 },
  );
}, 240_000);
