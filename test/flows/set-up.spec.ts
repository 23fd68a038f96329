import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { INestApplicationContext } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { startKeeper } from '../../src/keeper/start-keeper.js';
import { readKeeperSettings, readWebSettings } from '../../src/platform/config/settings.js';
import { type LocalMailbox, openLocalMailbox } from '../../src/platform/embedded/local-mailbox.js';
import { readMailbox } from '../../src/platform/embedded/mailbox-reader.js';
import { translator } from '../../src/platform/i18n/messages.js';
import { randomToken } from '../../src/platform/sealing/link-token.js';
import { startWeb } from '../../src/web/start-web.js';
import { HttpClient } from '../support/http-client.js';
import { makeTestDatabase, type TestDatabase } from '../support/test-database.js';
import { until } from '../support/until.js';

const t = translator('nb');
const folder = mkdtempSync(join(tmpdir(), 'jatakk-mailbox-'));
const token = randomToken();
const link = `/setup/${token}`;
const SIGN_IN = '/staff/sign-in?done=setup-used';

const fine = {
  organisationName: 'Fjellhallen',
  organisationNumber: '974 760 673',
  postalAddress: 'Fjellveien 1\r\n0001 Oslo',
  contactAddress: 'post@fjellhallen.example',
  privacyContactAddress: 'personvern@fjellhallen.example',
  adminName: 'Kari Nordmann',
  adminAddress: 'kari@fjellhallen.example',
  password: 'fire ord som ingen gjetter',
};

let database: TestDatabase;
let mailbox: LocalMailbox;
let keeper: INestApplicationContext;
let web: NestFastifyApplication;
let visitor: HttpClient;

/** A house on trial with its local mailbox, as on a machine of its own: nobody has set it up yet. */
beforeAll(async () => {
  database = await makeTestDatabase({ undoSeconds: 300 });
  mailbox = await openLocalMailbox(folder, undefined);
  const settings = {
    PUBLIC_URL: 'http://localhost:3000',
    LOG_LEVEL: 'silent',
    POLL_SECONDS: '1',
    PORT: '0',
    SKIP_CRASH_WAIT: '1',
    DNS_RESOLVER: 'off',
  };
  keeper = await startKeeper({
    settings: readKeeperSettings(settings),
    databaseUrls: database.urls,
    secret: randomBytes(32),
    trialRelay: `smtp://127.0.0.1:${mailbox.port}`,
  });
  web = await startWeb({
    settings: readWebSettings(settings),
    databaseUrls: database.urls,
    secret: randomBytes(32),
    mailboxDir: folder,
    onLive: () => undefined,
  });
  visitor = new HttpClient(await web.getUrl());
  const hash = createHash('sha256').update(token).digest();
  await database.owner.query('update jatakk.installation set setup_hash = $1', [hash]);
});
afterAll(async () => {
  await web.close();
  await keeper.close();
  await mailbox.close();
  await database.drop();
  rmSync(folder, { recursive: true });
});

const submit = (fields: Record<string, string>) => visitor.submit(link, link, fields);

async function nothingIsMade(): Promise<void> {
  const { rows } = await database.owner.query(
    `select (select count(*) from jatakk.organisation)::integer as organisations,
            (select count(*) from jatakk.staff)::integer as staff`,
  );
  expect(rows).toEqual([{ organisations: 0, staff: 0 }]);
}

describe('the one-time link', () => {
  test('is the only way in: another leads kindly to sign-in, and makes nobody', async () => {
    const altered = token.slice(0, -1) + (token.endsWith('A') ? 'E' : 'A');
    for (const wrong of [altered, token.slice(1), 'x', randomToken()]) {
      expect((await visitor.get(`/setup/${wrong}`)).headers.get('location')).toBe(SIGN_IN);
      expect((await visitor.post(`/setup/${wrong}`, fine)).headers.get('location')).toBe(SIGN_IN);
    }
    await nothingIsMade();
    expect(await visitor.page(SIGN_IN)).toContain(t('setup.error.used'));
  });

  test('can be opened as often as one likes', async () => {
    expect(await visitor.page(link)).toContain(t('setup.title'));
    expect((await visitor.get(link)).headers.get('cache-control')).toContain('no-store');
  });

  test('does not work from another site’s page', async () => {
    expect((await visitor.post(link, fine, { origin: 'https://evil.example' })).status).toBe(403);
    await nothingIsMade();
  });
});

describe('the form', () => {
  test.each([
    ['organisationName', ' '],
    ['organisationName', 'a'.repeat(101)],
    ['organisationName', 'To\nlinjer'],
    ['organisationNumber', ''],
    ['organisationNumber', '974760674'],
    ['organisationNumber', '97476067'],
    ['organisationNumber', 'NO974760673'],
    ['postalAddress', ''],
    ['contactAddress', 'post'],
    ['contactAddress', 'pøst@fjellhallen.example'],
    ['privacyContactAddress', 'a@b@c.example'],
    ['adminName', ''],
    ['adminAddress', 'kari@'],
    ['password', 'fjorten tegn..'],
    ['password', 'a'.repeat(257)],
  ])('tells what is wrong with %s: %j', async (field, text) => {
    const answer = await submit({ ...fine, [field]: text });
    const page = await answer.text();
    expect(answer.status).toBe(422);
    expect([...page.matchAll(/id="(\w+)-error"/g)].map(([, name]) => name)).toEqual([field]);
    await nothingIsMade();
  });

  test('keeps what was typed, but never the password', async () => {
    const page = await (await submit({ ...fine, organisationNumber: '1', example: 'yes' })).text();
    for (const kept of ['Fjellhallen', 'Kari Nordmann', 'kari@fjellhallen.example', 'Fjellveien 1']) {
      expect(page).toContain(kept);
    }
    expect(page).not.toContain(fine.password);
    expect(page).toMatch(/<input[^>]*name="example"[^>]* checked/);
  });

  test('takes a field once only', async () => {
    const fields = [...Object.entries(fine), ['adminAddress', 'eve@fjellhallen.example']] as [
      string,
      string,
    ][];
    expect((await visitor.post(link, fields)).status).toBe(400);
    await nothingIsMade();
  });
});

describe('with «Fyll med et eksempel»', () => {
  beforeAll(async () => {
    const [answer, twice] = await Promise.all([submit({ ...fine, example: 'yes' }), visitor.get(link)]);
    if (answer.status !== 303) throw new Error(`set-up: ${answer.status}`);
    await twice.text();
  });

  test('the administrator is signed in, and the link is used up', async () => {
    expect(await visitor.page('/staff')).toContain('Kari Nordmann');
    const stranger = new HttpClient(visitor.base);
    expect((await stranger.get(link)).headers.get('location')).toBe(SIGN_IN);
    expect((await stranger.post(link, { ...fine, adminAddress: 'eve@fjellhallen.example' })).status).toBe(
      303,
    );
    const { rows } = await database.owner.query(
      `select s.name, g.role from jatakk.staff s join jatakk.staff_grant g on g.staff_id = s.id
        where g.register_id is null order by g.role`,
    );
    expect(rows).toEqual(
      ['administrator', 'approver', 'privacy-officer'].map((role) => ({ name: 'Kari Nordmann', role })),
    );
    const { rows: numbers } = await database.owner.query(
      'select org_number, postal_address from jatakk.organisation',
    );
    expect(numbers).toEqual([{ org_number: '974760673', postal_address: 'Fjellveien 1, 0001 Oslo' }]);
  });

  test('even a new link makes no second first administrator', async () => {
    const another = randomToken();
    const hash = createHash('sha256').update(another).digest();
    await database.owner.query('update jatakk.installation set setup_hash = $1', [hash]);
    const answer = await new HttpClient(visitor.base).post(`/setup/${another}`, fine);
    expect(answer.headers.get('location')).toBe(SIGN_IN);
    const { rows } = await database.owner.query('select 1 from jatakk.staff');
    expect(rows).toHaveLength(1);
  });

  test('there are two registers with three lists, and a campaign that was sent', async () => {
    await until(
      'the example’s campaign is sent',
      async () => (await database.owner.query(`select 1 from jatakk.campaign where state = 'sent'`)).rowCount,
      20_000,
    );
    const { rows } = await database.owner.query(
      `select r.slug as register, l.slug as list,
              (select count(*)::integer from jatakk.subscription s where s.list_id = l.id and s.state = 'confirmed') as people
         from jatakk.list l join jatakk.register r on r.id = l.register_id order by r.slug, l.slug`,
    );
    expect(rows).toEqual([
      { register: 'billettkjopere', list: 'for-billettkjopere', people: 2 },
      { register: 'nyhetsbrev', list: 'barn-og-familie', people: 2 },
      { register: 'nyhetsbrev', list: 'hostprogrammet', people: 5 },
    ]);
    const front = await visitor.page('/');
    for (const list of ['Høstprogrammet', 'Barn og familie', 'For billettkjøpere'])
      expect(front).toContain(list);
  });

  test('Kari is in both registers, and got what she said yes to and no more', () => {
    const subjects = (address: string) =>
      readMailbox(folder)
        .filter(({ to }) => to.includes(address))
        .map(({ subject }) => subject)
        .toSorted();
    const campaign = 'Oktober: sju konserter og en danseforestilling';
    expect(subjects('kari@example.org')).toEqual([
      'Bekreft påmeldingen til For billettkjøpere',
      'Bekreft påmeldingen til Høstprogrammet',
      campaign,
    ]);
    expect(subjects('per@example.net')).toEqual(['Bekreft påmeldingen til For billettkjøpere']);
    expect(readMailbox(folder).filter(({ subject }) => subject === campaign)).toHaveLength(5);
    expect(new Set(readMailbox(folder).map(({ to }) => to.length))).toEqual(new Set([1]));
  });

  test('she is two people to the database', async () => {
    const { rows } = await database.owner.query('select distinct id, blind_index from jatakk.subscriber');
    expect(rows).toHaveLength(8);
  });
});
