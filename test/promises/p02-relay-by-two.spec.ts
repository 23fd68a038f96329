import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type pg from 'pg';
import { type DecideAnswer, DecideProposal } from '../../src/staff/decisions/decide-proposal.service.js';
import { newNonce } from '../../src/staff/factors/factor-challenge.js';
import type { GivenProof } from '../../src/staff/factors/second-factors.service.js';
import { colleague, COLLEAGUE_PASSWORD } from '../support/colleague.js';
import { goesLive } from '../support/goes-live.js';
import { HostileSink } from '../support/hostile-sink.js';
import { TestHouse } from '../support/house.js';
import { type AuthenticatorApp, connectsApp } from '../support/second-factor.js';
import { exceptions, signInto } from './support/attempt.js';

let house: TestHouse;
let relay: HostileSink;
let owner: pg.Client;
let web: pg.Client;
let keeper: pg.Client;
let deciding: DecideProposal;
let app: AuthenticatorApp;
/** The hash of a session of each, as web sees them: who administers, who approves for the house, who for one list. */
let kari: Buffer;
let ola: Buffer;
let eva: Buffer;

beforeAll(async () => {
  relay = await new HostileSink().listen();
  house = await TestHouse.open();
  await house.setUp();
  const register = await house.makeRegister('nyhetsbrev');
  const { listId } = await house.makeList(register, 'program');
  const client = await colleague(house, { roles: ['approver', 'administrator'] });
  ({ app } = await connectsApp(house, client, COLLEAGUE_PASSWORD));
  const other = await colleague(house, { name: 'Eva Annetsted', roles: ['approver'] });
  await connectsApp(house, other, COLLEAGUE_PASSWORD);
  ({ owner } = house.database);
  await owner.query(
    `update jatakk.staff_grant g set register_id = $1, list_id = $2
       from jatakk.staff s where s.id = g.staff_id and s.name like 'Eva%'`,
    [register, listId],
  );
  await goesLive(house, relay);
  web = await signInto(house.database.webUrl);
  keeper = await signInto(house.database.keeperUrl);
  deciding = house.web.get(DecideProposal);
  [kari, ola, eva] = (await Promise.all(['Kari', 'Ola', 'Eva'].map(sessionOf))) as [Buffer, Buffer, Buffer];
});
afterAll(async () => {
  await web.end();
  await keeper.end();
  await house.close();
  await relay.close();
});

async function sessionOf(name: string): Promise<Buffer> {
  const { rows } = await owner.query<{ token_hash: Buffer }>(
    `select x.token_hash from jatakk.staff_session x join jatakk.staff s on s.id = x.staff_id
      where s.name like $1 order by x.seen_at desc limit 1`,
    [`${name}%`],
  );
  return rows[0]!.token_hash;
}

const AWAY = [`set`, 1, 'ond.example', 465, 'tls', 'ond', Buffer.from('forseglet'), 'Bare en liten ting.'];

async function propose(session: Buffer, of: readonly unknown[] = AWAY): Promise<string> {
  const { rows } = await web.query<{ outcome: string }>(
    'select outcome from jatakk.propose_relay($1, $2, $3, $4, $5, $6, $7, $8, $9)',
    [session, ...of],
  );
  return rows[0]!.outcome;
}

interface Waiting {
  id: string;
  digest: Buffer;
}

async function waiting(): Promise<Waiting> {
  const { rows } = await web.query<Waiting>(
    `select id, digest from jatakk.proposal where kind = 'relay' and state = 'waiting'`,
  );
  return rows[0]!;
}

async function waits(session = kari): Promise<Waiting> {
  expect(await propose(session)).toBe('waits');
  return waiting();
}

async function over(): Promise<void> {
  await owner.query(
    `update jatakk.proposal set state = 'withdrawn', decided_at = now() where kind = 'relay' and state = 'waiting'`,
  );
  await owner.query('update jatakk.staff_session set wrong = 0');
}

function approves(
  session: Buffer,
  { id, digest }: Waiting,
  proof: GivenProof['proof'],
): Promise<DecideAnswer> {
  const given = { nonce: newNonce(), proof };
  return deciding.decide(session, { proposalId: id, seen: digest, approves: true, proof: given });
}

/** As the keeper calls it once it has seen a proof. */
async function decides(session: Buffer, { id, digest }: Waiting, method: string | null = 'totp') {
  const { rows } = await keeper.query<{ outcome: string }>(
    'select jatakk.decide_proposal($1, $2, $3, true, null, $4, null, null) as outcome',
    [session, id, digest, method],
  );
  return rows[0]!.outcome;
}

async function expectUnmoved(): Promise<void> {
  const { rows } = await owner.query('select position, host, port from jatakk.relay');
  expect(rows).toEqual([{ position: 1, host: '127.0.0.1', port: relay.port }]);
}

test('set, offer or approve a relay as web’s own role, or read a password that waits: permission denied', async () => {
  const { id } = await waits();
  const row = `row('\\x00', '${id}', '\\x00', true, null, 'passkey', null, null)::jatakk.decision`;
  const forgeries = [
    `insert into jatakk.relay (position, host, port, security) values (1, 'ond.example', 465, 'tls')`,
    `update jatakk.relay set host = 'ond.example'`,
    'delete from jatakk.relay',
    'lock table jatakk.relay in share row exclusive mode',
    'select * from jatakk.relay_offer',
    'select password_sealed from jatakk.relay_offer',
    `insert into jatakk.relay_offer values ('${id}', '\\x00')`,
    `update jatakk.relay_offer set password_sealed = '\\x00'`,
    'delete from jatakk.relay_offer',
    `update jatakk.proposal set content = content || '{"host": "ond.example"}'`,
    `update jatakk.proposal set state = 'approved', second_id = author_id, method = 'passkey', decided_at = now()`,
    `insert into jatakk.role_act (role, act) values ('administrator', 'approve')`,
    `select jatakk.decide_relay(${row})`,
    `select jatakk.decide(${row})`,
    `select jatakk.decide_proposal('\\x00', '${id}', '\\x00', true, null, 'passkey', null, null)`,
    `select jatakk.propose('\\x00', 'relay', null, null, '{}', null, 'x')`,
    `select jatakk.rotation_put_box(gen_random_uuid(), 'offer', '${id}', '\\x00', '\\x00')`,
    `select jatakk.could_be_relay('ond.example', 25, 'plain', null)`,
  ];
  expect(await exceptions(web, forgeries, 'permission denied')).toEqual([]);
  const byKeeper = forgeries.slice(0, 10).filter((sql) => !sql.startsWith('select'));
  expect(await exceptions(keeper, byKeeper, 'permission denied')).toEqual([]);
  await expectUnmoved();
  await over();
});

test('move the mail with every session that web can see, and whatever it may have seen typed: it goes where it went', async () => {
  const seen: GivenProof['proof'][] = [
    { password: COLLEAGUE_PASSWORD },
    { password: 'fire ord som ingen gjetter' },
    { code: '123456' },
    { recovery: 'x' },
  ];
  for (const author of [kari, ola, eva, randomBytes(32)]) {
    await propose(author);
    const one = await waiting();
    for (const session of [kari, ola, eva, randomBytes(32)])
      for (const proof of seen) {
        expect(await approves(session, one ?? { id: randomUUID(), digest: Buffer.alloc(32) }, proof)).toEqual(
          {
            unproven: expect.any(String),
          },
        );
        await owner.query('update jatakk.staff_session set wrong = 0');
      }
    await expectUnmoved();
    await over();
  }
});

test('propose without administering the house, or with a guessed session: not-yours', async () => {
  expect([await propose(eva), await propose(randomBytes(32))]).toEqual(['not-yours', 'not-yours']);
  expect(await waiting()).toBeUndefined();
});

test('approve one’s own with one’s own code, though one approves for the house: own', async () => {
  const one = await waits(ola);
  expect(await approves(ola, one, { code: await app.code() })).toEqual({ undecided: 'own' });
  await expectUnmoved();
  await over();
});

test('approve as approver of one list, or by administering alone: not-yours', async () => {
  const one = await waits(ola);
  await owner.query(
    `delete from jatakk.staff_grant g using jatakk.staff s
      where s.id = g.staff_id and s.name like 'Kari%' and g.role = 'approver'`,
  );
  expect([await decides(eva, one), await decides(kari, one)]).toEqual(['not-yours', 'not-yours']);
  await expectUnmoved();
  await over();
});

test('approve another content, without a proof, or twice: refused', async () => {
  const one = await waits();
  expect(await decides(ola, { ...one, digest: randomBytes(32) })).toBe('other-content');
  expect(await decides(ola, one, null)).toBe('unproven');
  await owner.query(
    `update jatakk.proposal set content = content || '{"host": "verre.example"}' where id = $1`,
    [one.id],
  );
  expect(await decides(ola, one)).toBe('other-content');
  await over();
  expect(await decides(ola, one)).toBe('decided');
  await expectUnmoved();
});

test('approve what was to replace another relay: void, and the relay stays', async () => {
  const one = await waits();
  await owner.query('update jatakk.relay set host = lower($1) where position = 1', ['localhost']);
  expect(await decides(ola, one)).toBe('other-content');
  const { rows } = await owner.query('select host from jatakk.relay');
  expect(rows).toEqual([{ host: 'localhost' }]);
  expect((await owner.query('select state from jatakk.proposal where id = $1', [one.id])).rows).toEqual([
    { state: 'void' },
  ]);
  await owner.query(`update jatakk.relay set host = '127.0.0.1' where position = 1`);
});

test('propose what is no relay: an open line to elsewhere, a password over one, a third one: refused', async () => {
  for (const wrong of [
    ['set', 1, 'ond.example', 25, 'plain', null, null, 'x'],
    ['set', 1, '127.0.0.1', 25, 'plain', 'ond', Buffer.alloc(1), 'x'],
    ['set', 3, 'ond.example', 465, 'tls', null, null, 'x'],
    ['set', 1, 'ond.example\r\nx', 465, 'tls', null, null, 'x'],
    ['set', 1, 'ond.example', 465, 'tls', null, Buffer.alloc(1), 'x'],
    ['set', 1, null, 465, 'tls', null, null, 'x'],
  ])
    await expect(propose(kari, wrong)).rejects.toThrow('this is no relay');
  expect(await propose(kari, ['remove', 1, null, null, null, null, null, 'x'])).toBe('no-second');
});

test('leave the password of a proposal behind it: gone, whatever became of it', async () => {
  const left = async () => (await owner.query('select 1 from jatakk.relay_offer')).rowCount;
  const one = await waits();
  expect(await left()).toBe(1);
  await web.query('select jatakk.withdraw_proposal($1, $2)', [kari, one.id]);
  expect(await left()).toBe(0);
  const next = await waits();
  expect(await decides(ola, next)).toBe('approved');
  expect(await left()).toBe(0);
});
