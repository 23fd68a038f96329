import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { colleague } from '../support/colleague.js';
import { TestHouse } from '../support/house.js';
import { CLIENT_SECRET, TestProvider } from '../support/oidc-provider.js';
import { until } from '../support/until.js';
import { Wanderer } from '../support/wanderer.js';

const KARI = 'kari@fjellhallen.example';
const START = '/staff/sign-in/oidc';
const FAILED = { status: 303, to: '/staff/sign-in?done=provider-failed', in: false };

const folder = mkdtempSync(join(tmpdir(), 'jt-oidc-'));
const env: Record<string, string> = {};
let house: TestHouse;
let provider: TestProvider;

beforeAll(async () => {
  house = await TestHouse.open({ env });
  await house.setUp();
  await colleague(house);
  provider = await new TestProvider(house.url).listen();
  writeFileSync(join(folder, 'secret'), `${CLIENT_SECRET}\n`);
  Object.assign(env, {
    OIDC_ISSUER: provider.issuer,
    OIDC_CLIENT_ID: 'jatakk',
    OIDC_CLIENT_SECRET_FILE: join(folder, 'secret'),
    OIDC_NAME: 'Fjellporten',
  });
  await restartWeb();
});
afterAll(async () => {
  await provider.close();
  await house.close();
  rmSync(folder, { recursive: true });
});

beforeEach(async () => {
  provider.people.clear();
  provider.people.set('k1', { email: KARI, email_verified: true });
  provider.amr = ['pwd'];
  await house.database.owner.query(
    `delete from jatakk.staff_provider_link; delete from jatakk.staff_totp; delete from jatakk.staff_half_session;
     update jatakk.staff set state = 'active'; update jatakk.installation set trusts_provider = false`,
  );
});

/** A new one each time knows no attempts, which are counted by network, and no provider. */
async function restartWeb(): Promise<void> {
  await house.web.close();
  await house.startWeb();
}

/** Presses the button. Returns the address at the provider that the browser is sent to. */
async function presses(browser: Wanderer): Promise<string> {
  const response = await browser.post(house.url + START);
  return /^0; url=(.*)$/.exec(response.headers.get('refresh') ?? '')?.[1] ?? browser.next(response);
}

/** Signs in at the provider and agrees. Returns the address that the provider sends the browser back to. */
async function signsInThere(browser: Wanderer, url: string, login: string): Promise<string> {
  for (let at = url; ; at = browser.next(await browser.get(at))) {
    while (at.includes('/interaction/')) at = browser.next(await browser.post(at, { login }));
    if (at.startsWith(house.url)) return at;
  }
}

/** What comes of an address: where it leads, and whether the house is open afterwards. */
async function comesBack(browser: Wanderer, url: string) {
  const response = await browser.get(url);
  const to = browser.next(response).replace(house.url, '');
  const inside = (await browser.get(`${house.url}/staff`)).status === 200;
  return { status: response.status, to, in: inside };
}

async function whole(login: string, browser = new Wanderer()) {
  return comesBack(browser, await signsInThere(browser, await presses(browser), login));
}

const linked = async () =>
  (
    await house.database.owner.query<{ name: string; hash: Buffer | null }>(
      `select s.name, l.subject_hash as hash from jatakk.staff_provider_link l join jatakk.staff s on s.id = l.staff_id`,
    )
  ).rows;

test('somebody of the house presses the button, signs in there, and is in; nothing is asked of the provider before', async () => {
  const before = provider.asked.length;
  const page = await house.visitor.page('/staff/sign-in');
  expect(page).toContain('Logg inn med Fjellporten');
  expect(await house.visitor.page('/personvern')).toContain(new URL(provider.issuer).host);
  expect((await house.visitor.get(START)).status).toBe(405);
  expect(provider.asked.length).toBe(before);

  const browser = new Wanderer();
  const there = new URL(await presses(browser));
  expect(Object.fromEntries(there.searchParams)).toMatchObject({
    response_type: 'code',
    code_challenge_method: 'S256',
    scope: 'openid email',
    state: expect.stringMatching(/^[\w-]{43}$/) as unknown,
    nonce: expect.stringMatching(/^[\w-]{43}$/) as unknown,
  });
  const back = await signsInThere(browser, there.href, 'k1');
  expect(await comesBack(browser, back)).toEqual({ status: 303, to: '/staff', in: true });
  expect(browser.cookiesAt(house.url).has('jatakk-attempt')).toBe(false);
  expect((await linked()).map(({ name }) => name)).toEqual(['Kari Nordmann']);
  // Told by mail, and noted.
  await until('the mail', () =>
    house.sink.to(KARI).find(({ parsed }) => /innloggingstjenesten/.test(parsed.text ?? '')),
  );
  const { rows } = await house.database.owner.query<{ by: string }>(
    `select detail->>'by' as by from jatakk.audit where act = 'signed-in' order by number desc limit 1`,
  );
  expect(rows).toEqual([{ by: 'provider' }]);
});

describe('who is not of the house is not let in, and not told why:', () => {
  test.each([
    ['an address that the provider has not verified', { email: KARI, email_verified: false }],
    ['an address that it says nothing about', { email: KARI }],
    ['"true" as a text', { email: KARI, email_verified: 'true' }],
    ['no address', {}],
    ['an address that nobody has here', { email: 'fremmed@fjellhallen.example', email_verified: true }],
    ['an address that is none', { email: 'kari', email_verified: true }],
  ])('%s', async (_, known) => {
    provider.people.set('x', known);
    expect(await whole('x')).toEqual(FAILED);
    expect(await linked()).toEqual([]);
  });

  test('a member who was disabled, linked before or not; and one who is only invited', async () => {
    const disable = (state: string) =>
      house.database.owner.query(`update jatakk.staff set state = $1 where name = 'Kari Nordmann'`, [state]);
    await disable('disabled');
    expect(await whole('k1')).toEqual(FAILED);
    await disable('invited');
    expect(await whole('k1')).toEqual(FAILED);
    expect(await linked()).toEqual([]);
    await disable('active');
    expect((await whole('k1')).in).toBe(true);
    await disable('disabled');
    expect(await whole('k1')).toEqual(FAILED);
  });

  test('somebody else who gets the address of a linked member at the provider; the member comes in with a new one', async () => {
    expect((await whole('k1')).in).toBe(true);
    provider.people.set('k1', { email: 'kari.ny@fjellhallen.example', email_verified: false });
    provider.people.set('tyv', { email: KARI, email_verified: true });
    expect(await whole('tyv')).toEqual(FAILED);
    expect((await whole('k1')).in).toBe(true);
  });

  test('somebody with another account at the provider and the address of a colleague: that colleague, and nobody else', async () => {
    expect((await whole('k1')).in).toBe(true);
    provider.people.set('o1', { email: 'ola@fjellhallen.example', email_verified: true });
    const browser = new Wanderer();
    expect((await whole('o1', browser)).in).toBe(true);
    expect(await (await browser.get(`${house.url}/staff/account`)).text()).toContain('Ola Medarbeider');
    expect((await linked()).map(({ name }) => name).sort()).toEqual(['Kari Nordmann', 'Ola Medarbeider']);
  });
});

describe('an answer of the provider counts once, in the browser that asked:', () => {
  beforeAll(restartWeb);

  test('taken to another browser, with an attempt of its own or without: refused, and the owner still comes in', async () => {
    const [owner, thief] = [new Wanderer(), new Wanderer()];
    const back = await signsInThere(owner, await presses(owner), 'k1');
    expect(await comesBack(thief, back)).toEqual(FAILED);
    await presses(thief);
    expect(await comesBack(thief, back)).toEqual(FAILED);
    expect((await comesBack(owner, back)).in).toBe(true);
  });

  test('brought twice, with the cookie put back: refused; another attempt with the used code too', async () => {
    const browser = new Wanderer();
    const back = await signsInThere(browser, await presses(browser), 'k1');
    const cookie = browser.cookiesAt(house.url).get('jatakk-attempt')!;
    expect((await comesBack(browser, back)).in).toBe(true);
    const again = new Wanderer();
    again.cookiesAt(house.url).set('jatakk-attempt', cookie);
    const asked = provider.asked.length;
    expect(await comesBack(again, back)).toEqual(FAILED);
    expect(provider.asked.length).toBe(asked);
    const other = new Wanderer();
    const url = new URL(await signsInThere(other, await presses(other), 'k1'));
    url.searchParams.set('code', new URL(back).searchParams.get('code')!);
    expect(await comesBack(other, url.href)).toEqual(FAILED);
  });

  test.each(['nonce', 'code_challenge', 'state'])('asked with another %s: refused', async (what) => {
    const browser = new Wanderer();
    const url = new URL(await presses(browser));
    url.searchParams.set(what, 'A'.repeat(43));
    expect(await comesBack(browser, await signsInThere(browser, url.href, 'k1'))).toEqual(FAILED);
    expect(await linked()).toEqual([]);
  });

  test.each(['iss', 'state', 'code'])('with another %s, or without it: refused', async (what) => {
    for (const value of ['https://ond.example', undefined]) {
      const browser = new Wanderer();
      const url = new URL(await signsInThere(browser, await presses(browser), 'k1'));
      if (value === undefined) url.searchParams.delete(what);
      else url.searchParams.set(what, value);
      expect(await comesBack(browser, url.href)).toEqual(FAILED);
    }
  });

  test('with a cookie of its own making, or one that has run out: refused', async () => {
    const browser = new Wanderer();
    const back = await signsInThere(browser, await presses(browser), 'k1');
    const jar = browser.cookiesAt(house.url);
    const [until, name, mac] = jar.get('jatakk-attempt')!.split('.') as [string, string, string];
    const forged = [
      `${Number(until) + 1}.${name}.${mac}`,
      `${until}.${name}.${'A'.repeat(43)}`,
      'x',
      `${until}.${name}`,
    ];
    for (const cookie of forged) {
      jar.set('jatakk-attempt', cookie);
      expect(await comesBack(browser, back)).toEqual(FAILED);
    }
  });

  test('pressed from another site: refused; and a refusal by the person at the provider is a failure like the others', async () => {
    const elsewhere = await fetch(house.url + START, {
      method: 'POST',
      headers: { 'sec-fetch-site': 'cross-site' },
    });
    expect(elsewhere.status).toBe(403);
    const browser = new Wanderer();
    const state = new URL(await presses(browser)).searchParams.get('state')!;
    const denied = `${house.url}${START}/callback?error=access_denied&state=${state}&iss=${provider.issuer}`;
    expect(await comesBack(browser, denied)).toEqual(FAILED);
  });
});

describe("the member's own second factor", () => {
  beforeAll(restartWeb);

  const getsFactor = () =>
    house.database.owner.query(
      `insert into jatakk.staff_totp (staff_id, secret_sealed, key_version, last_step)
       select id, '\\x00', 1, 0 from jatakk.staff where name = 'Kari Nordmann'`,
    );
  const trusts = () => house.database.owner.query('update jatakk.installation set trusts_provider = true');
  const HALF = { status: 303, to: '/staff/sign-in/factor', in: false };

  test('is asked for, whatever the provider says, where it is not trusted', async () => {
    await getsFactor();
    provider.amr = ['pwd', 'mfa'];
    expect(await whole('k1')).toEqual(HALF);
  });

  test('is not asked for where it is trusted and says so; still is before what could do harm', async () => {
    await getsFactor();
    await trusts();
    expect(await whole('k1')).toEqual(HALF);
    provider.amr = ['pwd', 'otp'];
    const browser = new Wanderer();
    expect(await whole('k1', browser)).toEqual({ status: 303, to: '/staff', in: true });
    const response = await browser.get(`${house.url}/staff/account/passkeys/new`);
    expect(browser.next(response)).toContain('/staff/confirm');
  });
});

test('a member sees the link, removes it, and nothing links it again until they open it with a proof', async () => {
  const browser = new Wanderer();
  expect((await whole('k1', browser)).in).toBe(true);
  const account = `${house.url}/staff/account`;
  const page = await (await browser.get(account)).text();
  expect(page).toContain('Kontoen din er koblet til Fjellporten.');
  const csrf = /name="csrf" value="([^"]+)"/.exec(page)![1]!;
  expect((await browser.post(`${account}/provider/close`, { csrf })).status).toBe(303);
  expect((await linked()).map(({ hash }) => hash)).toEqual([null]);
  expect(await whole('k1')).toEqual(FAILED);
  // The provider's word is no proof for this: whoever came that way must not open it.
  const reopen = await browser.post(`${account}/provider/reopen`, { csrf });
  expect(reopen.status).toBe(403);
  expect(await linked()).toHaveLength(1);
  const nonce = /name="factorNonce" value="([^"]+)"/.exec(await reopen.text())![1]!;
  const reopened = await browser.post(`${account}/provider/reopen`, {
    csrf,
    factorNonce: nonce,
    factorPassword: 'fire ord som ingen gjetter',
  });
  expect(reopened.status).toBe(303);
  expect((await whole('k1')).in).toBe(true);
});

test('the provider is away, before the button or after it: the same calm answer, and the house goes on', async () => {
  const browser = new Wanderer();
  const back = await signsInThere(browser, await presses(browser), 'k1');
  await provider.close();
  try {
    expect(await comesBack(browser, back)).toEqual(FAILED);
    await restartWeb();
    expect((await presses(new Wanderer())).replace(house.url, '')).toBe(FAILED.to);
    expect(await house.visitor.page('/staff/sign-in?done=provider-failed')).toContain(
      'gikk ikke denne gangen',
    );
  } finally {
    await provider.listen();
  }
});

test('many presses from one network are asked to wait', async () => {
  await restartWeb();
  const statuses = new Set<number>();
  for (let press = 0; press < 31; press += 1) statuses.add((await house.visitor.post(START, {})).status);
  expect([...statuses]).toEqual([200, 429]);
});

test('without the settings: no button, no route, and no word on the privacy page', async () => {
  for (const name of Object.keys(env)) delete env[name];
  await restartWeb();
  expect(await house.visitor.page('/staff/sign-in')).not.toContain('oidc');
  expect(await house.visitor.page('/personvern')).not.toContain('logge inn gjennom');
  const before = provider.asked.length;
  for (const path of [START, `${START}/callback`, '/staff/account/provider/close']) {
    expect((await house.visitor.get(path)).status).toBe(404);
    expect((await house.visitor.post(path, {})).status).toBe(404);
  }
  expect(provider.asked.length).toBe(before);
});
