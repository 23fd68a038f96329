import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type pg from 'pg';
import { hashToken, randomToken } from '../../src/platform/sealing/link-token.js';
import { AskWindow } from '../../src/registers/ask-window.service.js';
import { confirmPath, type ListIds, TestHouse } from '../support/house.js';
import type { SunkMail } from '../support/sink.js';
import { exceptions, signInto } from './support/attempt.js';

let house: TestHouse;
let owner: pg.Client;
let web: pg.Client;
let keeper: pg.Client;
let list: ListIds;
let other: ListIds;
let mail: SunkMail;

beforeAll(async () => {
  house = await TestHouse.open();
  await house.setUp();
  owner = house.database.owner;
  list = await house.makeList(await house.makeRegister('nyhetsbrev'), 'hostprogrammet', 'Høstprogrammet');
  other = await house.makeList(await house.makeRegister('billetter'), 'billettnytt', 'Billettnytt');
  mail = await house.joins(list, 'vigga.kanari@example.org');
  await house.answersEntered();
  web = await signInto(house.database.webUrl);
  keeper = await signInto(house.database.keeperUrl);
});
afterAll(async () => {
  await web.end();
  await keeper.end();
  await house.close();
});

const tokenHash = () => hashToken(confirmPath(mail).split('/').at(-1)!);

const ask = (act: string, ringId: string, proof: Buffer, content?: unknown) =>
  house.web.get(AskWindow).ask({ act, ringId, proof, content });

test('read, write or enter a record as web: permission denied', async () => {
  const attempts = [
    'select detail from jatakk.consent_record',
    'select id from jatakk.consent_record',
    `update jatakk.consent_record set answer = 'yes'`,
    'delete from jatakk.consent_record',
    'select * from jatakk.take_records(1)',
    `select jatakk.enter_record(gen_random_uuid(), gen_random_uuid(), '', '', 1, '')`,
    `select * from jatakk.records_of_confirmation('')`,
    `select * from jatakk.records_of_held('', gen_random_uuid(), '', '')`,
    `insert into jatakk.record_look (staff_id, register_id, reason) values (gen_random_uuid(), gen_random_uuid(), 'aaaaa')`,
    'delete from jatakk.record_look',
    'delete from jatakk.rights_request',
    `update jatakk.rights_request set received_on = current_date`,
    `insert into jatakk.ledger_waiting values (gen_random_uuid(), '')`,
  ];
  expect(await exceptions(web, attempts, 'permission denied')).toEqual([]);
});

test('read, change or drop records and looks as keeper, or put a leaf before the ledger by hand: permission denied', async () => {
  const attempts = [
    'select detail from jatakk.consent_record',
    `update jatakk.consent_record set detail = ''`,
    'delete from jatakk.consent_record',
    'select reason from jatakk.record_look',
    `insert into jatakk.record_look (staff_id, register_id, reason) values (gen_random_uuid(), gen_random_uuid(), 'aaaaa')`,
    `insert into jatakk.ledger_waiting values (gen_random_uuid(), '')`,
    'select * from vault.row_key',
    `select * from jatakk.sealed_records(gen_random_uuid(), '{}')`,
  ];
  expect(await exceptions(keeper, attempts, 'permission denied')).toEqual([]);
});

test('enter a record that is entered a second time, with other content: it stays as it was', async () => {
  const records = async () => (await owner.query('select * from jatakk.consent_record order by id')).rows;
  const before = (await records()) as { id: string; register_id: string }[];
  const { rows } = await keeper.query(
    `select jatakk.enter_record($1, $2, sha256('')::bytea, '\\x00', 1, sha256('')) as entered`,
    [before[0]!.register_id, before[0]!.id],
  );
  expect(rows).toEqual([{ entered: false }]);
  expect(await records()).toEqual(before);
  expect((await keeper.query('select * from jatakk.take_records(10)')).rows).toEqual([]);
});

test('ask for a receipt with an unsubscribe token, a stranger’s, or in another register: nothing is shown', async () => {
  expect(await ask('receipt', list.registerId, tokenHash())).toMatchObject({ verdict: 'answered' });
  const out = /\/u\/([\w-]{43})/.exec(mail.parsed.text!)![1]!;
  for (const [ringId, proof] of [
    [list.registerId, hashToken(out)],
    [list.registerId, hashToken(randomToken())],
    [other.registerId, tokenHash()],
  ] as const)
    expect(await ask('receipt', ringId, proof)).toEqual({ verdict: 'unknown' });
});

test('look somebody up as web without a session, with one that ended, as an editor: refused, and nobody is found', async () => {
  const { rows: sessions } = await owner.query<{ token_hash: Buffer }>(
    'select token_hash from jatakk.staff_session',
  );
  const session = sessions[0]!.token_hash;
  const content = { address: 'vigga.kanari@example.org', reason: 'innsynskrav' };
  const look = (proof: Buffer) => ask('look-up', list.registerId, proof, content);
  expect(await look(session)).toMatchObject({ verdict: 'answered' });
  const refused = { verdict: 'forbidden' };
  expect(await look(hashToken(randomToken()))).toEqual(refused);
  for (const [spoil, mend] of [
    [
      `update jatakk.staff_session set ends_at = now() - interval '1 s'`,
      `update jatakk.staff_session set ends_at = now() + interval '1 h'`,
    ],
    [
      `update jatakk.staff_session set seen_at = now() - interval '3 h'`,
      `update jatakk.staff_session set seen_at = now()`,
    ],
    [
      `update jatakk.staff_grant set role = 'viewer' where role = 'privacy-officer'`,
      `update jatakk.staff_grant set role = 'privacy-officer' where role = 'viewer'`,
    ],
    [`update jatakk.staff set state = 'disabled'`, `update jatakk.staff set state = 'active'`],
  ] as const) {
    await owner.query(spoil);
    expect([spoil, await look(session)]).toEqual([spoil, refused]);
    await owner.query(mend);
  }
  const { rows } = await owner.query('select 1 from jatakk.record_look');
  expect(rows).toHaveLength(1);
});

test('look somebody up with an address in the reason, or without one: refused by the database, nothing is shown', async () => {
  const { rows } = await owner.query<{ token_hash: Buffer }>('select token_hash from jatakk.staff_session');
  for (const reason of ['for vigga@example.org', 'a', 'line\nbreak', 'x'.repeat(201)])
    expect(
      await ask('look-up', list.registerId, rows[0]!.token_hash, {
        address: 'vigga.kanari@example.org',
        reason,
      }),
    ).toEqual({ verdict: expect.stringMatching(/^(failed|malformed)$/) });
});

test('erase a person while their record is being entered: no row key is left behind, whichever comes first', async () => {
  const { rows: people } = await owner.query<{ id: string; subscription: string }>(
    `select p.id, s.id as subscription from jatakk.subscriber p join jatakk.subscription s on s.subscriber_id = p.id`,
  );
  const { id: person, subscription } = people[0]!;
  await house.stopKeeper();
  const record = randomUUID();
  await owner.query(
    `insert into jatakk.consent_record
       (id, register_id, list_id, subscription_id, answer, method, purpose_version, locale, text_sha256, month)
     select $1, register_id, list_id, subscription_id, 'yes', 'undo', 1, locale, text_sha256, month
       from jatakk.consent_record limit 1`,
    [record],
  );
  await keeper.query('begin');
  const { rows: taken } = await keeper.query<{ id: string; register_id: string }>(
    'select * from jatakk.take_records(10)',
  );
  expect(taken.map(({ id }) => id)).toEqual([record]);
  let erased = false;
  const eraser = await signInto(house.database.ownerUrl);
  const erasing = eraser
    .query('select jatakk.erase_subscriber($1, $2)', [list.registerId, person])
    .then(() => (erased = true));
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect(erased).toBe(false);
  await keeper.query(
    `select jatakk.enter_record($1, $2, substr(sha256($3), 1, 16), '\\x01', 1, sha256($3))`,
    [list.registerId, record, Buffer.from(record)],
  );
  await keeper.query('commit');
  await erasing;
  await eraser.end();
  const { rows: keys } = await owner.query('select 1 from vault.row_key where row_id = any ($1)', [
    [record, person, subscription],
  ]);
  const { rows: left } = await owner.query('select 1 from jatakk.consent_record where subscription_id = $1', [
    subscription,
  ]);
  expect([keys, left]).toEqual([[], []]);
  await house.startKeeper();
});

test('search every column of records, looks and requests for the address, the tokens and the subject’s salt: 0 hits', async () => {
  mail = await house.joins(list, 'vigga.igjen@example.org');
  await house.answersEntered();
  const shown = (await ask('receipt', list.registerId, tokenHash())) as {
    answer: { subjectSalt: string; salt: string }[];
  };
  const needles = [
    'vigga',
    confirmPath(mail).split('/').at(-1)!,
    tokenHash().toString('hex'),
    shown.answer[0]!.subjectSalt,
    shown.answer[0]!.salt,
  ];
  for (const table of ['consent_record', 'record_look', 'rights_request', 'ledger_waiting', 'ledger_leaf']) {
    const { rows } = await owner.query<{ row: string }>(
      `select to_jsonb(t)::text as row from jatakk.${table} t`,
    );
    const text = rows.map(({ row }) => row).join('\n');
    expect([table, needles.filter((needle) => text.includes(needle))]).toEqual([table, []]);
  }
});
