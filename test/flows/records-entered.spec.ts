import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { recordLeaf } from '../../src/consent/ledger/leaf-input.js';
import { EnterRecords } from '../../src/keeper/records/enter-records.service.js';
import { openRecord } from '../../src/consent/records/open-record.js';
import { KeyRings } from '../../src/registers/key-rings.service.js';
import { leavePath, type ListIds, TestHouse } from '../support/house.js';
import { until } from '../support/until.js';

interface Row {
  id: string;
  answer: string;
  detail: Buffer | null;
  detail_key_version: number;
  told: Buffer | null;
  told_id: string | null;
  notice_id: string | null;
  row_key: Buffer;
}

let house: TestHouse;
let list: ListIds;

beforeAll(async () => {
  house = await TestHouse.open({ env: { CONSENT_NETWORK_PREFIX: '1' } });
  await house.setUp();
  list = await house.makeList(await house.makeRegister('nyhetsbrev'), 'hostprogrammet', 'Høstprogrammet');
});
afterAll(() => house.close());
async function records(): Promise<Row[]> {
  const { rows } = await house.database.owner.query<Row>(
    `select c.*, k.key as row_key from jatakk.consent_record c
       left join vault.row_key k on k.register_id = c.register_id and k.row_id = c.id`,
  );
  return rows;
}

/** The records when all of them are entered, opened with the keeper's keys, oldest first. */
async function entered() {
  const rows = await until('every record is entered', async () => {
    const all = await records();
    return all.length > 0 && all.every(({ detail }) => detail) && all;
  });
  const ring = await house.keeper!.get(KeyRings).ring(list.registerId);
  return rows
    .map((row) => ({ ...row, ...openRecord(ring, row) }))
    .sort((a, b) => (a.record.enteredAt < b.record.enteredAt ? -1 : 1));
}

test('a yes is entered within two seconds, whole: words, form, mail, answer; what web told of it is gone', async () => {
  const mail = await house.joins(list, 'ann@example.org');
  const before = Date.now();
  const [yes, ...more] = await entered();
  expect(Date.now() - before).toBeLessThan(5000);
  expect(more).toEqual([]);
  expect(yes).toMatchObject({ told: null, told_id: null, notice_id: null });
  const { record } = yes!;
  expect(record).toEqual({
    format: 'jatakk record v1',
    register: { id: list.registerId, name: 'nyhetsbrev' },
    list: { id: list.listId, name: 'Høstprogrammet' },
    answer: 'yes',
    method: 'double-opt-in',
    purpose: { version: 1, revision: 1, locale: 'nb', sha256: expect.stringMatching(/^[0-9a-f]{64}$/) },
    asked: {
      requested: { at: expect.any(String), page: '/lists/hostprogrammet', network: '127.0.0.0/24' },
    },
    confirmation: {
      sentAt: expect.any(String),
      messageId: mail.parsed.messageId,
      relay: 'accepted',
      acceptedAt: expect.any(String),
    },
    answered: { at: expect.any(String), page: '/confirm', network: '127.0.0.0/24' },
    enteredAt: expect.any(String),
    subject: expect.stringMatching(/^[0-9a-f]{64}$/),
  });
  const times = [
    record.asked!.requested!.at,
    record.confirmation!.sentAt,
    record.answered!.at,
    record.enteredAt,
  ];
  expect([...times].sort()).toEqual(times);
});

test('a no is entered with the way out that was taken, and both wait for the ledger', async () => {
  const mail = await house.joins(list, 'bo@example.org');
  await house.visitor.submit(leavePath(mail), leavePath(mail));
  const no = (await entered()).find(({ answer }) => answer === 'no')!;
  expect(no.record).toMatchObject({ answer: 'no', method: 'link', answered: { page: '/u' } });
  expect(no.record.confirmation).toBeUndefined();
  const { rows } = await house.database.owner.query<{ leaf: Buffer }>(
    'select leaf from jatakk.ledger_waiting',
  );
  const leaves = rows.map(({ leaf }) => leaf.toString('hex')).sort();
  const committed = (await entered())
    .map(({ promise }) => recordLeaf(Buffer.from(promise.commitment, 'hex')).toString('hex'))
    .sort();
  expect(leaves).toEqual(committed);
  expect(leaves).toHaveLength(3);
});

test('evidence that does not open does not keep an answer from being entered: it says what is missing', async () => {
  await house.stopKeeper();
  await house.database.owner.query(
    `insert into jatakk.consent_record
       (id, register_id, list_id, subscription_id, answer, method, purpose_version, locale, text_sha256, month,
        told_id, told, told_key_version)
     select gen_random_uuid(), register_id, list_id, subscription_id, 'no', 'link', 1, locale, text_sha256, month,
        gen_random_uuid(), '\\x00', 1 from jatakk.consent_record limit 1`,
  );
  await house.startKeeper();
  const odd = (await entered()).at(-1)!;
  expect(odd.record).toMatchObject({ answer: 'no', unreadable: ['answered'] });
  expect(odd.record.answered).toBeUndefined();
});

test('two keepers at once enter each answer once', async () => {
  await house.stopKeeper();
  await house.database.owner.query(
    `insert into jatakk.consent_record
       (id, register_id, list_id, subscription_id, answer, method, purpose_version, locale, text_sha256, month)
     select gen_random_uuid(), register_id, list_id, subscription_id, 'yes', 'undo', 1, locale, text_sha256, month
       from (select * from jatakk.consent_record limit 1) one, generate_series(1, 300)`,
  );
  await house.startKeeper();
  const first = house.keeper!;
  const one = first.get(EnterRecords);
  await house.startKeeper();
  const two = house.keeper!.get(EnterRecords);
  await Promise.all([one.drain(), two.drain(), one.drain(), two.drain()]);
  await first.close();
  const all = await entered();
  expect(all).toHaveLength(304);
  const { rows } = await house.database.owner.query(
    'select count(*)::integer as n from jatakk.ledger_waiting',
  );
  expect(rows).toEqual([{ n: 304 }]);
  expect(new Set(all.map(({ salt }) => salt)).size).toBe(304);
});
