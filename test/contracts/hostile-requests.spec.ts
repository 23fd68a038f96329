import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { expectSafe } from '../support/expect-safe.js';
import { TestHouse } from '../support/house.js';
import { halfRequest, rawRequest } from '../support/raw-http.js';

const LIST = '/lists/hostprogrammet';
const FORM = { 'content-type': 'application/x-www-form-urlencoded' };

let house: TestHouse;

beforeAll(async () => {
  house = await TestHouse.open();
  await house.setUp();
  await house.makeList(await house.makeRegister('nyhetsbrev'), 'hostprogrammet', 'Høstprogrammet');
});
afterAll(() => house.close());

test('a body of ten megabytes is refused before it has come, with a length or without', async () => {
  const startedAt = Date.now();
  const announced = await rawRequest(
    house.url,
    'POST',
    LIST,
    { ...FORM, 'content-length': '10485760' },
    'address=a',
  );
  expect(announced.status).toBe(413);
  const megabyte = 'a'.repeat(1 << 20);
  const streamed = await rawRequest(
    house.url,
    'POST',
    LIST,
    { ...FORM, 'transfer-encoding': 'chunked' },
    megabyte,
  );
  expect(streamed.status).toBe(413);
  expect(Date.now() - startedAt).toBeLessThan(5000);
});

test.each([
  ['brackets in a key', `list${'[a]'.repeat(10_000)}=x&address=a`],
  ['open brackets', `${'['.repeat(10_000)}=x`],
  ['twenty thousand keys', Array.from({ length: 20_000 }, (_, i) => `k${i}=1`).join('&')],
  ['the names of objects', '__proto__=x&constructor=y&__proto__[a]=b&hasOwnProperty=z&toString=1'],
  ['broken percent signs', 'address=%&list=%zz&%=%ff%fe'],
  ['nothing but separators', '&'.repeat(100_000)],
])('%s in a form is harmless', async (_, body) => {
  const startedAt = Date.now();
  const answer = await rawRequest(house.url, 'POST', LIST, FORM, body);
  expect([400, 422]).toContain(answer.status);
  expect(Date.now() - startedAt).toBeLessThan(3000);
  expect(({} as Record<string, unknown>)['a']).toBeUndefined();
});

const PART = 'content-disposition: form-data; name="address"';

test.each([
  ['a file', 'boundary=b', `--b\r\n${PART}; filename="a.txt"\r\n\r\nx\r\n--b--\r\n`],
  ['a long field', 'boundary=b', `--b\r\n${PART}\r\n\r\n${'x'.repeat(2000)}\r\n--b--\r\n`],
  ['a long name', 'boundary=b', `--b\r\n${PART.replace('address', 'n'.repeat(5000))}\r\n\r\nx\r\n--b--\r\n`],
  ['many fields', 'boundary=b', `--b\r\n${PART}\r\n\r\nx\r\n`.repeat(500) + '--b--\r\n'],
  ['an odd name', 'boundary=b', `--b\r\n${PART.replace('address', '__proto__')}\r\n\r\nx\r\n--b--\r\n`],
  ['no name', 'boundary=b', '--b\r\ncontent-disposition: form-data\r\n\r\nx\r\n--b--\r\n'],
  ['no end', 'boundary=b', `--b\r\n${PART}\r\n\r\nx`],
  ['no part', 'boundary=b', 'x'],
  ['nothing in it', 'boundary=b', ''],
  ['no boundary', '', `--b\r\n${PART}\r\n\r\nx\r\n--b--\r\n`],
  ['a boundary too long', `boundary=${'b'.repeat(300)}`, `--${'b'.repeat(300)}--\r\n`],
])('a multipart form with %s is refused in words', async (_, boundary, body) => {
  const type = { 'content-type': `multipart/form-data; ${boundary}`, accept: 'text/html' };
  const answer = await rawRequest(house.url, 'POST', LIST, type, body);
  expectSafe(boundary, answer);
  expect([400, 413, 415, 422]).toContain(answer.status);
  expect((await rawRequest(house.url, 'GET', '/health')).status).toBe(200);
});

test('a hundred visitors who never finish their request are in nobody’s way, and are not waited for long', async () => {
  const slow = Array.from({ length: 100 }, (_, i) =>
    halfRequest(
      house.url,
      i % 2 === 0
        ? 'GET / HTTP/1.1\r\nhost: x\r\nx-slow: '
        : `POST ${LIST} HTTP/1.1\r\nhost: x\r\ncontent-type: application/x-www-form-urlencoded\r\ncontent-length: 1000\r\n\r\nadd`,
    ),
  );
  const startedAt = Date.now();
  expect((await rawRequest(house.url, 'GET', '/health')).status).toBe(200);
  expect(Date.now() - startedAt).toBeLessThan(3000);
  for (const one of slow) one.drop();
  const server = house.web.getHttpServer() as { requestTimeout: number; headersTimeout: number };
  // A photograph from far out takes its time; a head does not.
  expect(server.requestTimeout).toBe(120_000);
  expect(server.headersTimeout).toBe(30_000);
});
