import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { HttpClient } from '../support/http-client.js';
import { TestHouse } from '../support/house.js';

const KNOWN = 'kari@fjellhallen.example';
const UNKNOWN = 'karo@fjellhallen.example';
const TRIES = 40;

let house: TestHouse;

beforeAll(async () => {
  // The throttle is attacked elsewhere: here every try must be answered. Each comes from a network of its own.
  house = await TestHouse.open({ env: { TRUSTED_PROXIES: '127.0.0.1,::1' } });
  await house.setUp();
});
afterAll(() => house.close());

/** Milliseconds of each answer to known and unknown, asked in turn so that a slow moment is slow for both. */
async function timesOf(ask: (address: string, from: string) => Promise<Response>) {
  const times = { known: [] as number[], unknown: [] as number[] };
  const bodies = new Set<string>();
  for (let n = 0; n < TRIES; n += 1)
    for (const who of n % 2 === 0 ? (['known', 'unknown'] as const) : (['unknown', 'known'] as const)) {
      const address = who === 'known' ? KNOWN : UNKNOWN;
      const start = performance.now();
      const answer = await ask(address, `198.51.${n}.${who === 'known' ? 1 : 2}`);
      times[who].push(performance.now() - start);
      bodies.add(`${answer.status} ${(await answer.text()).replaceAll(address, '…')}`);
    }
  return { ...times, bodies };
}

const median = (times: number[]) => times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)]!;

/** How often a time of one is above a time of the other: a half where they cannot be told apart. */
function overlap(one: number[], other: number[]): number {
  const above = one.flatMap((a) => other.map((b): number => (a > b ? 1 : a === b ? 0.5 : 0)));
  return above.reduce((sum, each) => sum + each, 0) / above.length;
}

function expectAlike({ known, unknown, bodies }: Awaited<ReturnType<typeof timesOf>>): void {
  expect(bodies.size).toBe(1);
  // Without the work that is done for nobody's password the medians are twenty times apart, and the overlap is 0 or 1.
  // What else a busy machine does may put one median well above the other; the overlap it hardly moves.
  expect(median(known) / median(unknown)).toBeGreaterThan(0.4);
  expect(median(known) / median(unknown)).toBeLessThan(2.5);
  expect(overlap(known, unknown)).toBeGreaterThan(0.15);
  expect(overlap(known, unknown)).toBeLessThan(0.85);
}

async function post(path: string, fields: Record<string, string>, from: string): Promise<Response> {
  return new HttpClient(house.url).post(path, fields, { 'x-forwarded-for': from });
}

test('ask by a wrong password who works here: the same words, and times that cannot be told apart', async () => {
  expectAlike(
    await timesOf((address, from) =>
      post('/staff/sign-in', { address, password: 'ikke dette heller' }, from),
    ),
  );
}, 240_000);

test('ask by a new password who works here: the same words, and times that cannot be told apart', async () => {
  expectAlike(await timesOf((address, from) => post('/staff/forgotten', { address }, from)));
}, 240_000);

test('try twelve passwords for one name from one network: it waits for that name, and nobody else does', async () => {
  const from = '203.0.113.9';
  const tries = (network: string) => post('/staff/sign-in', { address: UNKNOWN, password: 'x' }, network);
  const statuses: number[] = [];
  for (let n = 0; n < 12; n += 1) statuses.push((await tries(from)).status);
  expect(statuses).toEqual([...Array<number>(10).fill(422), 429, 429]);
  expect((await tries('203.0.113.10')).status).toBe(422);
  const right = { address: KNOWN, password: 'fire ord som ingen gjetter' };
  expect((await post('/staff/sign-in', right, '203.0.113.10')).status).toBe(303);
  expect((await post('/staff/sign-in', right, from)).status).toBe(303);
});

test('fill the queue of passwords: whoever is one too many is asked to come again, known or not', async () => {
  const flood = Array.from({ length: 60 }, (_, n) =>
    post('/staff/sign-in', { address: n % 2 ? KNOWN : UNKNOWN, password: 'x' }, `192.0.2.${n}`),
  );
  const answers = await Promise.all(flood);
  const busy = answers.filter(({ status }) => status === 503);
  expect(busy.length).toBeGreaterThan(0);
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([422, 503]));
  expect(busy[0]!.headers.get('retry-after')).toBe('5');
  expect(new Set(await Promise.all(busy.map((answer) => answer.text()))).size).toBe(1);
  expect((await post('/staff/sign-in', { address: KNOWN, password: 'x' }, '192.0.2.200')).status).toBe(422);
});
