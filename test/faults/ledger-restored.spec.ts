import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { DataSource } from 'typeorm';
import { checkStoredLedgers } from '../../src/consent/ledger/check-stored-ledgers.js';
import { headLeaf, recordLeaf } from '../../src/consent/ledger/leaf-input.js';
import { verifyHead } from '../../src/consent/ledger/log-head.js';
import { NotedHeads } from '../../src/consent/ledger/noted-heads.js';
import { type Inclusion, readInclusion } from '../../src/consent/ledger/read-inclusion.js';
import { FindWork } from '../../src/keeper/find-work.service.js';
import { KeepLedgers } from '../../src/keeper/ledger/keep-ledgers.service.js';
import { leafHash } from '../../src/platform/merkle/tree-hash.js';
import { verifyInclusion } from '../../src/platform/merkle/verify-inclusion.js';
import { LedgerHouse } from '../support/ledger.js';
import { until } from '../support/until.js';

let ledger: LedgerHouse;
let database: DataSource;

beforeEach(async () => {
  ledger = await LedgerHouse.open();
  database = await new DataSource({
    type: 'postgres',
    url: ledger.house.database.ownerUrl,
    installExtensions: false,
    poolSize: 2,
  }).initialize();
});
afterEach(async () => {
  await database.destroy();
  await ledger.close();
});

/** The database is put back to where the log had so many leaves, with a counter that its keeper is ahead of. */
async function isPutBackTo(size: number): Promise<void> {
  await ledger.owner.query('delete from jatakk.ledger_leaf where leaf_index >= $1', [size]);
  await ledger.owner.query('delete from jatakk.ledger_head where size > $1', [size]);
  await ledger.owner.query('update jatakk.installation set heartbeat = 1');
}

/** What a person who kept a receipt checks, without us. */
function proves(commitment: Buffer, { index, proof, head, publicKey }: Inclusion): boolean {
  return (
    verifyHead(Buffer.from(publicKey, 'base64url'), head) &&
    verifyInclusion({
      leaf: leafHash(recordLeaf(commitment)),
      index,
      size: head.size,
      proof: proof.map((hash) => Buffer.from(hash, 'hex')),
      root: Buffer.from(head.root, 'hex'),
    })
  );
}

async function wrong(): Promise<unknown[]> {
  const found = await checkStoredLedgers(database, ledger.state);
  return found.flatMap((one) => [...one.logs.flatMap((log) => log.faults), ...one.faults]);
}

test('after a restore a new log begins with the last head that was noted; the old log ends, and old receipts hold', async () => {
  const old = (await ledger.logId())!;
  await ledger.sealsDays(6, 5);
  const [late] = await ledger.sealsDays(3);
  const receipt = (await readInclusion(database, ledger.registerId, late!))!;
  const noted = new NotedHeads(ledger.state).read(ledger.registerId)!.head;
  expect(noted).toMatchObject({ logId: old, size: 14 });
  // Before the first beat a restore would not be told.
  await ledger.owner.query('update jatakk.installation set heartbeat = 50');
  await ledger.house.stopKeeper();
  await ledger.house.startKeeper();

  await isPutBackTo(6);
  const waited = await ledger.waits(2);
  await ledger.seals();
  // Nothing is sealed, begun or noted until the operator has answered.
  expect(await ledger.sizes(old)).toEqual([6]);
  expect(new NotedHeads(ledger.state).read(ledger.registerId)!.head).toEqual(noted);

  await ledger.owner.query('select * from jatakk.answer_restored(true)');
  await until('the keeper knows', async () => {
    await ledger.house.keeper!.get(FindWork).find();
    return ledger.logId();
  });
  const now = (await ledger.logId())!;
  expect(now).not.toBe(old);
  const { rows } = await ledger.owner.query<{ leaf: Buffer; previous: unknown; number: number }>(
    `select f.leaf, l.previous, l.number from jatakk.ledger_log l
       join jatakk.ledger_leaf f on f.log_id = l.id and f.leaf_index = 0 where l.id = $1`,
    [now],
  );
  expect(rows).toEqual([{ leaf: headLeaf(noted), previous: noted, number: 2 }]);
  expect(await ledger.sizes(now)).toEqual([1]);
  expect(new NotedHeads(ledger.state).read(ledger.registerId)!.head).toMatchObject({ logId: now, size: 1 });

  await ledger.seals();
  expect(await ledger.sizes(now)).toEqual([1, 3]);
  for (const commitment of waited)
    expect(proves(commitment, (await readInclusion(database, ledger.registerId, commitment))!)).toBe(true);
  expect(proves(late!, receipt)).toBe(true);
  expect(await readInclusion(database, ledger.registerId, late!)).toBeUndefined();

  expect(await wrong()).toEqual([]);
  const [found] = await checkStoredLedgers(database, ledger.state);
  expect(found!.logs.map(({ leaves, lost, ended }) => [leaves, lost, ended])).toEqual([
    [6, 8, true],
    [3, 0, false],
  ]);
});

test('a keeper that comes later finds the new log and notes its head', async () => {
  await ledger.sealsDays(2);
  await ledger.owner.query('select jatakk.end_logs()');
  await ledger.house.keeper!.get(KeepLedgers).beginMissing();
  await ledger.house.keeper!.get(KeepLedgers).beginMissing();
  const { rowCount } = await ledger.owner.query('select 1 from jatakk.ledger_log');
  expect(rowCount).toBe(2);
  expect(await wrong()).toEqual([]);
});

test('without a note the new log begins with the newest head of the database', async () => {
  const old = (await ledger.logId())!;
  await ledger.sealsDays(2, 3);
  await ledger.owner.query('select jatakk.end_logs()');
  rmSync(join(ledger.state, `ledger-${ledger.registerId}.json`));
  await ledger.house.keeper!.get(KeepLedgers).beginMissing();
  const { rows } = await ledger.owner.query<{ previous: unknown }>(
    'select previous from jatakk.ledger_log where not ended',
  );
  expect(rows[0]!.previous).toMatchObject({ logId: old, size: 5 });
  expect(await wrong()).toEqual([]);
});

test('what a trial had sealed goes with it, and binds no live house', async () => {
  const old = (await ledger.logId())!;
  await ledger.sealsDays(4);
  await ledger.owner.query(`select jatakk.forget_trial()`);
  await ledger.owner.query(`update jatakk.installation set mode = 'live', public_url = 'https://x.example'`);
  await ledger.house.keeper!.get(KeepLedgers).beginMissing();
  const { rows } = await ledger.owner.query<{ id: string; previous: unknown }>(
    'select id, previous from jatakk.ledger_log',
  );
  expect(rows).toEqual([{ id: expect.any(String), previous: null }]);
  expect(rows[0]!.id).not.toBe(old);
  await ledger.sealsDays(1);
  expect(new NotedHeads(ledger.state).read(ledger.registerId)).toMatchObject({
    mode: 'live',
    head: { size: 1 },
  });
  expect(await wrong()).toEqual([]);
});
