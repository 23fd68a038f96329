import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { DataSource } from 'typeorm';
import { checkStoredLedgers } from '../../src/consent/ledger/check-stored-ledgers.js';
import { readInclusion } from '../../src/consent/ledger/read-inclusion.js';
import { commitmentTo } from '../../src/consent/ledger/leaf-input.js';
import { signPromise } from '../../src/consent/ledger/leaf-promise.js';
import { logsOf } from '../../src/consent/ledger/ledger.queries.js';
import { openLog } from '../../src/consent/ledger/log-key.js';
import { canonicalJson } from '../../src/consent/records/canonical-json.js';
import { openRecord, type RecordAtRest } from '../../src/consent/records/open-record.js';
import type { RecordDetail } from '../../src/consent/records/record-detail.js';
import { sealRecord } from '../../src/keeper/records/seal-record.js';
import { isWhole } from '../../src/consent/ledger/ledger-findings.js';
import { checkRecords, type RecordFindings } from '../../src/consent/records/check-records.js';
import { KeyRings } from '../../src/registers/key-rings.service.js';
import { leavePath, type ListIds } from '../support/house.js';
import { LedgerHouse } from '../support/ledger.js';
import { until } from '../support/until.js';

/** Two yes that are sealed, one of them taken back since. */
let ledger: LedgerHouse;
let list: ListIds;
let database: DataSource;
let yes: string;
let other: string;

beforeAll(async () => {
  ledger = await LedgerHouse.open();
  const { house } = ledger;
  list = await house.makeList(ledger.registerId, 'hostprogrammet', 'Høstprogrammet');
  await house.joins(list, 'ann@example.org');
  const way = leavePath(await house.joins(list, 'bo@example.org'));
  await entered(2);
  await ledger.seals();
  await house.visitor.post(way, { 'List-Unsubscribe': 'One-Click' });
  await entered(3);
  const { rows } = await owner<{ id: string }>(
    `select id from jatakk.consent_record where answer = 'yes' order by id`,
  );
  [yes, other] = rows.map(({ id }) => id) as [string, string];
  database = await new DataSource({
    type: 'postgres',
    url: house.database.ownerUrl,
    installExtensions: false,
    poolSize: 1,
  }).initialize();
});
afterAll(async () => {
  await database.destroy();
  await ledger.close();
});

const owner = <R extends object>(sql: string, values?: unknown[]) => ledger.owner.query<R>(sql, values);

async function entered(count: number): Promise<void> {
  await until(`${count} answers are entered`, async () => {
    const { rowCount } = await owner('select 1 from jatakk.consent_record where detail is not null');
    return rowCount === count;
  });
}

const ring = (secret = ledger.house.keeperSecret) => new KeyRings(database, secret).ring(ledger.registerId);

async function check(secret?: Buffer<ArrayBuffer>): Promise<RecordFindings> {
  return checkRecords(database, await ring(secret), 'nyhetsbrev');
}

/** A record as the keeper reads it. */
async function opened(record: string) {
  const { rows } = await owner<RecordAtRest & { subscriber_id: string }>(
    `select c.id, c.detail, c.detail_key_version, k.key as row_key, s.subscriber_id from jatakk.consent_record c
       join vault.row_key k on k.row_id = c.id
       join jatakk.subscription s on s.id = c.subscription_id where c.id = $1`,
    [record],
  );
  return { ...rows[0]!, detail: openRecord(await ring(), rows[0]!) };
}

/** What is found when whoever has all keys seals this in the place of a record. */
async function forged(content: RecordDetail): Promise<RecordFindings['faults']> {
  const { rowKey, detail, keyVersion } = sealRecord(await ring(), yes, content);
  return after(
    `with key as (update vault.row_key set key = $4 where row_id = $1)
     update jatakk.consent_record set detail = $2, detail_key_version = $3 where id = $1`,
    [yes, detail, keyVersion, rowKey],
  );
}

/** As the database's owner does something to the records; afterwards all is as it was. */
async function after(attack: string, values: unknown[] = []): Promise<RecordFindings['faults']> {
  const tables = ['jatakk.consent_record', 'vault.row_key', 'jatakk.ledger_waiting'];
  for (const table of tables)
    await owner(`create table public.kept_${table.split('.')[1]} as table ${table}`);
  try {
    await owner(attack, values);
    return (await check()).faults;
  } finally {
    for (const table of tables) {
      const kept = `public.kept_${table.split('.')[1]}`;
      await owner(`delete from ${table}`);
      await owner(`insert into ${table} select * from ${kept}`);
      await owner(`drop table ${kept}`);
    }
  }
}

test('nothing done: every record opens, and is what its row, its promise and the ledger say', async () => {
  expect(await check()).toEqual({ register: 'nyhetsbrev', whole: 3, waiting: 0, overdue: 0, faults: [] });
});

test.each([
  ['turn a yes into a no', `answer = 'no'`],
  ['say it was given another way', `method = 'preferences'`],
  ['say it was to another version', `purpose_version = 2`],
  ['say it was to a corrected text', `purpose_revision = 2`],
  ['say it was to other words', `text_sha256 = sha256('other')`],
  ['say it was in another language', `locale = 'en'`],
  ['put it on another list', `list_id = gen_random_uuid()`],
])('%s, in the row: that record is named', async (_, change) => {
  const attack = `update jatakk.consent_record set ${change} where id = $1`;
  expect(await after(attack, [yes])).toEqual([{ what: 'row-differs', record: yes }]);
});

test('put another person’s record in a record’s place, ciphertext and all: it does not open', async () => {
  const attack = `update jatakk.consent_record c set detail = o.detail
                    from jatakk.consent_record o where c.id = $1 and o.id = $2`;
  expect(await after(attack, [yes, other])).toEqual([{ what: 'record-unreadable', record: yes }]);
});

test('change a byte of it, or take its key: that record is named', async () => {
  const byte =
    'update jatakk.consent_record set detail = set_byte(detail, 40, 255 - get_byte(detail, 40)) where id = $1';
  expect(await after(byte, [yes])).toEqual([{ what: 'record-unreadable', record: yes }]);
  const key = 'delete from vault.row_key where row_id = $1';
  expect(await after(key, [yes])).toEqual([{ what: 'record-unreadable', record: yes }]);
});

test('seal another record in its place, with the keeper’s own keys: it is not what was promised, and promised anew it is in no ledger', async () => {
  const { detail } = await opened(yes);
  const record = { ...detail.record, enteredAt: '2020-01-01T00:00:00.000Z' };
  expect(await forged({ ...detail, record })).toEqual([{ what: 'record-changed', record: yes }]);
  const [log] = await logsOf(database, ledger.registerId);
  const commitment = commitmentTo(Buffer.from(detail.salt, 'hex'), canonicalJson(record));
  const promise = signPromise(openLog(await ring(), log!), commitment, new Date(record.enteredAt));
  expect(await forged({ ...detail, record, promise })).toEqual([{ what: 'not-in-ledger', record: yes }]);
});

test('give it a promise that the log has not given, with the keeper’s own keys: that record is named', async () => {
  const { detail } = await opened(yes);
  const promise = { ...detail.promise, at: '2020-01-01T00:00:00Z' };
  expect(await forged({ ...detail, promise })).toEqual([{ what: 'promise-unsigned', record: yes }]);
});

test('drop the leaf of a no while it waits, so that it is never sealed: the record is named', async () => {
  const { rows } = await owner<{ id: string }>(`select id from jatakk.consent_record where answer = 'no'`);
  const found = await after('delete from jatakk.ledger_waiting');
  expect(found).toEqual([{ what: 'not-in-ledger', record: rows[0]!.id }]);
});

test('have it checked with another keeper’s secret: nothing is opened, and nothing is called whole', async () => {
  await expect(check(randomBytes(32))).rejects.toThrow('key-not-authentic');
});

test('erase a person: their records are gone, and the ledger adds up as before', async () => {
  const { detail, subscriber_id: person } = await opened(other);
  const mine = await owner(
    'select 1 from jatakk.consent_record c join jatakk.subscription s on s.id = c.subscription_id where s.subscriber_id = $1',
    [person],
  );
  await owner('select jatakk.erase_subscriber($1, $2)', [ledger.registerId, person]);
  expect(await check()).toMatchObject({ whole: 3 - mine.rowCount!, faults: [] });
  await ledger.seals();
  const found = await checkStoredLedgers(database, ledger.state);
  expect(found.map(isWhole)).toEqual([true]);
  expect(found[0]!.logs[0]).toMatchObject({ leaves: 3 });
  // Whoever kept the receipt still has their proof.
  expect(
    await readInclusion(database, ledger.registerId, Buffer.from(detail.promise.commitment, 'hex')),
  ).toBeDefined();
});
