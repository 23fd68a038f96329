import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { type Act, POLICY } from '../../src/staff/policy.js';
import { ACT_OF_ROUTE } from '../roles/act-of-route.js';
import { HttpClient } from '../support/http-client.js';
import { type ListIds, TestHouse } from '../support/house.js';
import { pathOf, routesOf } from '../support/routes.js';
import { until } from '../support/until.js';

const ADDRESS = 'kari@fjellhallen.example';
const PASSWORD = 'fire ord som ingen gjetter';
const EDITOR = { name: 'Ola Redaktør', address: 'ola@fjellhallen.example', role: 'editor' };
const EDITORS_PASSWORD = 'fem helt andre ord sammen';

/** What anybody may ask for. Every other route is closed until somebody has signed in. */
const PUBLIC = new Set([
  'GET /',
  'GET /assets/:name',
  'GET /m.js',
  'GET /t.js',
  'GET /v.js',
  'POST /t',
  'GET /m.json',
  'GET /v.json',
  'GET /health',
  'GET /.well-known/security.txt',
  'GET /robots.txt',
  'GET /images/:image/:width',
  'GET /r/:code',
  'GET /registers/:slug',
  'POST /registers/:slug',
  'GET /registers/:slug/heard',
  'GET /personvern',
  'GET /personvern/oppbevaring',
  'GET /personvern/endringer',
  'GET /loftene',
  'GET /lists/:slug',
  'POST /lists/:slug',
  'GET /lists/:slug/transparency',
  'GET /lists/:slug/transparency.json',
  'GET /.well-known/jatakk',
  'GET /lists/:slug/archive',
  'GET /lists/:slug/archive/feed.atom',
  'GET /lists/:slug/archive/:campaign',
  'GET /confirm/:token',
  'POST /confirm/:token',
  'GET /confirm/:token/receipt',
  'POST /confirm/:token/receipt',
  'GET /receipts/verify',
  'POST /receipts/verify',
  'GET /ledger',
  'GET /ledger/:slug/heads',
  'GET /ledger/:slug/leaves/:id/:page',
  'GET /renew/:token',
  'POST /renew/:token',
  'GET /survey/:survey',
  'GET /survey/:survey/:ticket',
  'POST /survey/:survey/:ticket',
  'GET /preferences/:slug',
  'POST /preferences/:slug',
  'GET /manage/:token',
  'GET /manage/:token/copy',
  'GET /manage/:token/object',
  'GET /manage/:token/erase',
  'POST /manage/:token/leave',
  'POST /manage/:token/join',
  'POST /manage/:token/pause',
  'POST /manage/:token/resume',
  'POST /manage/:token/language',
  'POST /manage/:token/empty',
  'POST /manage/:token/object',
  'POST /manage/:token/erase',
  'POST /manage/:token/address',
  'GET /address/:token',
  'POST /address/:token',
  'POST /u/undo',
  'GET /u/undo/:token',
  'GET /u/:token',
  'POST /u/:token',
  'POST /u/:token/manage',
  'GET /mailbox',
  'GET /mailbox/:id',
  'GET /mailbox/:id/html',
  'GET /setup/:token',
  'POST /setup/:token',
  'GET /staff/sign-in',
  'POST /staff/sign-in',
  'GET /staff/forgotten',
  'POST /staff/forgotten',
  'GET /new-password/:token',
  'POST /new-password/:token',
  'GET /invitation/:token',
  'POST /invitation/:token',
]);

/** Routes whose act the policy does not give to an editor; those of campaigns are tried one by one elsewhere. */
const NOT_AN_EDITORS = ACT_OF_ROUTE.map((line) => line.split(': ') as [string, string])
  .filter(([route, act]) => Object.hasOwn(POLICY, act) && !/campaigns/.test(route))
  .filter(([, act]) => !(POLICY[act as Act].roles as readonly string[]).includes('editor'))
  .map(([route]) => route);

let house: TestHouse;
let list: ListIds;
let campaign: string;
let editor: HttpClient;

const closedRoutes = () =>
  routesOf(house).filter(({ method, pattern }) => !PUBLIC.has(`${method.replace('HEAD', 'GET')} ${pattern}`));
const known = () => ({ register: list.registerId, list: list.listId, campaign });
const signIn = (client: HttpClient, address: string, password: string) =>
  client.submit('/staff/sign-in', '/staff/sign-in', { address, password });
const csrfOf = async (client: HttpClient) =>
  /name="csrf" value="([^"]+)"/.exec(await client.page('/staff'))![1]!;
const registers = async () =>
  (await house.database.owner.query('select count(*)::integer as n from jatakk.register')).rows[0]
    .n as number;

beforeAll(async () => {
  house = await TestHouse.open({ undoSeconds: 300 });
  await house.setUp();
  list = await house.makeList(await house.makeRegister('nyhetsbrev'), 'program');
  campaign = await house.writes(list, 'Oktober');
});
afterAll(() => house.close());

describe('an invitation', () => {
  let link: string;

  test('comes by mail to the new colleague alone', async () => {
    const answer = await house.staff.submit('/staff/members', '/staff/members', EDITOR);
    expect(answer.status).toBe(303);
    const mail = await until('the invitation', () => house.sink.to(EDITOR.address)[0]);
    expect(mail.to).toEqual([EDITOR.address]);
    expect(mail.parsed.subject).toContain('Fjellhallen');
    link = /\/invitation\/[\w-]{43}/.exec(mail.parsed.text!)![0];
    expect(mail.parsed.html as string).toContain(link);
  });

  test('is sent anew to whoever has not answered, and asks for a name, an address and a role', async () => {
    expect((await house.staff.submit('/staff/members', '/staff/members', EDITOR)).status).toBe(303);
    await until('a second invitation', () => house.sink.to(EDITOR.address).length === 2);
    const odd = { name: ' ', address: 'ingen', role: 'owner' };
    const page = await (await house.staff.submit('/staff/members', '/staff/members', odd)).text();
    for (const field of ['name', 'address', 'role']) expect(page).toContain(`id="${field}-error"`);
  });

  test('tells that a password is too short, and can then be used once', async () => {
    const visitor = new HttpClient(house.url);
    const short = await visitor.submit(link, link, { password: 'fjorten tegn..' });
    expect(short.status).toBe(422);
    expect(await short.text()).not.toContain('fjorten tegn..');
    const done = await visitor.submit(link, link, { password: EDITORS_PASSWORD });
    expect([done.status, done.headers.get('location')]).toEqual([303, '/staff/sign-in?done=invitation-done']);
    expect((await visitor.get(link)).status).toBe(404);
    expect((await visitor.post(link, { password: 'noe helt annet enn før' })).status).toBe(404);
    expect((await house.staff.submit('/staff/members', '/staff/members', EDITOR)).status).toBe(422);
  });

  test('an altered link opens nothing', async () => {
    const altered = link.slice(0, -1) + (link.endsWith('A') ? 'B' : 'A');
    expect((await house.visitor.get(altered)).status).toBe(404);
    expect((await house.visitor.get('/invitation/kort')).status).toBe(404);
  });

  test('the new colleague signs in and is shown no act of an administrator', async () => {
    editor = new HttpClient(house.url);
    expect((await signIn(editor, 'OLA@Fjellhallen.example ', EDITORS_PASSWORD)).status).toBe(303);
    const register = `/staff/registers/${list.registerId}`;
    const paths = ['/staff', '/staff/members', '/staff/organisation', register, `${register}/lists`];
    for (const path of paths) {
      const page = await editor.page(path);
      const acts = [...page.matchAll(/ (?:href|action)="([^"]*)"/g)].map(([, to]) => to!);
      expect(acts.filter((to) => /\/new$|go-live/.test(to) && !/campaigns/.test(to))).toEqual([]);
      expect(page).not.toMatch(/action="\/staff\/(members|organisation)"/);
    }
  });
});

describe('signing in', () => {
  test('answers a wrong address and a wrong password with the same bytes', async () => {
    const wrongPassword = await signIn(new HttpClient(house.url), ADDRESS, 'ikke det rette passordet');
    const wrongAddress = await signIn(
      new HttpClient(house.url),
      'eva@fjellhallen.example',
      'ikke det rette passordet',
    );
    expect([wrongPassword.status, wrongAddress.status]).toEqual([422, 422]);
    const neutral = async (answer: Response, address: string) =>
      (await answer.text()).replaceAll(address, '…');
    const page = await neutral(wrongPassword, ADDRESS);
    expect(page).toBe(await neutral(wrongAddress, 'eva@fjellhallen.example'));
    expect(page).not.toContain('ikke det rette passordet');
    const headers = ({ headers: all }: Response) =>
      [...all].filter(([name]) => !/^(date|content-length)$/.test(name));
    expect(headers(wrongPassword)).toEqual(headers(wrongAddress));
  });

  test('takes as long for an address nobody has', async () => {
    // In turns, so that what else the machine does meets both.
    let [real, unreal] = [Infinity, Infinity];
    const timed = async (address: string) => {
      const client = new HttpClient(house.url);
      const start = performance.now();
      await client.post('/staff/sign-in', { address, password: 'ikke det rette passordet' });
      return performance.now() - start;
    };
    for (let n = 0; n < 5; n += 1) {
      real = Math.min(real, await timed(ADDRESS));
      unreal = Math.min(unreal, await timed('eva@fjellhallen.example'));
    }
    // Without the hash it would be a tenth.
    expect(unreal).toBeGreaterThan(real / 3);
    expect(real).toBeGreaterThan(unreal / 3);
  });

  test('gives a cookie that scripts and other sites cannot use', async () => {
    const client = new HttpClient(house.url);
    const answer = await signIn(client, ADDRESS, PASSWORD);
    const cookie = answer.headers.get('set-cookie')!.split('; ');
    expect(cookie[0]).toMatch(/^jatakk=[\w-]{43}$/);
    expect(cookie.slice(1).toSorted()).toEqual(['HttpOnly', 'Path=/', 'SameSite=Lax']);
  });

  test('gives a new session each time, and nobody else’s', async () => {
    const [one, two] = [new HttpClient(house.url), new HttpClient(house.url)];
    two.cookie = `jatakk=${'A'.repeat(43)}`;
    await signIn(one, ADDRESS, PASSWORD);
    await signIn(two, ADDRESS, PASSWORD);
    expect(new Set([one.cookie, two.cookie, `jatakk=${'A'.repeat(43)}`]).size).toBe(3);
  });

  test('is slowed down for a network that keeps trying one name', async () => {
    const client = new HttpClient(house.url);
    const statuses = [];
    for (let n = 0; n < 11; n += 1) {
      const answer = await client.post('/staff/sign-in', {
        address: 'gjetter@fjellhallen.example',
        password: 'x',
      });
      statuses.push(answer.status);
      if (n === 10) expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    }
    expect(statuses).toEqual([...Array<number>(10).fill(422), 429]);
  });

  test('with no account, or one that is switched off, is refused', async () => {
    const staff = house.database.owner;
    await staff.query(`update jatakk.staff set state = 'disabled' where name = $1`, [EDITOR.name]);
    expect((await editor.get('/staff')).status).toBe(303);
    await staff.query(`update jatakk.staff set state = 'active' where name = $1`, [EDITOR.name]);
    expect((await editor.get('/staff')).status).toBe(200);
  });
});

describe('a session', () => {
  const session = (change: string) => house.database.owner.query(`update jatakk.staff_session set ${change}`);

  test('ends with signing out', async () => {
    const client = new HttpClient(house.url);
    await signIn(client, ADDRESS, PASSWORD);
    const { cookie } = client;
    const answer = await client.submit('/staff', '/staff/sign-out');
    expect(answer.headers.get('set-cookie')).toMatch(/^jatakk=; Max-Age=0; Path=\/; HttpOnly/);
    client.cookie = cookie;
    expect((await client.get('/staff')).headers.get('location')).toBe('/staff/sign-in');
  });

  test.each([
    ['two hours without use', `seen_at = seen_at - interval '2 hours 1 minute'`],
    ['twelve hours in all', `ends_at = ends_at - interval '12 hours 1 second'`],
  ])('ends after %s', async (_, change) => {
    expect((await house.staff.get('/staff')).status).toBe(200);
    await session(change);
    expect((await house.staff.get('/staff')).headers.get('location')).toBe('/staff/sign-in');
    await signIn(house.staff, ADDRESS, PASSWORD);
    await signIn(editor, EDITOR.address, EDITORS_PASSWORD);
  });

  test('that is used stays, up to its end', async () => {
    for (let hour = 0; hour < 6; hour += 2) {
      await session(`seen_at = seen_at - interval '119 minutes'`);
      expect((await house.staff.get('/staff')).status).toBe(200);
      expect((await editor.get('/staff')).status).toBe(200);
    }
  });

  test('is known to the database by a hash only', async () => {
    const { rows } = await house.database.owner.query('select * from jatakk.staff_session');
    expect(JSON.stringify(rows)).not.toContain(house.staff.cookie.split('=')[1]);
  });
});

describe('a change that another site asks for', () => {
  const body = { name: 'Innsmuglet', slug: 'innsmuglet' };
  let token: string;

  beforeEach(async () => {
    token = await csrfOf(house.staff);
  });

  test.each([
    ['without a token', {}, {}],
    ['with an empty token', { csrf: '' }, {}],
    ['with another session’s token', 'editors', {}],
    ['from another site, says the browser', 'own', { 'sec-fetch-site': 'cross-site' }],
    ['from a neighbour on the same domain', 'own', { 'sec-fetch-site': 'same-site' }],
    ['from another origin', 'own', { origin: 'https://evil.example' }],
    ['from an origin that is hidden', 'own', { origin: 'null' }],
  ] as const)('%s is refused, and nothing has changed', async (_, csrf, headers) => {
    const field =
      csrf === 'own' ? { csrf: token } : csrf === 'editors' ? { csrf: await csrfOf(editor) } : csrf;
    const before = await registers();
    const answer = await house.staff.post('/staff/registers', { ...body, ...field }, headers);
    expect(answer.status).toBe(403);
    expect(await registers()).toBe(before);
  });

  test('a token twice is no token', async () => {
    const fields: [string, string][] = [['csrf', token], ['csrf', token], ...Object.entries(body)];
    expect((await house.staff.post('/staff/registers', fields)).status).toBe(403);
  });

  test('signing in from another site’s page is refused too', async () => {
    const attempt = { address: ADDRESS, password: PASSWORD };
    const elsewhere: Record<string, string>[] = [
      { 'sec-fetch-site': 'cross-site' },
      { origin: 'https://evil.example' },
    ];
    for (const headers of elsewhere) {
      expect((await new HttpClient(house.url).post('/staff/sign-in', attempt, headers)).status).toBe(403);
    }
  });

  test('its own page is allowed', async () => {
    const answer = await house.staff.post('/staff/registers', { csrf: token, name: 'Egen', slug: 'egen' });
    expect(answer.status).toBe(303);
  });
});

describe('every route that is not public', () => {
  test('is at least the thirty there are now, and each of them is a page of the staff’s', () => {
    expect(closedRoutes().length).toBeGreaterThan(30);
    expect(closedRoutes().filter(({ pattern }) => !pattern.startsWith('/staff'))).toEqual([]);
  });

  test('without a session leads to sign-in or nowhere, and changes nothing', async () => {
    const stranger = new HttpClient(house.url);
    for (const { method, pattern } of closedRoutes()) {
      const path = pathOf(pattern, known());
      if (method === 'POST') {
        const answer = await stranger.post(path, { csrf: 'x', name: 'x' });
        expect([pattern, answer.status]).toEqual([pattern, 403]);
      } else {
        const answer = await fetch(house.url + path, { method, redirect: 'manual' });
        const led = answer.status === 303 ? answer.headers.get('location') : answer.status;
        expect([pattern, led]).toEqual([pattern, '/staff/sign-in']);
        expect(await answer.text()).toBe('');
      }
    }
  });

  test('that is the administrator’s is, for an editor, no page at all', async () => {
    const unknown = await (await editor.get('/staff/there-is-no-such-page')).text();
    const csrf = await csrfOf(editor);
    const refused: string[] = [];
    for (const { method, pattern } of closedRoutes().filter(({ method: m }) => m !== 'HEAD')) {
      if (/sign-out|campaigns/.test(pattern)) continue;
      const path = pathOf(pattern, known());
      const answer = method === 'GET' ? await editor.get(path) : await editor.post(path, { csrf, ...EDITOR });
      if (answer.status !== 404) continue;
      refused.push(`${method} ${pattern}`);
      expect([pattern, await answer.text()]).toEqual([pattern, unknown]);
    }
    expect(NOT_AN_EDITORS.length).toBeGreaterThan(40);
    expect(NOT_AN_EDITORS.filter((route) => !refused.includes(route))).toEqual([]);
  });

  test('knows a register’s own campaigns and lists only', async () => {
    const other = await house.makeRegister('annet');
    for (const path of [`campaigns/${campaign}`, `campaigns/${campaign}/edit`, `lists/${list.listId}`]) {
      expect((await house.staff.get(`/staff/registers/${other}/${path}`)).status).toBe(404);
    }
    const csrf = await csrfOf(house.staff);
    for (const act of ['send', 'cancel', 'test', 'undo', 'pause', 'resume']) {
      const path = `/staff/registers/${other}/campaigns/${campaign}/${act}`;
      expect([act, (await house.staff.post(path, { csrf })).status]).toEqual([act, 404]);
    }
    expect(await house.campaignState(campaign)).toBe('draft');
  });
});

test('the organisation is changed by its administrator, and told per field what is wrong', async () => {
  const path = '/staff/organisation';
  const values = {
    organisationName: 'Fjellhallen AS',
    organisationNumber: '974 760 673',
    postalAddress: 'Fjellveien 1\r\n0001 Oslo',
    contactAddress: 'post@fjellhallen.example',
    privacyContactAddress: 'personvern@fjellhallen.example',
  };
  const wrong = await house.staff.submit(path, path, { ...values, organisationNumber: '974760674' });
  expect(wrong.status).toBe(422);
  expect(await wrong.text()).toContain('id="organisationNumber-error"');
  expect((await house.staff.submit(path, path, values)).status).toBe(303);
  expect(await house.visitor.page('/personvern')).toContain('Fjellhallen AS');
});

test('a register and a list say per field what is wrong, and keep what was typed', async () => {
  const register = await house.staff.submit('/staff/registers/new', '/staff/registers', {
    name: 'N',
    slug: 'Nei Takk',
  });
  const page = await register.text();
  expect(register.status).toBe(422);
  expect(page).toContain('id="slug-error"');
  expect(page).toContain('value="Nei Takk"');
  const taken = await house.staff.submit('/staff/registers/new', '/staff/registers', {
    name: 'N',
    slug: 'nyhetsbrev',
  });
  expect(taken.status).toBe(422);
  const lists = `/staff/registers/${list.registerId}/lists`;
  const empty = await (await house.staff.submit(`${lists}/new`, lists, { name: 'Kun navn' })).text();
  for (const field of ['slug', 'senderName', 'senderAddress', 'purpose_nb', 'frequency_en']) {
    expect(empty).toContain(`id="${field}-error"`);
  }
  expect(empty).toContain('value="Kun navn"');
});
