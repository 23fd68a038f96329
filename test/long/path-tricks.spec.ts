import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { TestHouse } from '../support/house.js';
import { type RawAnswer, rawRequest } from '../support/raw-http.js';

let house: TestHouse;
let registerId: string;

beforeAll(async () => {
  house = await TestHouse.open();
  await house.setUp();
  registerId = await house.makeRegister('nyhetsbrev');
});
afterAll(() => house.close());

/** Ways of writing one path that some router, proxy or guard has read as another. */
function tricksOn(path: string): string[] {
  const [, first = '', ...rest] = path.split('/');
  const tail = rest.length > 0 ? `/${rest.join('/')}` : '';
  const encoded = (text: string) =>
    text.replaceAll(/./g, (letter) => `%${letter.charCodeAt(0).toString(16).padStart(2, '0')}`);
  return [
    path,
    `${path}/`,
    `${path}//`,
    `/${path}`,
    `//${path}`,
    `/.${path}`,
    `/x/..${path}`,
    `/assets/..${path}`,
    `/assets/..%2f${first}${tail}`,
    `/assets/%2e%2e${path}`,
    `/%2e${path}`,
    `/./${first}/.${tail || '/'}`,
    `/${encoded(first)}${tail}`,
    `/%73${first.slice(1)}${tail}`,
    `/${first}%2f${rest.join('%2f')}`,
    `/${first}%252f${rest.join('%252f')}`,
    `%2f${first}${tail}`,
    `/${first.toUpperCase()}${tail}`,
    `/${first};x${tail}`,
    `/${first};/..${path}`,
    `${path};jsessionid=1`,
    `${path}%00`,
    `${path}%20`,
    `${path}.html`,
    `${path}.json`,
    `${path}?lang=nb&/assets/jatakk.css`,
    `${path}#/assets/jatakk.css`,
    `${path}%3f`,
    `/\\${first}${tail}`,
    `/${first}\\${rest.join('\\')}`,
    `/%EF%BD%93${first.slice(1)}${tail}`, // a full-width s
    `http://localhost${path}`,
    `http://other.example${path}`,
  ];
}

const PATHS = ['/staff', '/staff/members', '/staff/organisation', '/staff/registers', '/staff/go-live'];

const HEADERS: Record<string, string>[] = [
  {},
  { 'x-http-method-override': 'GET', 'x-original-url': '/assets/jatakk.css', 'x-rewrite-url': '/' },
  { 'x-forwarded-for': '127.0.0.1', 'x-forwarded-host': 'localhost', 'x-forwarded-prefix': '/assets' },
  { cookie: 'jatakk=; __Host-jatakk=x' },
  { cookie: `jatakk=${'a'.repeat(43)}`, authorization: 'Basic YWRtaW46YWRtaW4=' },
];

test('however a staff path is written, nobody without a session gets a staff page', async () => {
  const inside = await house.staff.page('/staff');
  expect(inside).toContain('/staff/sign-out');
  const paths = [...PATHS, `/staff/registers/${registerId}`, `/staff/registers/${registerId}/lists`];
  for (const trick of paths.flatMap(tricksOn)) {
    for (const method of ['GET', 'HEAD', 'POST', 'PUT', 'OPTIONS', 'QUERY']) {
      const answer = await rawRequest(house.url, method, trick, { accept: 'text/html' });
      expectNoStaffPage(`${method} ${trick}`, answer);
    }
  }
});

test.each(HEADERS)('headers such as %j open nothing either', async (headers) => {
  for (const path of PATHS) {
    for (const method of ['GET', 'HEAD', 'POST', 'OPTIONS']) {
      expectNoStaffPage(`${method} ${path}`, await rawRequest(house.url, method, path, headers));
    }
  }
});

test('a form cannot say that it is another method', async () => {
  const headers = {
    'content-type': 'application/x-www-form-urlencoded',
    'x-http-method': 'GET',
    'x-method-override': 'GET',
    'x-http-method-override': 'GET',
  };
  for (const path of ['/staff?_method=GET', '/staff/registers?_method=GET']) {
    const answer = await rawRequest(house.url, 'POST', path, headers, '_method=GET');
    expectNoStaffPage(path, answer);
    expect(answer.status).toBeGreaterThanOrEqual(403);
  }
});

/** The way to sign in, or no such page, or not for you: 303, 400, 403, 404, 405. */
function expectNoStaffPage(what: string, { status, headers, body }: RawAnswer): void {
  expect([what, [303, 400, 403, 404, 405].includes(status)]).toEqual([what, true]);
  if (status === 303) expect([what, headers.location]).toEqual([what, '/staff/sign-in']);
  expect(body).not.toMatch(/sign-out|name="csrf"|Kari Nordmann/);
  expect(headers['set-cookie']).toBeUndefined();
}
