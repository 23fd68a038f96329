import { Logger } from '@nestjs/common';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { getDataSourceToken } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { dkimCommand } from '../../src/cli/dkim.js';
import { SigningKeys } from '../../src/keeper/signing-keys.service.js';
import { readKeeperSettings } from '../../src/platform/config/settings.js';
import { KeyRings } from '../../src/registers/key-rings.service.js';
import { type DnsName, type DnsServer, startDnsServer } from '../support/dns-server.js';
import { type ListIds, TestHouse } from '../support/house.js';
import { goesLive, keyRecords, verdicts } from '../support/signing.js';
import type { SunkMail } from '../support/sink.js';
import { until } from '../support/until.js';

const DOMAIN = 'fjellhallen.example';

let house: TestHouse;
let list: ListIds;
let dns: DnsServer;
/** What the stub name server has; the tests publish here as an operator does. */
const zone: Record<string, DnsName> = { 'finnes.no': { mx: [[10, 'mx.finnes.no']] } };
const before = { ...process.env };

beforeAll(async () => {
  dns = await startDnsServer(zone);
  house = await TestHouse.open({ env: { DNS_RESOLVER: dns.address } });
  await house.setUp();
  list = await house.makeList(await house.makeRegister('nyhetsbrev'), 'program', 'Høstprogrammet');
  Object.assign(process.env, {
    DATABASE_URL: house.database.ownerUrl,
    DNS_RESOLVER: dns.address,
    JATAKK_DATA: '/nonexistent/jatakk',
  });
});
afterAll(async () => {
  process.env = before;
  await house.close();
  await dns.close();
});

/** What `jatakk dkim …` prints, and its exit code. */
async function jatakkDkim(...args: string[]): Promise<{ said: string; code: number }> {
  let said = '';
  const stdout = jest.spyOn(process.stdout, 'write').mockImplementation((text) => {
    said += String(text);
    return true;
  });
  try {
    return { code: await dkimCommand(args), said };
  } finally {
    stdout.mockRestore();
  }
}

const owner = async (sql: string, values: unknown[] = []) =>
  (await house.database.owner.query(sql, values)).rows as Record<string, unknown>[];

/** The last look becomes this old. */
const lookedUp = (ago: string, seen = ago) =>
  owner(
    `update jatakk.dkim_key set checked_at = clock_timestamp() - $1::interval,
       seen_at = case when seen_at is not null then clock_timestamp() - $2::interval end`,
    [ago, seen],
  );

const retryNow = () =>
  owner(`update jatakk.notice set not_before = clock_timestamp() where state = 'queued'`);
/** Confirmations that wait because they cannot be signed, and what has been counted against them. */
const waiting = () =>
  owner(`select attempts from jatakk.notice where state = 'queued' and reply_class = 'unsigned'`);

/** The rest of a quarter of a second, in which an answer is kept. */
const answerIsForgotten = () => new Promise((resolve) => setTimeout(resolve, 300));

async function selectorsIn({ raw }: SunkMail): Promise<string[]> {
  return [...raw.toString('latin1').matchAll(/^ s=([\w-]+);/gm)].map(([, selector]) => selector!);
}

/** A sign-up for which nothing can be sent: waited for until the keeper has said so. */
async function signsUpInVain(address: string): Promise<void> {
  const before = (await waiting()).length;
  expect((await house.signsUpTo(list, address)).status).toBe(200);
  await until('the confirmation waits', async () => (await waiting()).length > before);
  for (const { attempts } of await waiting()) expect(attempts).toBe(0);
  expect(house.sink.to(address)).toEqual([]);
}

describe('on trial', () => {
  test('without keys mail goes unsigned, and the operator is told which domain has none', async () => {
    await house.signsUpTo(list, 'forst@example.org');
    const mail = await house.confirmationFor('forst@example.org');
    expect(mail.raw.toString('latin1')).not.toContain('DKIM-Signature');
    const { said, code } = await jatakkDkim();
    expect(code).toBe(0);
    expect(said).toContain(`jatakk dkim add ${DOMAIN}`);
  });

  test('the operator makes keys and gets the records, for a form and for a zone file; no secret', async () => {
    const { said, code } = await jatakkDkim('add', DOMAIN);
    expect(code).toBe(0);
    const records = await keyRecords(house.database.owner);
    expect(Object.keys(records)).toHaveLength(2);
    for (const [name, entry] of Object.entries(records)) {
      const [value] = (entry as { txt: string[] }).txt;
      expect(said).toContain(`Name   ${name}\n  Type   TXT\n  Value  ${value}\n`);
      const line = said.split('\n').find((one) => one.trim().startsWith(`${name}. 3600 IN TXT (`))!;
      const strings = [...line.matchAll(/"([^"]*)"/g)].map(([, string]) => string!);
      expect(strings.join('')).toBe(value);
      for (const string of strings) expect(string.length).toBeLessThanOrEqual(255);
    }
    expect(said).toContain('v=spf1 ');
    expect(said).toContain('v=DMARC1; p=none');
    const privateBytes = /MIIE[vw]|MC4CAQ|PRIVATE/;
    expect(said).not.toMatch(privateBytes);
    expect(JSON.stringify(await owner('select k::text from jatakk.dkim_key k'))).not.toMatch(privateBytes);
  });

  test('mail is signed at once, with both keys, and DNS is not asked', async () => {
    await house.signsUpTo(list, 'signert@example.org');
    const mail = await house.confirmationFor('signert@example.org');
    expect(await verdicts(mail.raw, await keyRecords(house.database.owner))).toEqual(['pass', 'pass']);
    expect(dns.questions.filter((question) => question.startsWith('TXT'))).toEqual([]);
  });

  test.each([
    [['add', DOMAIN], 'has keys already'],
    [['rotate', DOMAIN], 'which wait for DNS'],
    [['rotate', 'annet.no'], 'has no keys yet'],
    [['add', 'ikke et domene'], 'no domain'],
    [['add'], 'Usage'],
    [['slett', DOMAIN], 'Usage'],
  ])('%s is refused: %s', async (args, why) => {
    await expect(jatakkDkim(...args)).rejects.toThrow(why);
    expect(await owner('select count(*)::integer as n from jatakk.dkim_key')).toEqual([{ n: 2 }]);
  });
});

describe('live', () => {
  beforeAll(() => goesLive(house));

  test('nothing is sent while the records are not in DNS; the confirmation waits, and check says what is missing', async () => {
    await signsUpInVain('kari@finnes.no');
    expect(await owner('select distinct check_result from jatakk.dkim_key')).toEqual([
      { check_result: 'not-published' },
    ]);
    const { said, code } = await jatakkDkim('check');
    expect(code).toBe(1);
    expect(said.match(/its record is not in DNS/g)).toHaveLength(2);
    expect(said).toContain('nothing is sent from here live');
    expect(said).toContain('SPF is missing');
    expect(said).toContain('DMARC is missing');
  });

  test('one record of two is not enough', async () => {
    const [first] = Object.entries(await keyRecords(house.database.owner));
    zone[first![0]] = first![1];
    await lookedUp('2 minutes');
    await answerIsForgotten();
    await retryNow();
    await until('it is looked up again', async () => {
      const results = await owner('select check_result from jatakk.dkim_key order by 1');
      return results.map((row) => row.check_result).join() === 'not-published,published';
    });
    await until('it waits again', async () => (await waiting()).length === 1);
    expect(house.sink.to('kari@finnes.no')).toEqual([]);
  });

  test('an invitation leaves all the same, unsigned, so that somebody can get in', async () => {
    await house.staff.submit('/staff/members', '/staff/members', {
      name: 'Ola',
      address: 'ola@finnes.no',
      role: 'editor',
    });
    const mail = await until('the invitation', () => house.sink.to('ola@finnes.no')[0]);
    expect(mail.raw.toString('latin1')).not.toContain('DKIM-Signature');
  });

  test('once both are there, the confirmation that waited leaves, signed twice', async () => {
    Object.assign(zone, await keyRecords(house.database.owner));
    await lookedUp('2 minutes');
    await answerIsForgotten();
    await retryNow();
    const mail = await house.confirmationFor('kari@finnes.no');
    expect(await verdicts(mail.raw, zone)).toEqual(['pass', 'pass']);
    expect(await owner('select distinct state from jatakk.dkim_key')).toEqual([{ state: 'active' }]);
    zone[DOMAIN] = { txt: ['v=spf1 a:mail.example.org ~all'] };
    zone['_dmarc.fjellhallen.example'] = { txt: ['v=DMARC1; p=none'] };
    const { said, code } = await jatakkDkim('check');
    expect(code).toBe(0);
    expect(said).toContain('All is well');
    expect(said).not.toContain('missing');
  });

  test('DNS is not asked again within ten minutes', async () => {
    const asked = dns.questions.length;
    await answerIsForgotten();
    await house.signsUpTo(list, 'per@finnes.no');
    await house.confirmationFor('per@finnes.no');
    expect(dns.questions.slice(asked).filter((question) => question.startsWith('TXT'))).toEqual([]);
  });

  test('a name server that fails takes back nothing it said within a day, and everything after that', async () => {
    const records = await keyRecords(house.database.owner);
    for (const name of Object.keys(records)) zone[name] = 'SERVFAIL';
    await lookedUp('11 minutes', '23 hours');
    await answerIsForgotten();
    await house.signsUpTo(list, 'siri@finnes.no');
    const mail = await house.confirmationFor('siri@finnes.no');
    expect(await verdicts(mail.raw, records)).toEqual(['pass', 'pass']);
    expect(await owner('select distinct check_result from jatakk.dkim_key')).toEqual([
      { check_result: 'dns-away' },
    ]);
    await lookedUp('2 minutes', '25 hours');
    await answerIsForgotten();
    await signsUpInVain('sent@finnes.no');
    Object.assign(zone, records);
    await lookedUp('2 minutes');
  });

  test('another key under our name stops the sending at once', async () => {
    const records = await keyRecords(house.database.owner);
    const [one, other] = Object.keys(records) as [string, string];
    Object.assign(zone, { [one]: records[other], [other]: records[one] });
    await lookedUp('11 minutes', '1 minute');
    await answerIsForgotten();
    await signsUpInVain('feil@finnes.no');
    expect(await owner('select distinct check_result from jatakk.dkim_key')).toEqual([
      { check_result: 'other-key' },
    ]);
    Object.assign(zone, records);
    expect((await jatakkDkim('check')).code).toBe(0);
  });

  test('rotation: the old keys sign until the new are seen, then go, their private halves with them', async () => {
    const old = await owner('select selector from jatakk.dkim_key order by algorithm desc');
    const { said } = await jatakkDkim('rotate', DOMAIN);
    expect(said).toContain('These new keys take over once both of their records are in DNS');
    await expect(jatakkDkim('rotate', DOMAIN)).rejects.toThrow('which wait for DNS');
    await answerIsForgotten();
    await house.signsUpTo(list, 'mellom@finnes.no');
    const between = await house.confirmationFor('mellom@finnes.no');
    expect(await selectorsIn(between)).toEqual(old.map(({ selector }) => selector));

    Object.assign(zone, await keyRecords(house.database.owner));
    await lookedUp('2 minutes');
    await answerIsForgotten();
    await house.signsUpTo(list, 'ny@finnes.no');
    const mail = await house.confirmationFor('ny@finnes.no');
    const fresh = await selectorsIn(mail);
    for (const { selector } of old) expect(fresh).not.toContain(selector);
    expect(await verdicts(mail.raw, zone)).toEqual(['pass', 'pass']);
    // What left before is still verified: its records stay for a while.
    expect(await verdicts(between.raw, zone)).toEqual(['pass', 'pass']);
    expect(
      await owner(
        `select selector, private_key_sealed from jatakk.dkim_key where state = 'retired' order by algorithm desc`,
      ),
    ).toEqual(old.map(({ selector }) => ({ selector, private_key_sealed: null })));
    const day = new Date(Date.now() + 7 * 86_400_000).toISOString().slice(0, 10);
    const shown = (await jatakkDkim()).said;
    for (const { selector } of old)
      expect(shown).toMatch(new RegExp(`${String(selector)} .* from ${day} on:`));
  });

  test('with look-ups switched off nothing is signed as good, and the log says so once', async () => {
    const warn = jest.spyOn(Logger.prototype, 'warn').mockImplementation(() => undefined);
    try {
      const keys = new SigningKeys(
        house.keeper!.get<DataSource>(getDataSourceToken()),
        house.keeper!.get(KeyRings),
        readKeeperSettings({ PUBLIC_URL: house.url, DNS_RESOLVER: 'off' }),
      );
      await lookedUp('11 minutes', '25 hours');
      expect(await keys.forDomain(DOMAIN)).toEqual({ outcome: 'refused', why: 'dns-away' });
      await answerIsForgotten();
      expect(await keys.forDomain('Fjellhallen.EXAMPLE')).toEqual({ outcome: 'refused', why: 'dns-away' });
      expect(await keys.forDomain('annet.no')).toEqual({ outcome: 'refused', why: 'no-key' });
      const said = warn.mock.calls.map(([line]) => String(line));
      expect(said.filter((line) => line.includes(`from ${DOMAIN}:`))).toHaveLength(1);
    } finally {
      warn.mockRestore();
    }
  });
});
