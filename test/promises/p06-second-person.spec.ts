import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { generate } from 'otplib';
import type pg from 'pg';
import { decisionDigest } from '../../src/staff/decisions/decision-digest.js';
import { type DecideAnswer, DecideProposal } from '../../src/staff/decisions/decide-proposal.service.js';
import { factorChallenge, type FactorPurpose, newNonce } from '../../src/staff/factors/factor-challenge.js';
import { type GivenProof, SecondFactors } from '../../src/staff/factors/second-factors.service.js';
import { Authenticator } from '../support/authenticator.js';
import { colleague, COLLEAGUE_PASSWORD } from '../support/colleague.js';
import { type ListIds, TestHouse } from '../support/house.js';
import { until } from '../support/until.js';
import { exceptions, signInto } from './support/attempt.js';

const KARI_PASSWORD = 'fire ord som ingen gjetter';

let house: TestHouse;
let list: ListIds;
let other: ListIds;
let owner: pg.Client;
let web: pg.Client;
let deciding: DecideProposal;
/** The hash of a session of each: who writes, who approves, and who approves for another list alone. */
let kari: Buffer;
let ola: Buffer;
let elsewhere: Buffer;

beforeAll(async () => {
  house = await TestHouse.open();
  await house.setUp();
  const register = await house.makeRegister('nyhetsbrev');
  list = await house.makeList(register, 'program', 'program', 2);
  other = await house.makeList(register, 'annet', 'annet', 2);
  await house.joins(list, 'anna@example.org');
  await colleague(house);
  await colleague(house, { name: 'Eva Annetsted', roles: ['approver'] });
  owner = house.database.owner;
  await owner.query(
    `update jatakk.staff_grant g set register_id = $1, list_id = $2
       from jatakk.staff s where s.id = g.staff_id and s.name like 'Eva%'`,
    [register, other.listId],
  );
  web = await signInto(house.database.webUrl);
  deciding = house.web.get(DecideProposal);
  [kari, ola, elsewhere] = (await Promise.all(['Kari', 'Ola', 'Eva'].map(sessionOf))) as [
    Buffer,
    Buffer,
    Buffer,
  ];
});
afterAll(async () => {
  await web.end();
  await house.close();
});

async function sessionOf(name: string): Promise<Buffer> {
  const { rows } = await owner.query<{ token_hash: Buffer }>(
    `select x.token_hash from jatakk.staff_session x join jatakk.staff s on s.id = x.staff_id
      where s.name like $1 order by x.seen_at desc limit 1`,
    [`${name}%`],
  );
  return rows[0]!.token_hash;
}

interface Waiting {
  campaign: string;
  id: string;
  digest: Buffer;
}

/** A campaign of Kari's that waits for somebody else. */
async function waiting(subject = 'Høsten', body?: string): Promise<Waiting> {
  const campaign = await house.writes(list, subject, body);
  const { rows } = await web.query<{ answer: string }>(
    `select jatakk.submit_campaign($1, $2, '') as answer`,
    [kari, campaign],
  );
  expect(rows).toEqual([{ answer: 'in-review' }]);
  const { rows: found } = await web.query<{ id: string; digest: Buffer }>(
    'select p.id, p.digest from jatakk.proposal p join jatakk.campaign c on c.proposal_id = p.id where c.id = $1',
    [campaign],
  );
  return { campaign, ...found[0]! };
}

const byPassword = (password = COLLEAGUE_PASSWORD): GivenProof => ({
  nonce: newNonce(),
  proof: { password },
});

function approves(session: Buffer, { id, digest }: Waiting, proof: GivenProof): Promise<DecideAnswer> {
  return deciding.decide(session, { proposalId: id, seen: digest, approves: true, proof });
}

async function approved(subject?: string, body?: string): Promise<Waiting> {
  const one = await waiting(subject, body);
  expect(await approves(ola, one, byPassword())).toEqual({ decided: 'approved' });
  return one;
}

async function act(campaign: string, what: string): Promise<string | null> {
  const { rows } = await web.query<{ became: string | null }>(
    'select jatakk.act_on_campaign($1, $2) as became',
    [campaign, what],
  );
  return rows[0]!.became;
}

const mails = (subject: string) => house.sink.mails.filter(({ parsed }) => parsed.subject === subject).length;

test('approve as web’s own role, by every statement it has: permission denied, and nothing is sent', async () => {
  const one = await waiting('Med rollen');
  const forgeries = [
    `update jatakk.campaign set state = 'approved'`,
    `update jatakk.campaign set state = 'scheduled', starts_at = now()`,
    `update jatakk.campaign set proposal_id = null, editors = '{}'`,
    `update jatakk.campaign set body = 'Noe annet.'`,
    `update jatakk.proposal set state = 'approved', second_id = author_id, method = 'password', decided_at = now()`,
    `insert into jatakk.proposal select * from jatakk.proposal`,
    `update jatakk.list set eyes = 1`,
    `alter table jatakk.list disable trigger all`,
    `select jatakk.decide_proposal('\\x00', '${one.id}', '\\x00', true, null, 'passkey', null, null)`,
    `select jatakk.approved_content('${one.campaign}')`,
    `select jatakk.void_review('${one.campaign}', 'x')`,
    `select jatakk.propose('\\x00', 'campaign', gen_random_uuid(), null, '{}', null, '')`,
    `insert into jatakk.campaign (id, register_id, list_id, purpose_version, locale, subject, preheader, body, author_id, state)
       select gen_random_uuid(), register_id, list_id, 1, 'nb', 'x', '', 'x', author_id, 'approved' from jatakk.campaign`,
    `insert into jatakk.delivery select * from jatakk.delivery`,
  ];
  expect(await exceptions(web, forgeries, 'permission denied')).toEqual([]);
  for (const what of ['send', 'undo', 'resume', 'pause', 'cancel', 'approve'])
    expect([what, await act(one.campaign, what)]).toEqual([what, null]);
  const draft = await house.writes(list, 'Aldri lagt fram');
  expect(await act(draft, 'send')).toBe('refused:not-approved');
  expect((await web.query('select jatakk.send_example($1) as sent', [draft])).rows[0]).toMatchObject({
    sent: null,
  });
  expect(await house.campaignState(one.campaign)).toBe('in-review');
});

test('lower the list to one pair of eyes with every session that web can see: it stays at two', async () => {
  for (const session of [kari, ola, elsewhere, randomBytes(32)]) {
    await web.query(`select jatakk.set_eyes($1, $2, 1, 'Fordi.')`, [session, list.listId]);
    const { rows } = await web.query<{ id: string; digest: Buffer }>(
      `select id, digest from jatakk.proposal where kind = 'eyes' and state = 'waiting'`,
    );
    for (const { id, digest } of rows)
      expect(await approves(kari, { campaign: '', id, digest }, byPassword(KARI_PASSWORD))).toEqual({
        undecided: 'own',
      });
  }
  expect((await web.query('select eyes from jatakk.list where id = $1', [list.listId])).rows).toEqual([
    { eyes: 2 },
  ]);
  await owner.query(`delete from jatakk.proposal where kind = 'eyes'`);
});

test('approve with another’s session and no proof of theirs, a wrong one, or one’s own: nothing is decided', async () => {
  const one = await waiting();
  const wrong = { unproven: 'wrong' };
  expect(await approves(ola, one, byPassword('noe annet'))).toEqual(wrong);
  expect(await approves(ola, one, byPassword(KARI_PASSWORD))).toEqual(wrong);
  expect(await approves(ola, one, { nonce: newNonce(), proof: { code: '123456' } })).toEqual(wrong);
  expect(await approves(ola, one, { nonce: newNonce(), proof: { recovery: 'x' } })).toEqual(wrong);
  expect(await approves(randomBytes(32), one, byPassword())).toEqual({ unproven: 'unknown' });
  expect(await approves(kari, one, byPassword(KARI_PASSWORD))).toEqual({ undecided: 'own' });
  expect(await approves(elsewhere, one, byPassword())).toEqual({ undecided: 'not-yours' });
  expect(await approves(ola, { ...one, digest: randomBytes(32) }, byPassword())).toEqual({
    undecided: 'other-content',
  });
  expect(await approves(ola, { ...one, id: randomUUID() }, byPassword())).toEqual({ undecided: 'unknown' });
  expect(await house.campaignState(one.campaign)).toBe('in-review');
  await owner.query('update jatakk.staff_session set wrong = 0');
});

test('approve what one has written in, though another put it forward: own', async () => {
  const campaign = await house.writes(list, 'Av to');
  await web.query(`select jatakk.change_campaign($1, $2, $3, 'nb', 'Av to', '', 'Olas ord.')`, [
    ola,
    list.registerId,
    campaign,
  ]);
  await owner.query(
    `insert into jatakk.staff_grant (staff_id, role)
     select id, 'approver' from jatakk.staff where name like 'Eva%'`,
  );
  await web.query(`select jatakk.submit_campaign($1, $2, '')`, [kari, campaign]);
  const { rows } = await web.query<{ id: string; digest: Buffer }>(
    'select p.id, p.digest from jatakk.proposal p join jatakk.campaign c on c.proposal_id = p.id where c.id = $1',
    [campaign],
  );
  expect(await approves(ola, { campaign, ...rows[0]! }, byPassword())).toEqual({ undecided: 'own' });
  await owner.query(
    `delete from jatakk.staff_grant g using jatakk.staff s
      where s.id = g.staff_id and s.name like 'Eva%' and g.register_id is null`,
  );
});

describe('by a passkey', () => {
  let passkey: Authenticator;

  beforeAll(async () => {
    passkey = new Authenticator(house.url);
    const factors = house.web.get(SecondFactors);
    await factors.confirm(ola, byPassword());
    const nonce = newNonce();
    const challenge = factorChallenge({ purpose: 'enrol', sessionHash: ola, nonce }).toString('base64url');
    const made = { nonce, name: 'Nøkkelen', attestation: passkey.create(challenge) };
    expect((await factors.enrolPasskey(ola, made)).ok).toBe(true);
  });
  afterAll(async () => {
    await owner.query('delete from jatakk.staff_passkey; delete from jatakk.staff_recovery_code');
  });
  afterEach(() => owner.query('update jatakk.staff_session set wrong = 0'));

  function signed(
    about: Buffer | undefined,
    { session = ola, purpose = 'decide' }: { session?: Buffer; purpose?: FactorPurpose } = {},
  ): GivenProof {
    const nonce = newNonce();
    const challenge = factorChallenge({
      purpose,
      sessionHash: session,
      nonce,
      ...(about && { about }),
    }).toString('base64url');
    return { nonce, proof: { passkey: passkey.get(challenge) } };
  }

  test('use a signature for another campaign, for no, for another content, in another session, or for a step-up: refused', async () => {
    const one = await waiting();
    const another = await waiting('En annen');
    const proofs = {
      another: signed(decisionDigest(another.id, another.digest, true)),
      'another id': signed(decisionDigest(another.id, one.digest, true)),
      no: signed(decisionDigest(one.id, one.digest, false)),
      'other content': signed(decisionDigest(one.id, another.digest, true)),
      'other session': signed(decisionDigest(one.id, one.digest, true), { session: kari }),
      'step-up': signed(decisionDigest(one.id, one.digest, true), { purpose: 'confirm' }),
      nothing: signed(undefined),
    };
    for (const [name, proof] of Object.entries(proofs)) {
      expect([name, await approves(ola, one, proof)]).toEqual([name, { unproven: 'wrong' }]);
      await owner.query('update jatakk.staff_session set wrong = 0');
    }
    // A password is no proof any more, of whoever has a passkey.
    expect(await approves(ola, one, byPassword())).toEqual({ unproven: 'factor-needed' });
    expect(await house.campaignState(one.campaign)).toBe('in-review');
  });

  test('approve with it: which passkey it was stands beside the approval; and once more with the same: refused', async () => {
    const one = await waiting();
    const proof = signed(decisionDigest(one.id, one.digest, true));
    expect(await approves(ola, one, proof)).toEqual({ decided: 'approved' });
    const { rows } = await owner.query<{ method: string; credential_id: Buffer }>(
      'select method, credential_id from jatakk.proposal where id = $1',
      [one.id],
    );
    expect(rows).toEqual([{ method: 'passkey', credential_id: passkey.credentialId }]);
    await owner.query(
      `update jatakk.proposal set state = 'waiting', second_id = null, decided_at = null where id = $1`,
      [one.id],
    );
    await owner.query(`update jatakk.campaign set state = 'in-review' where id = $1`, [one.campaign]);
    expect(await approves(ola, one, proof)).toEqual({ unproven: 'wrong' });
    expect(await house.campaignState(one.campaign)).toBe('in-review');
  });

  test('use somebody else’s passkey in an approver’s session: refused', async () => {
    const one = await waiting();
    const mine = new Authenticator(house.url);
    const nonce = newNonce();
    const about = decisionDigest(one.id, one.digest, true);
    const challenge = factorChallenge({ purpose: 'decide', sessionHash: ola, nonce, about }).toString(
      'base64url',
    );
    expect(await approves(ola, one, { nonce, proof: { passkey: mine.get(challenge) } })).toEqual({
      unproven: 'wrong',
    });
  });
});

test('approve with one code of an authenticator twice: the second proposal stays', async () => {
  const factors = house.web.get(SecondFactors);
  await factors.confirm(ola, byPassword());
  const begun = await factors.beginTotp(ola);
  if (!begun.ok) throw new Error(begun.refused);
  const { secret } = begun.answer;
  await factors.enrolTotp(ola, await generate({ secret }));
  await owner.query('update jatakk.staff_totp set last_step = 0');
  const [one, another] = [await waiting(), await waiting('En annen')];
  const proof = { nonce: newNonce(), proof: { code: await generate({ secret }) } };
  expect(await approves(ola, one, proof)).toEqual({ decided: 'approved' });
  expect(await approves(ola, another, proof)).toEqual({ unproven: 'wrong' });
  await owner.query('delete from jatakk.staff_totp; delete from jatakk.staff_recovery_code');
});

/** Each behind every trigger's back, as somebody could who writes to the database's files. */
const BOUND: Record<string, string> = {
  subject: `update jatakk.campaign set subject = subject || '!' where id = $campaign`,
  preheader: `update jatakk.campaign set preheader = 'Noe annet.' where id = $campaign`,
  body: `update jatakk.campaign set body = 'Noe annet.' where id = $campaign`,
  format: `update jatakk.campaign set format = 'blocks' where id = $campaign`,
  language: `update jatakk.campaign set locale = 'en' where id = $campaign`,
  'name of the list': `update jatakk.list set name = name || '!' where id = $list`,
  'name of the sender': `update jatakk.list set sender_name = 'Noen andre' where id = $list`,
  'address of the sender': `update jatakk.list set sender_address = 'x@fjellhallen.example' where id = $list`,
  'words of the purpose': `insert into jatakk.purpose_text (register_id, list_id, version, revision, locale, text, frequency, sha256)
     select register_id, list_id, version, 2, locale, 'Rettet.', frequency, sha256('x') from jatakk.purpose_text
      where list_id = $list and revision = 1`,
  organisation: `update jatakk.organisation set name = name || ' AS'`,
  questions: `insert into jatakk.list_field select gen_random_uuid(), register_id, id, 1, 'fornavn' from jatakk.list where id = $list`,
  look: `insert into jatakk.theme (register_id, accent, night, font) select register_id, '#8c1d40', '#e58fae', 'serif' from jatakk.list where id = $list`,
  'second person': `update jatakk.proposal p set second_id = null, state = 'withdrawn' from jatakk.campaign c where c.id = $campaign and p.id = c.proposal_id`,
  'approved text': `update jatakk.proposal p set content = jsonb_set(p.content, '{body}', '"Noe annet."') from jatakk.campaign c
     where c.id = $campaign and p.id = c.proposal_id`,
};

test.each(Object.entries(BOUND))(
  'change the %s after approval, behind every trigger: web cannot send it, and the keeper holds it',
  async (what, sql) => {
    const subject = `Endret ${what}`;
    // Read as a document it is another message, though not a letter of it has changed.
    const body = what === 'format' ? '{"type":"doc","content":[{"type":"divider"}]}' : undefined;
    const one = await approved(subject, body);
    const late = await approved(`Sent ${what}`, body);
    await owner.query('begin');
    await owner.query(`set local session_replication_role = replica`);
    for (const { campaign } of sql.includes('$campaign') ? [one, late] : [one])
      await owner.query(sql.replace('$campaign', `'${campaign}'`).replace('$list', `'${list.listId}'`));
    await owner.query(
      `update jatakk.campaign set state = 'scheduled', starts_at = clock_timestamp() + interval '2 seconds' where id = $1`,
      [late.campaign],
    );
    await owner.query('commit');
    expect(await act(one.campaign, 'send')).toMatch(/^refused:(not-approved|changed-since-approval)$/);
    await owner.query(`update jatakk.campaign set starts_at = clock_timestamp() where id = $1`, [
      late.campaign,
    ]);
    await until('it is held', async () => (await house.campaignState(late.campaign)) === 'held');
    const { rows } = await owner.query('select held_reason from jatakk.campaign where id = $1', [
      late.campaign,
    ]);
    expect(rows[0]).toEqual({
      held_reason: expect.stringMatching(/^(not-approved|changed-since-approval)$/),
    });
    expect(await act(late.campaign, 'resume')).toMatch(/^refused:/);
    expect([mails(subject), mails(`Sent ${what}`)]).toEqual([0, 0]);
  },
);

test('approve twice at once, and approve while the text is changed: one approval, of what was read', async () => {
  const one = await waiting();
  const answers = await Promise.all([approves(ola, one, byPassword()), approves(ola, one, byPassword())]);
  expect(answers.map((answer) => String(Object.values(answer)[0])).toSorted()).toEqual([
    'approved',
    'decided',
  ]);
  for (let round = 0; round < 5; round += 1) {
    const raced = await waiting(`Kappløp ${round}`);
    await Promise.all([
      approves(ola, raced, byPassword()),
      web.query(`select jatakk.change_campaign($1, $2, $3, 'nb', 'Kappløp', '', 'Nye ord.')`, [
        kari,
        list.registerId,
        raced.campaign,
      ]),
    ]);
    expect(await house.campaignState(raced.campaign)).toBe('draft');
    expect(await act(raced.campaign, 'send')).toBe('refused:not-approved');
  }
});

// Last: live is for good.
test('approve once live without a second factor, with the right password: a factor is needed', async () => {
  const one = await waiting();
  await owner.query(`update jatakk.installation set mode = 'live', public_url = $1`, [house.url]);
  expect(await approves(ola, one, byPassword())).toEqual({ unproven: 'factor-needed' });
  expect(await house.campaignState(one.campaign)).toBe('in-review');
});
