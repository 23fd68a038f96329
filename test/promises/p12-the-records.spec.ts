import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { DataSource } from 'typeorm';
import { checkStoredLedgers } from '../../src/consent/ledger/check-stored-ledgers.js';
import { readInclusion } from '../../src/consent/ledger/read-inclusion.js';
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

async function check(secret = ledger.house.keeperSecret): Promise<RecordFindings> {
  const ring = await new KeyRings(database, secret).ring(ledger.registerId);
  return checkRecords(database, ring, 'nyhetsbrev');
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

test('put another commitment to it, or change a byte of it, or take its key: that record is named', async () => {
  const commitment = 'update jatakk.consent_record set commitment = $2 where id = $1';
  expect(await after(commitment, [yes, randomBytes(32)])).toEqual([{ what: 'record-changed', record: yes }]);
  const byte =
    'update jatakk.consent_record set detail = set_byte(detail, 40, 255 - get_byte(detail, 40)) where id = $1';
  expect(await after(byte, [yes])).toEqual([{ what: 'record-unreadable', record: yes }]);
  const key = 'delete from vault.row_key where row_id = $1';
  expect(await after(key, [yes])).toEqual([{ what: 'record-unreadable', record: yes }]);
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
  const { rows } = await owner<{ commitment: Buffer; subscriber_id: string }>(
    `select c.commitment, s.subscriber_id from jatakk.consent_record c
       join jatakk.subscription s on s.id = c.subscription_id where c.id = $1`,
    [other],
  );
  const { commitment, subscriber_id: person } = rows[0]!;
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
  expect(await readInclusion(database, ledger.registerId, commitment)).toBeDefined();
});
