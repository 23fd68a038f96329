import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { expectSafe } from '../support/expect-safe.js';
import { TestHouse } from '../support/house.js';
import { type RawAnswer, rawRequest } from '../support/raw-http.js';
import { pathOf, routesOf } from '../support/routes.js';

const LIST = '/lists/hostprogrammet';
const FORM = { 'content-type': 'application/x-www-form-urlencoded' };
const TOKEN = 'k'.repeat(43);
const KNOWN = { slug: 'hostprogrammet', token: TOKEN, name: 'jatakk.css', id: '1', page: '0' };

let house: TestHouse;

beforeAll(async () => {
  house = await TestHouse.open({ env: { SIGN_UPS_PER_CLIENT: '8' } });
  await house.setUp();
  await house.makeList(await house.makeRegister('nyhetsbrev'), 'hostprogrammet', 'Høstprogrammet');
});
afterAll(() => house.close());

test('every route that anybody may ask for answers with the strict headers and no cookie, whatever the method', async () => {
  const open = routesOf(house).filter(({ pattern }) => !/^\/staff(?!\/sign-in)/.test(pattern));
  expect(open.length).toBeGreaterThan(20);
  const paths = new Set(open.map(({ pattern }) => pathOf(pattern, KNOWN)));
  for (const path of [
    ...paths,
    '/nowhere',
    '/api/v1/nowhere',
    '/confirm/x',
    `/u/${TOKEN}?lang=en`,
    '/favicon.ico',
  ]) {
    const answers = (pattern: string) =>
      new RegExp(`^${pattern.replaceAll('.', '\\.').replaceAll(/:\w+/g, '[^/]+')}$`).test(
        path.split('?')[0]!,
      );
    const allowed = new Set(open.filter(({ pattern }) => answers(pattern)).map(({ method }) => method));
    for (const method of ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'PROPFIND']) {
      const what = `${method} ${path}`;
      const answer = await rawRequest(house.url, method, path);
      expectSafe(what, answer);
      if (method === 'HEAD') expect(answer.body).toBe('');
      if (allowed.size === 0 || allowed.has(method)) continue;
      expect([what, answer.status]).toEqual([what, 405]);
      expect([what, String(answer.headers.allow).split(', ').sort()]).toEqual([what, [...allowed].sort()]);
    }
  }
});

test('what is no path of ours is refused with the same headers, and not repeated', async () => {
  for (const path of [`/confirm/${TOKEN}%`, `/u/${TOKEN}%ff`, `/u/${TOKEN.repeat(9)}`, '/%', `/${TOKEN}`]) {
    for (const accept of ['text/html', 'application/json']) {
      const answer = await rawRequest(house.url, 'GET', path, { accept });
      expectSafe(path, answer);
      expect([400, 404]).toContain(answer.status);
      expect(answer.body).not.toContain(TOKEN);
    }
  }
});

test.each<[number, string, (headers: Record<string, string>) => Promise<RawAnswer>]>([
  [400, 'Bad Request', (h) => rawRequest(house.url, 'POST', LIST, { ...FORM, ...h }, 'address=a&address=b')],
  [
    403,
    'Forbidden',
    (h) => rawRequest(house.url, 'POST', '/staff/sign-in', { ...FORM, origin: 'https://x.example', ...h }),
  ],
  [403, 'Forbidden', (h) => rawRequest(house.url, 'POST', '/staff/registers', { ...FORM, ...h }, 'name=x')],
  [404, 'Not Found', (h) => rawRequest(house.url, 'GET', '/nowhere', h)],
  [404, 'Not Found', (h) => rawRequest(house.url, 'GET', `/confirm/${TOKEN}`, h)],
  [405, 'Method Not Allowed', (h) => rawRequest(house.url, 'DELETE', LIST, h)],
  [
    413,
    'Content Too Large',
    (h) => rawRequest(house.url, 'POST', LIST, { ...FORM, ...h }, `address=${'a'.repeat(300_000)}`),
  ],
  [
    415,
    'Unsupported Media Type',
    (h) => rawRequest(house.url, 'POST', LIST, { ...h, 'content-type': 'application/json' }, '{}'),
  ],
  [
    422,
    'Unprocessable Content',
    (h) => rawRequest(house.url, 'POST', LIST, { ...FORM, ...h }, 'list=hostprogrammet&address=kari'),
  ],
])('%d is a page for people, and problem+json for programs', async (status, title, ask) => {
  const problem = await ask({ accept: 'application/json' });
  expectSafe(title, problem);
  expect([problem.status, problem.headers['content-type']]).toEqual([
    status,
    'application/problem+json; charset=utf-8',
  ]);
  expect(JSON.parse(problem.body)).toEqual({ type: 'about:blank', title, status });
  for (const accept of ['text/html,application/xhtml+xml;q=0.9,*/*;q=0.8', '*/*']) {
    const page = await ask({ accept });
    expectSafe(title, page);
    expect([page.status, page.headers['content-type']]).toEqual([status, 'text/html; charset=utf-8']);
    expect(page.body).toContain('<html lang="nb">');
  }
});

test('429 says when to come back, keeps what was typed, and is a problem for programs', async () => {
  const body = 'list=hostprogrammet&address=kari@example.org';
  const statuses: number[] = [];
  for (let sent = 0; sent < 3; sent += 1) {
    statuses.push((await rawRequest(house.url, 'POST', LIST, FORM, body)).status);
  }
  // From another site, without a stamp, a network has a quarter of the eight.
  expect(statuses).toEqual([200, 200, 429]);
  const page = await rawRequest(house.url, 'POST', LIST, FORM, body);
  expectSafe('429', page);
  expect(page.body).toContain('value="kari@example.org"');
  expect(Number(page.headers['retry-after'])).toBeGreaterThan(0);
  const problem = await rawRequest(house.url, 'POST', LIST, { ...FORM, accept: 'application/json' }, body);
  expect(Number(problem.headers['retry-after'])).toBeGreaterThan(0);
  expect(JSON.parse(problem.body)).toEqual({ type: 'about:blank', title: 'Too Many Requests', status: 429 });
});

test('500 tells nothing of what went wrong', async () => {
  const { owner } = house.database;
  await owner.query('revoke execute on function jatakk.peek_confirmation(bytea) from jatakk_web');
  try {
    for (const accept of ['text/html', 'application/json']) {
      const answer = await rawRequest(house.url, 'GET', `/confirm/${TOKEN}`, { accept });
      expectSafe('500', answer);
      expect(answer.status).toBe(500);
      expect(answer.body).not.toMatch(/permission|peek_confirmation|42501|jatakk_web/);
      expect(answer.body).not.toContain(TOKEN);
    }
  } finally {
    await owner.query('grant execute on function jatakk.peek_confirmation(bytea) to jatakk_web');
  }
});

test('an error speaks the language that was chosen', async () => {
  const answer = await rawRequest(house.url, 'GET', '/nowhere?lang=en', { 'accept-language': 'nb' });
  expect(answer.body).toContain('<html lang="en">');
});

test('security.txt is as RFC 9116 has it', async () => {
  const { status, headers, body } = await rawRequest(house.url, 'GET', '/.well-known/security.txt');
  expect([status, headers['content-type']]).toEqual([200, 'text/plain; charset=utf-8']);
  const lines = body.trimEnd().split('\n');
  for (const line of lines) expect(line).toMatch(/^[A-Z][A-Za-z-]+: \S.*$/);
  const fields = (name: string) =>
    lines.filter((line) => line.startsWith(`${name}: `)).map((line) => line.slice(name.length + 2));
  expect(fields('Contact')).toEqual(['mailto:post@fjellhallen.example']);
  expect(fields('Expires')).toHaveLength(1);
  const expires = fields('Expires')[0]!;
  expect(expires).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/);
  const days = (Date.parse(expires) - Date.now()) / 86_400_000;
  expect(days).toBeGreaterThan(300);
  expect(days).toBeLessThan(365);
  expect(fields('Canonical')).toEqual([`${house.url}/.well-known/security.txt`]);
});

test('what pages load has its right type, and nothing else is served from the disk', async () => {
  const page = await house.visitor.page(LIST);
  const loaded = [...page.matchAll(/(?:href|src)="(\/assets\/[^"]+)"/g)].map(([, path]) => path!);
  expect(loaded.length).toBeGreaterThan(1);
  const css = await rawRequest(house.url, 'GET', '/assets/jatakk.css');
  const fonts = [...css.body.matchAll(/url\(["']?([^"')]+)/g)].map(
    ([, url]) => new URL(url!, `${house.url}/assets/`),
  );
  for (const { host } of fonts) expect(host).toBe(new URL(house.url).host);
  const types: Record<string, string> = {
    css: 'text/css; charset=utf-8',
    js: 'text/javascript; charset=utf-8',
    svg: 'image/svg+xml',
    woff2: 'font/woff2',
  };
  for (const path of [...loaded, ...fonts.map(({ pathname }) => pathname), '/assets/htmx.js']) {
    const answer = await rawRequest(house.url, 'GET', path);
    const extension = /\.(\w+)(\?|$)/.exec(path)![1]!;
    expect([path, answer.status, answer.headers['content-type']]).toEqual([path, 200, types[extension]]);
    expectSafe(`GET /assets/ ${path}`, answer);
  }
  for (const path of [
    '../package.json',
    '..%2f..%2fpackage.json',
    'constructor',
    '__proto__',
    'jatakk.css%00',
    '.',
  ]) {
    expect((await rawRequest(house.url, 'GET', `/assets/${path}`)).status).toBeGreaterThanOrEqual(400);
  }
});
