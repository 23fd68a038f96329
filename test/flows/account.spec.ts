import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { staffCommand } from '../../src/cli/staff.js';
import { factorChallenge, newNonce } from '../../src/staff/factors/factor-challenge.js';
import { Authenticator } from '../support/authenticator.js';
import { colleague } from '../support/colleague.js';
import { HttpClient } from '../support/http-client.js';
import { TestHouse } from '../support/house.js';
import { pathOf, routesOf } from '../support/routes.js';
import { type AuthenticatorApp, connectsApp, hiddenIn } from '../support/second-factor.js';
import { until } from '../support/until.js';

const KARI = { address: 'kari@fjellhallen.example', password: 'fire ord som ingen gjetter' };
const OLA = { address: 'ola@fjellhallen.example', password: 'fem helt andre ord sammen' };
const FACTOR = '/staff/sign-in/factor';
const ACCOUNT = '/staff/account';

let house: TestHouse;
let ola: HttpClient;

beforeAll(async () => {
  house = await TestHouse.open();
  await house.setUp();
  ola = await colleague(house);
});
afterAll(() => house.close());

const client = () => new HttpClient(house.url);

async function types(who: { address: string; password: string }, as = client()): Promise<HttpClient> {
  const answer = await as.submit('/staff/sign-in', '/staff/sign-in', who);
  if (answer.status !== 303) throw new Error(`sign-in: ${answer.status}`);
  return as;
}

async function mailTo(address: string, says: RegExp): Promise<string> {
  const mail = await until('a mail', () =>
    house.sink.to(address).findLast(({ parsed }) => says.test(`${parsed.subject}\n${parsed.text}`)),
  );
  return mail.parsed.text!;
}

const opens = async (who: HttpClient) => (await who.get('/staff')).status === 200;

describe('somebody with the password alone', () => {
  test('sees where they are signed in, without address or version, and ends one or all others', async () => {
    const there = await types(OLA);
    const third = await types(OLA);
    const page = await ola.page(ACCOUNT);
    expect(page.match(/name="session" value="[0-9a-f-]{36}"/g)).toHaveLength(2);
    const [id] = /(?<=name="session" value=")[0-9a-f-]{36}/.exec(page)!;
    await ola.submit(ACCOUNT, `${ACCOUNT}/sessions/end`, { session: id });
    expect([await opens(there), await opens(third)].filter(Boolean)).toHaveLength(1);
    await ola.submit(ACCOUNT, `${ACCOUNT}/sessions/end`, { session: 'others' });
    expect([await opens(ola), await opens(there), await opens(third)]).toEqual([true, false, false]);
  });

  test('ends no session of somebody else', async () => {
    const { rows } = await house.database.owner.query<{ id: string }>(
      `select x.id from jatakk.staff_session x join jatakk.staff s on s.id = x.staff_id where s.name like 'Kari%'`,
    );
    const { csrf } = hiddenIn(await ola.page(ACCOUNT), `${ACCOUNT}/password`);
    await ola.post(`${ACCOUNT}/sessions/end`, { csrf: csrf!, session: rows[0]!.id });
    expect(await opens(house.staff)).toBe(true);
  });

  test('changes the password with the one they have: every other session ends, and a mail tells of it', async () => {
    const there = await types(OLA);
    const path = `${ACCOUNT}/password`;
    const password = 'seks nye ord i en lang rekke';
    const wrong = await ola.submit(ACCOUNT, path, { current: 'ikke dette passordet', password });
    expect([wrong.status, await wrong.text()]).toEqual([422, expect.stringContaining('id="current-error"')]);
    for (const bad of ['for kort', 'olamedarbeider1', 'passordpassord']) {
      const weak = await ola.submit(ACCOUNT, path, { current: OLA.password, password: bad });
      expect([bad, weak.status]).toEqual([bad, 422]);
    }
    expect(await opens(there)).toBe(true);
    expect((await ola.submit(ACCOUNT, path, { current: OLA.password, password })).status).toBe(303);
    expect([await opens(ola), await opens(there)]).toEqual([true, false]);
    OLA.password = password;
    await mailTo(OLA.address, /Passordet til kontoen din .* er endret/);
    expect(await opens(await types(OLA))).toBe(true);
  });

  test('goes by the name they choose', async () => {
    expect((await ola.submit(ACCOUNT, `${ACCOUNT}/name`, { name: ' ' })).status).toBe(422);
    await ola.submit(ACCOUNT, `${ACCOUNT}/name`, { name: 'Ola Redaktør' });
    expect(await house.staff.page('/staff/members')).toContain('Ola Redaktør');
  });
});

describe('a forgotten password', () => {
  const ask = (address: string) => client().submit('/staff/forgotten', '/staff/forgotten', { address });
  const link = async () =>
    /\/new-password\/[\w-]{43}/.exec(await mailTo(OLA.address, /Velg nytt passord/))![0];

  test('is asked for with the same answer for everybody, and a mail for whoever works here', async () => {
    const before = house.sink.mails.length;
    const strangers = await Promise.all(['nobody@example.org', 'ola', ''].map(ask));
    const known = await ask(OLA.address);
    const bodies = await Promise.all([...strangers, known].map((answer) => answer.text()));
    expect(new Set(bodies).size).toBe(1);
    expect(new Set([...strangers, known].map(({ status }) => status))).toEqual(new Set([200]));
    await link();
    expect(house.sink.mails.length).toBe(before + 1);
  });

  test('is chosen anew by the link, once, within an hour; every session ends and nobody is signed in', async () => {
    const path = await link();
    const visitor = client();
    expect((await visitor.submit(path, path, { password: 'for kort' })).status).toBe(422);
    await house.noticesAccepted();
    await house.database.owner.query(
      `update jatakk.notice set accepted_at = accepted_at - interval '61 minutes', handed_at = handed_at - interval '61 minutes'
        where kind = 'password-reset'`,
    );
    expect((await visitor.get(path)).status).toBe(404);
    await house.database.owner.query(
      `update jatakk.notice set accepted_at = now() where kind = 'password-reset'`,
    );
    const password = 'sju ord som ligger etter hverandre';
    expect((await visitor.submit(path, path, { password })).status).toBe(303);
    expect(await opens(ola)).toBe(false);
    expect(visitor.cookie).toBe('');
    expect((await visitor.get(path)).status).toBe(404);
    OLA.password = password;
    ola = await types(OLA);
    expect(await opens(ola)).toBe(true);
  });

  test('is sent three times an hour and no more', async () => {
    const count = async () =>
      (await house.database.owner.query(`select 1 from jatakk.notice where kind = 'password-reset'`))
        .rowCount;
    for (let n = 0; n < 4; n += 1) await ask(OLA.address);
    await until('all forms are taken', async () => {
      const { rowCount } = await house.database.owner.query('select 1 from jatakk.intake');
      return rowCount === 0;
    });
    expect(await count()).toBe(3);
  });
});

describe('somebody with an authenticator', () => {
  let app: AuthenticatorApp;
  let codes: string[];

  beforeAll(async () => {
    await house.database.owner.query(`delete from jatakk.notice where kind = 'password-reset'`);
    ({ app, codes } = await connectsApp(house, ola, OLA.password));
  });

  test('got ten recovery codes with it, and can go on', async () => {
    expect(codes).toHaveLength(10);
    expect(await opens(ola)).toBe(true);
  });

  test('signs in with password and code, without JavaScript', async () => {
    const visitor = await types(OLA);
    const half = visitor.cookie;
    expect((await visitor.get('/staff')).headers.get('location')).toBe(FACTOR);
    const wrong = await visitor.submit(FACTOR, FACTOR, { factorCode: '000000' });
    expect(wrong.status).toBe(422);
    const answer = await visitor.submit(FACTOR, FACTOR, { factorCode: await app.code() });
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/staff']);
    expect(await opens(visitor)).toBe(true);
    // Whoever had the first token has nothing.
    expect(visitor.cookie).not.toBe(half);
    const thief = client();
    thief.cookie = half;
    expect((await thief.get('/staff')).headers.get('location')).toBe('/staff/sign-in');
  });

  test('half signed in, reaches no page of staff and no act', async () => {
    const visitor = await types(OLA);
    const csrf = hiddenIn(await visitor.page(FACTOR), FACTOR).csrf!;
    const staff = routesOf(house).filter(
      ({ pattern }) => pattern.startsWith('/staff') && !/sign-in|forgotten/.test(pattern),
    );
    expect(staff.length).toBeGreaterThan(40);
    for (const { method, pattern } of staff) {
      const path = pathOf(pattern, {});
      const answer =
        method === 'POST'
          ? await visitor.post(path, { csrf })
          : await fetch(house.url + path, {
              method,
              redirect: 'manual',
              headers: { cookie: visitor.cookie },
            });
      const led = answer.status === 303 ? answer.headers.get('location') : answer.status;
      expect([method, pattern, led]).toEqual([method, pattern, method === 'POST' ? 403 : FACTOR]);
    }
    await visitor.submit(FACTOR, '/staff/sign-in/again');
    expect((await visitor.get(FACTOR)).headers.get('location')).toBe('/staff/sign-in');
  });

  test('resets the password and is asked for the code as before', async () => {
    const before = house.sink.to(OLA.address).length;
    await client().submit('/staff/forgotten', '/staff/forgotten', { address: OLA.address });
    const form = /\/new-password\/[\w-]{43}/;
    const mail = await until('a link', () =>
      house.sink
        .to(OLA.address)
        .slice(before)
        .find(({ parsed }) => form.test(parsed.text ?? '')),
    );
    const path = form.exec(mail.parsed.text!)![0];
    OLA.password = 'kort nok';
    expect((await client().submit(path, path, { password: OLA.password })).status).toBe(303);
    const visitor = await types(OLA);
    expect(await opens(visitor)).toBe(false);
    await visitor.submit(FACTOR, FACTOR, { factorCode: await app.code() });
    expect(await opens(visitor)).toBe(true);
    ola = visitor;
  });

  test('keeps the authenticator while the password is short', async () => {
    const answer = await ola.submit(ACCOUNT, `${ACCOUNT}/authenticator/remove`);
    expect(answer.headers.get('location')).toBe(`${ACCOUNT}?done=factor-holds-password`);
  });

  test('who has lost the telephone gets in with a code from paper, and is told by mail', async () => {
    const visitor = await types(OLA);
    const given = { factorRecovery: codes[0]! };
    expect((await visitor.submit(FACTOR, FACTOR, given)).headers.get('location')).toBe('/staff');
    expect(await opens(visitor)).toBe(true);
    await mailTo(OLA.address, /gjenopprettingskode er brukt/);
    const again = await types(OLA);
    expect((await again.submit(FACTOR, FACTOR, given)).status).toBe(422);
    expect(await visitor.page(ACCOUNT)).toContain('9 koder igjen.');
  });

  test('who has lost all of it has it reset by an administrator, is told by mail, and every session ends', async () => {
    const { rows } = await house.database.owner.query<{ id: string }>(
      `select id from jatakk.staff where name like 'Ola%'`,
    );
    const member = `/staff/members/${rows[0]!.id}`;
    const answer = await house.staff.submit(member, `${member}/reset-factors`);
    expect(answer.headers.get('location')).toBe(`${member}?done=factors-reset`);
    expect(await opens(ola)).toBe(false);
    await mailTo(OLA.address, /er fjernet, slik at du kan legge til nye/);
    // The password was short: it opens nothing alone.
    const visitor = client();
    const refused = await visitor.submit('/staff/sign-in', '/staff/sign-in', OLA);
    expect([refused.status, visitor.cookie]).toEqual([422, '']);
  });

  test('nobody resets their own', async () => {
    const { rows } = await house.database.owner.query<{ id: string }>(
      `select id from jatakk.staff where name like 'Kari%'`,
    );
    const member = `/staff/members/${rows[0]!.id}`;
    const answer = await house.staff.submit(member, `${member}/reset-factors`);
    expect(answer.headers.get('location')).toBe(`${member}?done=member-not-now`);
    expect(await opens(house.staff)).toBe(true);
  });
});

describe('what could do harm', () => {
  const invitation = { name: 'Nina Ny', address: 'nina@fjellhallen.example', role: 'viewer' };
  const long = `update jatakk.staff_session set confirmed_at = now() - interval '11 minutes'`;
  let app: AuthenticatorApp;

  test('asks for the password again after ten minutes, and goes on with the form as it was filled in', async () => {
    await house.database.owner.query(long);
    const asked = await house.staff.submit('/staff/members', '/staff/members', invitation);
    const page = await asked.text();
    expect([asked.status, page]).toEqual([403, expect.stringContaining('value="Nina Ny"')]);
    const hidden = hiddenIn(page, '/staff/members');
    const wrong = await house.staff.post('/staff/members', { ...hidden, factorPassword: 'ikke dette' });
    expect(wrong.status).toBe(403);
    expect(house.sink.to(invitation.address)).toEqual([]);
    const done = await house.staff.post('/staff/members', { ...hidden, factorPassword: KARI.password });
    expect(done.headers.get('location')).toBe('/staff/members?done=invited');
    await mailTo(invitation.address, /invitert/);
  });

  test('a page of it leads to the question, and back', async () => {
    await house.database.owner.query(long);
    const to = (await house.staff.get('/staff/go-live')).headers.get('location')!;
    expect(to).toBe('/staff/confirm?back=%2Fstaff%2Fgo-live');
    const answer = await house.staff.submit(to, '/staff/confirm', { factorPassword: KARI.password });
    expect(answer.headers.get('location')).toBe('/staff/go-live');
    expect((await house.staff.get('/staff/go-live')).status).toBe(200);
    const evil = await house.staff.submit('/staff/confirm?back=https://evil.example', '/staff/confirm', {
      factorPassword: KARI.password,
    });
    expect(evil.headers.get('location')).toBe(ACCOUNT);
  });

  test('asks whoever has a factor for that, and not for the password', async () => {
    ({ app } = await connectsApp(house, house.staff, KARI.password));
    await house.database.owner.query(long);
    const asked = await house.staff.submit('/staff/members', '/staff/members', { ...invitation, name: 'N' });
    const hidden = hiddenIn(await asked.text(), '/staff/members');
    const bad = { ...hidden, factorPassword: KARI.password };
    expect((await house.staff.post('/staff/members', bad)).status).toBe(403);
    const good = { ...hidden, factorCode: await app.code() };
    expect((await house.staff.post('/staff/members', good)).status).toBe(303);
  });

  test('a passkey is added with the browser’s answer, renamed, and taken away', async () => {
    const passkey = new Authenticator(house.url);
    const path = `${ACCOUNT}/passkeys`;
    const page = await house.staff.page(`${path}/new`);
    const options = JSON.parse(/data-options="([^"]*)"/.exec(page)![1]!.replaceAll('&quot;', '"')) as {
      challenge: string;
      rp: { id: string };
    };
    expect(options.rp.id).toBe('localhost');
    const hidden = hiddenIn(page, path);
    const attestation = JSON.stringify(passkey.create(options.challenge));
    const added = await house.staff.post(path, { ...hidden, name: 'Telefonen', attestation });
    expect(added.headers.get('location')).toBe(`${ACCOUNT}?done=passkey-added`);
    const account = await house.staff.page(ACCOUNT);
    const rename = /\/staff\/account\/passkeys\/[0-9a-f-]{36}\/rename/.exec(account)![0];
    await house.staff.submit(ACCOUNT, rename, { name: 'Nøkkelringen' });
    expect(await house.staff.page(ACCOUNT)).toContain('Nøkkelringen');

    const visitor = await types(KARI);
    const asks = await visitor.page(FACTOR);
    const { challenge } = JSON.parse(/data-options="([^"]*)"/.exec(asks)![1]!.replaceAll('&quot;', '"')) as {
      challenge: string;
    };
    const fields = { ...hiddenIn(asks, FACTOR), factorPasskey: JSON.stringify(passkey.get(challenge)) };
    expect((await visitor.post(FACTOR, fields)).headers.get('location')).toBe('/staff');
    expect(await opens(visitor)).toBe(true);

    await house.staff.submit(ACCOUNT, rename.replace('rename', 'remove'));
    expect(await house.staff.page(ACCOUNT)).not.toContain('Nøkkelringen');
  });

  test('the challenge that web shows is the one that the keeper works out', () => {
    const parts = { purpose: 'decide', sessionHash: Buffer.alloc(32, 1), nonce: newNonce() } as const;
    const about = Buffer.alloc(32, 2);
    expect(factorChallenge(parts)).toHaveLength(32);
    expect(factorChallenge({ ...parts, about })).not.toEqual(factorChallenge(parts));
    expect(factorChallenge({ ...parts, purpose: 'confirm' })).not.toEqual(factorChallenge(parts));
  });
});

test('whoever is alone and has lost all of it has it reset from the shell', async () => {
  const before = { ...process.env };
  Object.assign(process.env, { DATABASE_URL: house.database.ownerUrl, JATAKK_DATA: '/nowhere' });
  const write = jest.spyOn(process.stdout, 'write').mockReturnValue(true);
  try {
    await expect(staffCommand(['reset-factors', 'Nobody', '--yes'])).rejects.toThrow(/goes by that name/);
    await expect(staffCommand(['reset-factors', 'Kari Nordmann'])).rejects.toThrow(/ends every session/);
    expect(await opens(house.staff)).toBe(true);
    expect(await staffCommand(['reset-factors', 'Kari Nordmann', '--yes'])).toBe(0);
  } finally {
    write.mockRestore();
    process.env = before;
  }
  expect(await opens(house.staff)).toBe(false);
  expect(await opens(await types(KARI))).toBe(true);
});

test('once live, an administrator without a second factor reaches their own account alone, until they have one', async () => {
  await house.database.owner.query(
    `delete from jatakk.staff_totp; delete from jatakk.staff_session;
     update jatakk.installation set mode = 'live', public_url = '${house.url}'`,
  );
  const kari = await types(KARI);
  expect((await kari.get('/staff')).headers.get('location')).toBe(ACCOUNT);
  expect((await kari.get('/staff/members')).headers.get('location')).toBe(ACCOUNT);
  const csrf = hiddenIn(await kari.page(ACCOUNT), `${ACCOUNT}/password`).csrf!;
  expect((await kari.post('/staff/members', { csrf, name: 'x' })).status).toBe(403);
  await connectsApp(house, kari, KARI.password);
  expect(await opens(kari)).toBe(true);
  const answer = await kari.submit(ACCOUNT, `${ACCOUNT}/authenticator/remove`);
  expect(answer.headers.get('location')).toBe(`${ACCOUNT}?done=factor-needed`);
});
