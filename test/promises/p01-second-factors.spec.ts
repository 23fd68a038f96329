import { createHash, randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { generate } from 'otplib';
import type pg from 'pg';
import { factorChallenge, type FactorPurpose, newNonce } from '../../src/staff/factors/factor-challenge.js';
import { SecondFactors } from '../../src/staff/factors/second-factors.service.js';
import { Sessions } from '../../src/staff/sessions.service.js';
import { Authenticator, type AuthenticatorOptions } from '../support/authenticator.js';
import { TestHouse } from '../support/house.js';
import { until } from '../support/until.js';
import { exceptions, signInto } from './support/attempt.js';

const ADDRESS = 'kari@fjellhallen.example';
const PASSWORD = 'fire ord som ingen gjetter';

let house: TestHouse;
let owner: pg.Client;
let factors: SecondFactors;
let staffId: string;
/** The hash of a whole session, in which the keeper has seen the password. */
let session: Buffer;

const hash = (token: string) => createHash('sha256').update(token).digest();
const opens = async () => hash((await house.web.get(Sessions).open(staffId)).token);
const one = async <T>(sql: string, values: unknown[] = []) =>
  (await owner.query<{ x: T }>(`select (${sql}) as x`, values)).rows[0]!.x;

beforeAll(async () => {
  house = await TestHouse.open();
  await house.setUp();
  owner = house.database.owner;
  factors = house.web.get(SecondFactors);
  staffId = await one<string>('select id from jatakk.staff');
});
afterAll(() => house.close());

beforeEach(async () => {
  await owner.query(
    `delete from jatakk.staff_passkey; delete from jatakk.staff_totp; delete from jatakk.staff_recovery_code;
     delete from jatakk.staff_session; delete from jatakk.staff_half_session; delete from jatakk.staff_spent_challenge`,
  );
  session = await opens();
  expect(await factors.confirm(session, { nonce: newNonce(), proof: { password: PASSWORD } })).toEqual({
    ok: true,
    answer: { method: 'password' },
  });
});

async function enrolTotp(): Promise<{ secret: string; codes: string[] }> {
  const begun = await factors.beginTotp(session);
  if (!begun.ok) throw new Error(begun.refused);
  const enrolled = await factors.enrolTotp(session, await generate({ secret: begun.answer.secret }));
  if (!enrolled.ok) throw new Error(enrolled.refused);
  // The clock is turned: the code that was just used is of a step long gone.
  await owner.query('update jatakk.staff_totp set last_step = 0');
  return { secret: begun.answer.secret, codes: enrolled.answer.codes };
}

async function enrolPasskey(passkey = new Authenticator(house.url), options?: AuthenticatorOptions) {
  const nonce = newNonce();
  const challenge = challengeOf('enrol', session, nonce);
  const attestation = passkey.create(challenge, options);
  const answer = await factors.enrolPasskey(session, { nonce, name: 'Nøkkelen', attestation });
  return { passkey, answer };
}

function challengeOf(purpose: FactorPurpose, sessionHash: Buffer, nonce: string) {
  return factorChallenge({ purpose, sessionHash, nonce }).toString('base64url');
}

const wrong = { ok: false, refused: 'wrong' };
const unknown = { ok: false, refused: 'unknown' };

describe('with an authenticator', () => {
  test('sign in with its code: half a session becomes a whole one, under another token, and the half is gone', async () => {
    const { secret } = await enrolTotp();
    const { token, stage } = await house.web.get(Sessions).open(staffId);
    expect(stage).toBe('half');
    expect(await house.web.get(Sessions).find(token)).toBeUndefined();
    const proof = { code: await generate({ secret }) };
    const answer = await factors.signIn(hash(token), { nonce: newNonce(), proof });
    expect(answer.ok && answer.answer).not.toBe(token);
    expect(await house.web.get(Sessions).find((answer as { answer: string }).answer)).toMatchObject({
      id: staffId,
    });
    expect(await house.web.get(Sessions).find(token)).toBeUndefined();
    expect(await one('select count(*)::integer from jatakk.staff_half_session')).toBe(0);
  });

  test('use a code twice, in the same session, in another, or two at once: it counts once', async () => {
    const { secret } = await enrolTotp();
    const proof = { code: await generate({ secret }) };
    const halves = [await opens(), await opens(), await opens()];
    const answers = await Promise.all(
      halves.map((half) => factors.signIn(half, { nonce: newNonce(), proof })),
    );
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
    expect(await factors.confirm(session, { nonce: newNonce(), proof })).toEqual(wrong);
  });

  test('use the code of an earlier step than the last, or one further off than a step: neither counts', async () => {
    const { secret } = await enrolTotp();
    const at = async (steps: number) => ({
      code: await generate({ secret, epoch: Math.floor(Date.now() / 1000) + steps * 30 }),
    });
    const half = await opens();
    for (const steps of [-3, 3, 40])
      expect(await factors.signIn(half, { nonce: newNonce(), proof: await at(steps) })).toEqual(wrong);
    expect((await factors.confirm(session, { nonce: newNonce(), proof: await at(0) })).ok).toBe(true);
    expect(await factors.signIn(half, { nonce: newNonce(), proof: await at(-1) })).toEqual(wrong);
  });

  test('guess codes: the fifth wrong one ends the half session, the tenth within the hour stops codes and its owner is told', async () => {
    const { secret } = await enrolTotp();
    const right = await generate({ secret });
    const guess = { nonce: newNonce(), proof: { code: right === '123456' ? '654321' : '123456' } };
    for (const half of [await opens(), await opens()]) {
      for (let tries = 0; tries < 5; tries += 1) expect(await factors.signIn(half, guess)).toEqual(wrong);
      expect(await factors.signIn(half, guess)).toEqual(unknown);
    }
    const half = await opens();
    const proof = { code: right };
    expect(await factors.signIn(half, { nonce: newNonce(), proof })).toEqual({
      ok: false,
      refused: 'too-many',
    });
    const mail = await until('a warning', () =>
      house.sink
        .to(ADDRESS)
        .find(({ parsed }) => parsed.subject === 'Noen prøver å logge inn som deg i Jatakk'),
    );
    expect(mail.parsed.text).toContain('ti ganger på en time');
    await owner.query(`update jatakk.staff_totp set wrong_since = now() - interval '61 minutes'`);
    expect((await factors.signIn(half, { nonce: newNonce(), proof })).ok).toBe(true);
  });

  test('read its secret where it lies: sealed to the staff’s ring, and none of it is in the database', async () => {
    const { secret } = await enrolTotp();
    const rows = await owner.query<{ x: string }>(`select t::text as x from jatakk.staff_totp t
      union all select b::text from jatakk.staff_totp_begun b union all select w::text from jatakk.window_ask w`);
    expect(rows.rows.map(({ x }) => x).join()).not.toContain(secret);
    expect(rows.rows.map(({ x }) => x).join()).not.toContain(Buffer.from(secret).toString('hex'));
  });

  test('its owner is told by mail of what was added', async () => {
    await enrolTotp();
    const mail = await until('a mail', () =>
      house.sink.to(ADDRESS).findLast(({ parsed }) => /autentiseringsapp er knyttet/.test(parsed.text ?? '')),
    );
    expect(mail.parsed.subject).toBe('Noe er endret på kontoen din i Jatakk');
    expect(mail.parsed.text).toContain(`${house.url}/staff/account`);
  });
});

describe('with a passkey', () => {
  async function signsIn(
    passkey: Authenticator,
    options?: AuthenticatorOptions,
    purpose: FactorPurpose = 'sign-in',
  ) {
    const half = await opens();
    const nonce = newNonce();
    const proof = { passkey: passkey.get(challengeOf(purpose, half, nonce), options) };
    return { half, nonce, proof, answer: await factors.signIn(half, { nonce, proof }) };
  }

  test('sign in with it: the whole session begins', async () => {
    const { passkey, answer } = await enrolPasskey();
    expect(answer).toMatchObject({ ok: true });
    expect((await signsIn(passkey)).answer.ok).toBe(true);
  });

  test('bring an answer for another site, another name, another purpose, without the owner checked, or counting back: none counts', async () => {
    const { passkey } = await enrolPasskey();
    expect((await signsIn(passkey)).answer.ok).toBe(true);
    const attempts: [AuthenticatorOptions, FactorPurpose?][] = [
      [{ origin: 'https://fjellhallen.evil.example' }],
      [{ origin: `${house.url}1` }],
      [{ rpId: 'evil.example' }],
      [{ verifiesUser: false }],
      [{ counter: 1 }],
      [{}, 'confirm'],
      [{}, 'decide'],
    ];
    for (const [options, purpose] of attempts)
      expect((await signsIn(passkey, options, purpose)).answer).toEqual(wrong);
    expect((await signsIn(passkey, { counter: 900 })).answer.ok).toBe(true);
  });

  test('replay an answer in the same session, or in another: it counts once', async () => {
    const { passkey } = await enrolPasskey();
    const nonce = newNonce();
    const given = {
      nonce,
      proof: { passkey: passkey.get(challengeOf('confirm', session, nonce), { counter: 0 }) },
    };
    await owner.query('update jatakk.staff_passkey set counter = 0');
    expect((await factors.confirm(session, given)).ok).toBe(true);
    expect(await factors.confirm(session, given)).toEqual(wrong);
    expect(await factors.signIn(await opens(), given)).toEqual(wrong);
  });

  test('bring the answer of somebody else’s passkey, or of one that is not there: neither counts', async () => {
    const { passkey } = await enrolPasskey();
    expect((await signsIn(new Authenticator(house.url))).answer).toEqual(wrong);
    const stranger = new Authenticator(house.url);
    Object.defineProperty(stranger, 'credentialId', { value: passkey.credentialId });
    expect((await signsIn(stranger)).answer).toEqual(wrong);
  });

  test('add one that was made for another challenge or site, unchecked, twice, or without a proof: none is added', async () => {
    for (const options of [
      { origin: 'https://evil.example' },
      { rpId: 'evil.example' },
      { verifiesUser: false },
    ])
      expect((await enrolPasskey(undefined, options)).answer).toEqual(wrong);
    const passkey = new Authenticator(house.url);
    const attestation = passkey.create(randomBytes(32).toString('base64url'));
    const nonce = newNonce();
    expect(await factors.enrolPasskey(session, { nonce, name: 'x', attestation })).toEqual(wrong);
    expect((await enrolPasskey(passkey)).answer.ok).toBe(true);
    expect((await enrolPasskey(passkey)).answer).toEqual(wrong);
    await owner.query(`update jatakk.staff_session set confirmed_at = now() - interval '11 minutes'`);
    expect((await enrolPasskey()).answer).toEqual({ ok: false, refused: 'not-confirmed' });
    expect(await one('select count(*)::integer from jatakk.staff_passkey')).toBe(1);
  });

  test('use it while the house is at another address: it is none there', async () => {
    const { passkey } = await enrolPasskey();
    await owner.query(`update jatakk.installation set public_url = 'https://jatakk.example'`);
    expect(await one('select jatakk.has_factor($1)', [staffId])).toBe(false);
    await owner.query('update jatakk.installation set public_url = null');
    expect((await signsIn(passkey)).answer.ok).toBe(true);
  });
});

describe('what changes the factors', () => {
  test('a first factor brings ten recovery codes; each signs in once, and never confirms anything', async () => {
    const { codes } = await enrolTotp();
    expect(new Set(codes).size).toBe(10);
    const recovery = codes[3]!.toUpperCase().replaceAll('-', ' ');
    const given = { nonce: newNonce(), proof: { recovery } };
    expect(await factors.confirm(session, given)).toEqual(wrong);
    expect((await factors.signIn(await opens(), given)).ok).toBe(true);
    expect(await factors.signIn(await opens(), given)).toEqual(wrong);
    expect(await one('select count(*)::integer from jatakk.staff_recovery_code')).toBe(9);
    expect((await enrolPasskey()).answer).toEqual({ ok: true, answer: { codes: [] } });
  });

  test('show the password where there is a factor, or where web alone has seen it: nothing is changed by it', async () => {
    const password = { nonce: newNonce(), proof: { password: PASSWORD } };
    const bySignIn = await opens();
    expect(await factors.beginTotp(bySignIn)).toEqual({ ok: false, refused: 'not-confirmed' });
    expect(await factors.confirm(bySignIn, { ...password, proof: { password: 'another password' } })).toEqual(
      wrong,
    );
    await enrolTotp();
    expect(await factors.confirm(session, password)).toEqual({ ok: false, refused: 'factor-needed' });
    expect(await factors.signIn(await opens(), password)).toEqual({ ok: false, refused: 'factor-needed' });
  });

  test('sessions that were begun with the password alone end with the first factor, but for the one it was added in', async () => {
    const other = await opens();
    await enrolTotp();
    const left = await owner.query('select token_hash from jatakk.staff_session');
    expect(left.rows).toEqual([{ token_hash: session }]);
    expect(await factors.beginTotp(other)).toEqual(unknown);
  });

  test('take the last one of somebody whose password is too short to stand alone: it stays', async () => {
    await enrolTotp();
    await owner.query('update jatakk.staff set password_alone = false');
    expect(await factors.remove(session, null)).toEqual({ ok: false, refused: 'short-password' });
    await owner.query('update jatakk.staff set password_alone = true');
    expect((await factors.remove(session, null)).ok).toBe(true);
    expect(await one('select count(*)::integer from jatakk.staff_recovery_code')).toBe(0);
  });

  test('ask with half a session, or with none: nothing is begun, added, taken or made', async () => {
    await enrolTotp();
    for (const asks of [await opens(), randomBytes(32)]) {
      expect(await factors.beginTotp(asks)).toEqual(unknown);
      expect(await factors.enrolTotp(asks, '123456')).toEqual(unknown);
      expect(await factors.newRecoveryCodes(asks)).toEqual(unknown);
      expect((await factors.remove(asks, null)).ok).toBe(false);
      expect(await factors.confirm(asks, { nonce: newNonce(), proof: { code: '123456' } })).toEqual(unknown);
    }
  });
});

test('write or read any of it as web, or write it as keeper but through its functions: permission denied', async () => {
  const web = await signInto(house.database.webUrl);
  const keeper = await signInto(house.database.keeperUrl);
  const tables = [
    'staff_passkey',
    'staff_totp',
    'staff_recovery_code',
    'staff_spent_challenge',
    'staff_totp_begun',
  ];
  const writes = tables
    .flatMap((table) => [
      `insert into jatakk.${table} default values`,
      `update jatakk.${table} set staff_id = gen_random_uuid()`,
      `delete from jatakk.${table}`,
    ])
    .map((sql) =>
      sql.replace(
        'staff_totp_begun set staff_id = gen_random_uuid()',
        `staff_totp_begun set secret_sealed = ''`,
      ),
    );
  const reads = [
    'select public_key from jatakk.staff_passkey',
    'select secret_sealed from jatakk.staff_totp',
    'select last_step from jatakk.staff_totp',
    'select code_hash from jatakk.staff_recovery_code',
    'select * from jatakk.staff_spent_challenge',
    'select * from jatakk.staff_totp_begun',
    `select * from jatakk.open_factors('')`,
    `select jatakk.lift_session('', '', 'totp')`,
    `select jatakk.confirm_session('', 'totp')`,
    `select jatakk.enrol_passkey('', '', '', '', 0, '{}', '', '')`,
    `insert into jatakk.staff_session (token_hash, staff_id, seen_at, ends_at) values ('', gen_random_uuid(), now(), now())`,
    `update jatakk.staff_session set confirmed_at = now()`,
    `insert into jatakk.staff_half_session (token_hash, staff_id, ends_at, browser) values ('', gen_random_uuid(), now(), '')`,
    `update jatakk.staff_half_session set wrong = 0`,
  ];
  expect(await exceptions(web, [...writes, ...reads], 'permission denied')).toEqual([]);
  const keepers = reads.filter(
    (sql) => !/open_factors|lift_session|confirm_session\(|enrol_passkey/.test(sql),
  );
  expect(await exceptions(keeper, [...writes, ...keepers], 'permission denied')).toEqual([]);
  await Promise.all([web.end(), keeper.end()]);
});

test('once live, take the last factor of an administrator: it stays, and the passkey of another site is none', async () => {
  await enrolTotp();
  await enrolPasskey();
  await owner.query(`update jatakk.installation set mode = 'live', public_url = 'https://jatakk.example'`);
  expect(await factors.remove(session, null)).toEqual({ ok: false, refused: 'needed' });
  await owner.query(`delete from jatakk.staff_grant where role <> 'privacy-officer'`);
  expect((await factors.remove(session, null)).ok).toBe(true);
});
