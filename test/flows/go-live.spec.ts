import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { EndTrial } from '../../src/web/http/end-trial.service.js';
import { translator } from '../../src/platform/i18n/messages.js';
import { signInto } from '../promises/support/attempt.js';
import { beacon, chooses, running, SITE } from '../support/beacons.js';
import { type DnsName, type DnsServer, startDnsServer } from '../support/dns-server.js';
import { HostileSink, unstuffed } from '../support/hostile-sink.js';
import { type ListIds, TestHouse } from '../support/house.js';
import { value } from '../support/raw-message.js';
import { signsFor, verdicts } from '../support/signing.js';
import { everybodyHasSecondFactor } from '../support/second-factor.js';
import { until } from '../support/until.js';

const t = translator('nb');
const PATH = '/staff/go-live';
const PUBLIC_URL = 'https://post.fjellhallen.no';

let house: TestHouse;
let relay: HostileSink;
let dns: DnsServer;
const zone: Record<string, DnsName> = { 'fjellhallen.no': { mx: [[10, 'mx.fjellhallen.no']] } };
let list: ListIds;
let draft: string;
let sent: string;

const fine = () => ({
  publicUrl: PUBLIC_URL,
  relayHost: '127.0.0.1',
  relayPort: String(relay.port),
  relaySecurity: 'plain-local',
  relayUser: '',
  relayPassword: '',
  word: t('go-live.word'),
});
const mode = async () =>
  ((await house.database.owner.query('select mode from jatakk.installation')).rows[0] as { mode: string })
    .mode;
const rowsIn = async (table: string) =>
  ((await house.database.owner.query(`select count(*)::integer as n from ${table}`)).rows[0] as { n: number })
    .n;

/** Counted, answered and shown on trial; a draft of each that stays. */
async function countedAndAnswered(): Promise<void> {
  const { owner } = house.database;
  await chooses(house, { asking: SITE });
  await beacon(house.url, '~month');
  await running(house);
  await owner.query(`insert into traffic.kept values ('2026-01-01', $1, 'views', 'total', '~all', 9)`, [
    SITE,
  ]);
  // What is not written down yet.
  await beacon(house.url, '~month');
  await owner.query(
    `insert into survey.survey (id, register_id, list_id, definition, state, ticket_key, answer_key, wrapped_keys)
     select gen_random_uuid(), $1, $2, '{}', s, k, k, case when k is not null then sha256('x') end
       from (values ('draft', null), ('open', sha256('x'))) v (s, k)`,
    [list.registerId, list.listId],
  );
  await owner.query(
    `insert into survey.answer select gen_random_uuid(), s.id, '2026-01-01', '{}' from survey.survey s where s.state = 'open'`,
  );
  await owner.query(
    `insert into jatakk.site_message (words, link, pages, shown) values ('{"nb":{}}', 'https://example.org/', '/', true)`,
  );
}

beforeAll(async () => {
  relay = await new HostileSink().listen();
  dns = await startDnsServer(zone);
  house = await TestHouse.open({ env: { DNS_RESOLVER: dns.address } });
  await house.setUp();
  Object.assign(zone, await signsFor(house, 'fjellhallen.example'));
  list = await house.makeList(await house.makeRegister('nyhetsbrev'), 'program', 'Høstprogrammet');
  await house.joins(list, 'oppdiktet@example.org');
  sent = await house.sends(list, 'På prøve');
  await house.isSent(sent);
  draft = await house.writes(list, 'Beholdes');
  await countedAndAnswered();
});
afterAll(async () => {
  await house.close();
  await relay.close();
  await dns.close();
});

describe('before', () => {
  test('the page asks for the relay, the address on the web and the word, and shows the organisation', async () => {
    const page = await house.staff.page(PATH);
    for (const name of Object.keys(fine())) expect(page).toContain(`name="${name}"`);
    for (const line of ['Fjellhallen', '974760673', 'Fjellveien 1, 0001 Oslo']) expect(page).toContain(line);
  });

  test.each([
    ['the word', { word: 'ja' }, 'word'],
    ['an address on the web', { publicUrl: '' }, 'publicUrl'],
    ['an encrypted address', { publicUrl: 'http://post.fjellhallen.no' }, 'publicUrl'],
    ['an address without a path', { publicUrl: 'https://post.fjellhallen.no/jatakk' }, 'publicUrl'],
    ['an address without a fragment', { publicUrl: 'https://post.fjellhallen.no/#x' }, 'publicUrl'],
    ['an address without a name and password', { publicUrl: 'https://a:b@post.fjellhallen.no' }, 'publicUrl'],
    ['a host', { relayHost: '' }, 'relayHost'],
    ['a host and nothing else', { relayHost: 'mail.example/x' }, 'relayHost'],
    ['a port', { relayPort: '70000' }, 'relayPort'],
    ['a known kind of encryption', { relaySecurity: 'none' }, 'relaySecurity'],
    ['encryption, except on this machine', { relayHost: 'mail.example.org' }, 'relaySecurity'],
    ['no password over an open line', { relayUser: 'jatakk', relayPassword: 'hemmelig' }, 'relaySecurity'],
  ])('it wants %s', async (_, wrong, field) => {
    const answer = await house.staff.submit(PATH, PATH, { ...fine(), ...wrong });
    const page = await answer.text();
    expect(answer.status).toBe(422);
    expect(page).toContain(`id="${field}-error"`);
    expect(page).not.toContain('hemmelig');
    expect(await mode()).toBe('trial');
  });

  test.each([
    ['is not there', async () => ({ relayPort: String(await deadPort()) })],
    ['does not offer the encryption asked for', async () => ({ relaySecurity: 'starttls' })],
    ['does not let us in', async () => ({ relayHost: 'localhost', relaySecurity: 'tls' })],
  ])('it does not go live with a relay that %s', async (_, wrong) => {
    const answer = await house.staff.submit(PATH, PATH, { ...fine(), ...(await wrong()) });
    expect(answer.status).toBe(422);
    expect(await answer.text()).toContain(t('go-live.relay-error'));
    expect(await mode()).toBe('trial');
  });

  test('nothing is sent to try the relay', () => {
    expect(relay.attempts).toEqual([]);
  });
});

describe('afterwards', () => {
  beforeAll(async () => {
    const answer = await house.staff.submit(PATH, PATH, { ...fine(), publicUrl: ` ${PUBLIC_URL}/ ` });
    if (answer.status !== 303) throw new Error(`go-live: ${answer.status}`);
    await everybodyHasSecondFactor(house);
  });

  test('the house is live for good: not even the owner takes it back', async () => {
    expect(await mode()).toBe('live');
    const back = house.database.owner.query(`update jatakk.installation set mode = 'trial'`);
    await expect(back).rejects.toThrow('live is for good');
  });

  test('who was made up is gone, with every trace; drafts, lists and colleagues are kept', async () => {
    const people = [
      'subscriber',
      'subscription',
      'consent_record',
      'notice',
      'delivery',
      'delivery_tally',
      'intake',
    ];
    for (const table of people) expect([table, await rowsIn(`jatakk.${table}`)]).toEqual([table, 0]);
    expect(await rowsIn('vault.row_key')).toBe(0);
    expect(await rowsIn('jatakk.list')).toBe(1);
    expect(await house.staff.page(`/staff/registers/${list.registerId}/campaigns/${draft}`)).toContain(
      'Beholdes',
    );
    expect((await house.staff.get(`/staff/registers/${list.registerId}/campaigns/${sent}`)).status).toBe(404);
  });

  test('what was counted and answered on trial is gone; drafts of surveys and messages, and what is to be counted, are kept', async () => {
    expect(await running(house)).toEqual([]);
    for (const table of ['traffic.running', 'traffic.kept', 'survey.answer'])
      expect([table, await rowsIn(table)]).toEqual([table, 0]);
    const states = await house.database.owner.query('select state from survey.survey');
    expect(states.rows).toEqual([{ state: 'draft' }]);
    expect([
      await rowsIn('traffic.site where asks'),
      await rowsIn('jatakk.site_message where not shown'),
    ]).toEqual([1, 1]);
  });

  test('that happens once: what is counted and answered from now on stays, whoever asks', async () => {
    const { owner } = house.database;
    await owner.query(`insert into traffic.kept values ('2026-01-01', $1, 'views', 'total', '~all', 9)`, [
      SITE,
    ]);
    await owner.query(
      `update survey.survey set state = 'opening' where id = (select id from survey.survey limit 1)`,
    );
    await house.web.get(EndTrial).endIfLive();
    const again = [house.database.urls.traffic, house.database.urls.survey].map(async (url, index) => {
      const session = await signInto(url);
      const { rows } = await session.query(`select ${index ? 'survey' : 'traffic'}.begin_live() as did`);
      await session.end();
      return rows;
    });
    expect(await Promise.all(again)).toEqual([[{ did: false }], [{ did: false }]]);
    expect([await rowsIn('traffic.kept'), await rowsIn(`survey.survey where state <> 'draft'`)]).toEqual([
      1, 1,
    ]);
  });

  test('there is no mailbox, no banner, and no way to go live again', async () => {
    expect((await house.visitor.get('/mailbox')).status).toBe(404);
    const overview = await house.staff.page('/staff');
    expect(overview).not.toContain('class="trial"');
    expect((await house.staff.get(PATH)).status).toBe(404);
    const csrf = /name="csrf" value="([^"]+)"/.exec(overview)![1]!;
    expect((await house.staff.post(PATH, { ...fine(), csrf })).status).toBe(404);
    expect(await rowsIn('jatakk.installation')).toBe(1);
  });

  test('an address for examples is no longer taken', async () => {
    expect((await house.signsUpTo(list, 'oppdiktet@example.org')).status).toBe(422);
  });

  test('mail goes to the relay that was given, and its links lead to the new address on the web', async () => {
    const before = house.sink.mails.length;
    expect((await house.signsUpTo(list, 'ekte@fjellhallen.no')).status).toBe(200);
    const wire = await until('the confirmation', () => relay.acceptedBy('ekte@fjellhallen.no')[0]?.wire);
    const text = unstuffed(wire).toString('latin1').replaceAll('=\r\n', '');
    const link = /https:\/\/post\.fjellhallen\.no(\/confirm\/[\w-]{43})/.exec(text)![1]!;
    expect(text).not.toContain('localhost');
    expect(await verdicts(unstuffed(wire), zone)).toEqual(['pass', 'pass']);
    await house.visitor.submit(link, link);
    const campaign = await house.sends(list, 'På ordentlig');
    await house.isSent(campaign);
    const message = unstuffed(relay.acceptedBy('ekte@fjellhallen.no').at(-1)!.wire);
    expect(value(message, 'list-unsubscribe')).toMatch(/^<https:\/\/post\.fjellhallen\.no\/u\/[\w-]{43}>$/);
    expect(value(message, 'list-id')).toMatch(/<program\.list\.post\.fjellhallen\.no>$/);
    expect(await verdicts(message, zone)).toEqual(['pass', 'pass']);
    expect(house.sink.mails.length).toBe(before);
  });
});

async function deadPort(): Promise<number> {
  const gone = await new HostileSink().listen();
  await gone.close();
  return gone.port;
}
