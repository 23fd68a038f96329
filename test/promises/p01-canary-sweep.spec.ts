import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import pg from 'pg';
import type { HttpClient } from '../support/http-client.js';
import { doTheMainJob } from './support/do-the-main-job.js';
import { filesBelow, hitsIn, needlesFor, needlesForToken } from './support/needles.js';
import { StartedHouse } from './support/started-house.js';

const MARK = 'kanarifugl';
const STAYS = `${MARK}.blir@fjell.example`;

let house: StartedHouse;
let staff: HttpClient;
let needles: Buffer[];

beforeAll(async () => {
  house = await StartedHouse.start();
  staff = house.client();
  const tokens = await doTheMainJob(house, staff, MARK);
  expect(tokens.length).toBeGreaterThanOrEqual(10);
  needles = [...needlesFor(MARK), ...tokens.flatMap(needlesForToken)];
}, 240_000);
afterAll(() => house.throwAway(), 120_000);

test('search for 5 addresses and every confirm and leave link in what was printed and logged at debug level: 0 hits', () => {
  const logs = [...filesBelow(join(house.dataFolder, 'logs'))];
  expect(logs.map(({ path }) => path.split('/').at(-1))).toEqual(
    expect.arrayContaining(['jatakk.log', 'postgres.log']),
  );
  expect(Buffer.concat(logs.map(({ bytes }) => bytes)).toString()).toContain('"level":20');
  for (const bytes of [Buffer.from(house.said), ...logs.map(({ bytes }) => bytes)])
    expect(hitsIn(bytes, needles)).toBe(0);
});

test('search for them in every column of every table, the queue’s included, as the owner: 0 hits', async () => {
  const owner = new pg.Client({ connectionString: house.ownerUrl });
  await owner.connect();
  const { rows: tables } = await owner.query<{ name: string }>(
    `select c.oid::regclass::text as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where c.relkind in ('r', 'p', 'm') and n.nspname not in ('pg_catalog', 'information_schema')`,
  );
  expect(tables.length).toBeGreaterThan(20);
  let rowsRead = 0;
  const found: string[] = [];
  for (const name of [...tables.map((table) => table.name), 'pg_stat_activity', 'pg_stats']) {
    const { rows } = await owner.query<{ row: string }>(
      name.startsWith('pg_')
        ? `select t::text as row from ${name} t`
        : `select to_jsonb(t)::text as row from ${name} t`,
    );
    rowsRead += rows.length;
    if (hitsIn(Buffer.from(rows.map(({ row }) => row).join('\n')), needles) > 0) found.push(name);
  }
  await owner.end();
  expect(rowsRead).toBeGreaterThan(100);
  expect(found).toEqual([]);
});

test('look in the log of what staff do for anything like an address, or a word that somebody typed: 0 hits', async () => {
  const owner = new pg.Client({ connectionString: house.ownerUrl });
  await owner.connect();
  const { rows } = await owner.query<{ lines: number; addresses: number; words: number }>(
    `select count(*)::integer as lines,
            count(*) filter (where to_jsonb(a)::text like '%@%')::integer as addresses,
            count(*) filter (where exists (select 1 from jsonb_each_text(a.detail) d where d.value ~ '\\s'))::integer as words
       from jatakk.audit a`,
  );
  await owner.end();
  expect(rows[0]!.lines).toBeGreaterThan(10);
  expect([rows[0]!.addresses, rows[0]!.words]).toEqual([0, 0]);
});

test('follow every link as administrator and as visitor: no address on any page', async () => {
  for (const [client, from, atLeast] of [
    [staff, '/staff', 12],
    [house.client(), '/', 5],
  ] as const) {
    const pages = await crawl(client, from);
    expect(pages.size).toBeGreaterThanOrEqual(atLeast);
    const found = [...pages]
      .filter(([, text]) => hitsIn(Buffer.from(text), needles) > 0)
      .map(([path]) => path);
    expect(found).toEqual([]);
  }
});

test('count every connection that start, web, keeper and receiver have opened: the database and, from the keeper, the relay', () => {
  const { socketFolder, mailboxPort } = house.record;
  const kinds = house.connections.map(({ from, to }) => {
    if (to.startsWith(socketFolder!)) return `${from} to the database`;
    return /^(127\.0\.0\.1|localhost):/.test(to) && to.endsWith(`:${mailboxPort}`)
      ? `${from} to the relay`
      : `${from} to ${to}`;
  });
  expect([...new Set(kinds)].filter((kind) => !/^(start|migrate)/.test(kind)).sort()).toEqual([
    'keeper.js to the database',
    'keeper.js to the relay',
    'receiver.js to the database',
    'web.js to the database',
  ]);
  const others = kinds.filter((kind) => !kind.endsWith('to the database') && !kind.endsWith('to the relay'));
  expect(others).toEqual([]);
});

test('search for them in every file of the data folder after the end, PostgreSQL’s own and its log of changes included: 0 hits', async () => {
  await house.stop();
  let files = 0;
  const found: string[] = [];
  const mailbox = join(house.dataFolder, 'mailbox');
  for (const { path, bytes } of filesBelow(house.dataFolder, mailbox)) {
    files += 1;
    if (hitsIn(bytes, needles) > 0) found.push(path);
  }
  expect(files).toBeGreaterThan(500);
  expect(found).toEqual([]);
  // The trial's mailbox is the one place where they are, and the proof that the search finds what there is.
  expect([...filesBelow(mailbox)].filter(({ bytes }) => hitsIn(bytes, needles) > 0).length).toBeGreaterThan(
    10,
  );
});

test('hide an address in hex, UTF-16 or base64 from this search: it finds each', () => {
  const bytes = Buffer.from(STAYS);
  const hidden = [bytes.toString('hex'), bytes.toString('hex').toUpperCase(), STAYS.toUpperCase()];
  for (const before of ['', 'a', 'ab']) hidden.push(Buffer.from(before + STAYS).toString('base64'));
  for (const text of hidden) expect([text, hitsIn(Buffer.from(text), needles)]).toEqual([text, 1]);
  expect(hitsIn(Buffer.from(STAYS, 'utf16le'), needles)).toBe(1);
});

/** Every page that links lead to, from one on; the mailbox of the trial, where everybody's mail lies, is left out. */
async function crawl(client: HttpClient, from: string): Promise<Map<string, string>> {
  const pages = new Map<string, string>();
  const waiting = [from];
  for (let path = waiting.shift(); path !== undefined; path = waiting.shift()) {
    if (pages.has(path) || path.startsWith('/mailbox') || path.startsWith('/assets')) continue;
    const text = await (await client.get(path)).text();
    pages.set(path, text);
    for (const [, href] of text.matchAll(/(?:href|hx-get)="(\/[^"#]*)/g))
      waiting.push(href!.replaceAll('&amp;', '&'));
  }
  return pages;
}
