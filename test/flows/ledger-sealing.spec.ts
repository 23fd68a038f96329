import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { DataSource } from 'typeorm';
import { recordLeaf } from '../../src/consent/ledger/leaf-input.js';
import { logsOf } from '../../src/consent/ledger/ledger.queries.js';
import { NotedHeads } from '../../src/consent/ledger/noted-heads.js';
import { readInclusion } from '../../src/consent/ledger/read-inclusion.js';
import { KeepLedgers } from '../../src/keeper/ledger/keep-ledgers.service.js';
import { sealLog } from '../../src/keeper/ledger/seal-log.js';
import { leafHash } from '../../src/platform/merkle/tree-hash.js';
import { verifyInclusion } from '../../src/platform/merkle/verify-inclusion.js';
import { KeyRings } from '../../src/registers/key-rings.service.js';
import { LedgerHouse } from '../support/ledger.js';
import { until } from '../support/until.js';

let ledger: LedgerHouse;
let keeper: DataSource;

beforeAll(async () => {
  ledger = await LedgerHouse.open();
  keeper = await new DataSource({
    type: 'postgres',
    url: ledger.house.database.keeperUrl,
    installExtensions: false,
    poolSize: 2,
  }).initialize();
});
afterAll(async () => {
  await keeper.destroy();
  await ledger.close();
});

const newLedgerOf = async (slug: string) => {
  const registerId = await ledger.house.makeRegister(slug);
  await ledger.house.keeper!.get(KeepLedgers).beginMissing();
  return { registerId, logId: (await ledger.logId(registerId))! };
};

test('a register gets its log with its keys, and what waits on the first day is sealed on the next, in another order', async () => {
  const logId = (await ledger.logId())!;
  const commitments = await ledger.waits(40);
  await ledger.house.keeper!.get(KeepLedgers).sealDue();
  expect(await ledger.sizes(logId)).toEqual([]);
  expect(await readInclusion(keeper, ledger.registerId, commitments[0]!)).toBeUndefined();

  await ledger.seals();
  expect(await ledger.sizes(logId)).toEqual([40]);
  const { rows } = await ledger.owner.query<{ leaf: Buffer }>(
    'select leaf from jatakk.ledger_leaf where log_id = $1 order by leaf_index',
    [logId],
  );
  const leaves = commitments.map((commitment) => recordLeaf(commitment).toString('hex'));
  const sealed = rows.map(({ leaf }) => leaf.toString('hex'));
  expect(sealed.toSorted()).toEqual(leaves.toSorted());
  expect(sealed).not.toEqual(leaves);
  expect((await ledger.owner.query('select 1 from jatakk.ledger_waiting')).rowCount).toBe(0);
});

test('every record proves its place in the newest head, after many days and across kept levels', async () => {
  const { registerId, logId } = await newLedgerOf('mange-dager');
  const commitments: Buffer[] = [];
  for (const count of [1, 1, 3, 250, 1, 300, 700]) {
    commitments.push(...(await ledger.waits(count, registerId)));
    await ledger.seals();
  }
  expect(await ledger.sizes(logId)).toEqual([1, 2, 5, 255, 256, 556, 1256]);
  for (const commitment of commitments.filter((_, at) => at % 97 === 0 || at < 6)) {
    const { index, proof, head } = (await readInclusion(keeper, registerId, commitment))!;
    expect(head).toMatchObject({ logId, size: 1256 });
    const claim = {
      leaf: leafHash(recordLeaf(commitment)),
      index,
      size: head.size,
      proof: proof.map((hash) => Buffer.from(hash, 'hex')),
      root: Buffer.from(head.root, 'hex'),
    };
    expect(verifyInclusion(claim)).toBe(true);
  }
  expect(await readInclusion(keeper, ledger.registerId, commitments[0]!)).toBeUndefined();
});

test('a day without records has no head, and what comes later that day waits for the next', async () => {
  const { registerId, logId } = await newLedgerOf('stille-dager');
  await ledger.seals();
  await ledger.waits(2, registerId);
  await ledger.house.keeper!.get(KeepLedgers).sealDue();
  expect(await ledger.sizes(logId)).toEqual([]);
  await ledger.seals();
  expect(await ledger.sizes(logId)).toEqual([2]);
});

test('two keepers at the same round: it is done once, and nothing is lost or twice', async () => {
  const { registerId, logId } = await newLedgerOf('to-keepere');
  const commitments = await ledger.waits(60, registerId);
  await ledger.owner.query('update jatakk.ledger_log set sealed_on = sealed_on - 1 where id = $1', [logId]);
  const ring = await ledger.house.keeper!.get(KeyRings).ring(registerId);
  await Promise.all([sealLog(keeper, ring), sealLog(keeper, ring), sealLog(keeper, ring)]);
  expect(await ledger.sizes(logId)).toEqual([60]);
  for (const commitment of commitments)
    expect(await readInclusion(keeper, registerId, commitment)).toBeDefined();
});

test('a large day is sealed in parts; between two of them a crash costs nothing', async () => {
  const { registerId, logId } = await newLedgerOf('stor-dag');
  const commitments = await ledger.waits(25, registerId);
  await ledger.owner.query('update jatakk.ledger_log set sealed_on = sealed_on - 1 where id = $1', [logId]);
  const ring = await ledger.house.keeper!.get(KeyRings).ring(registerId);
  expect(await sealLog(keeper, ring, 10)).toBe(true);
  // As after a crash: another keeper finds the day not done, and does the rest.
  await ledger.house.keeper!.get(KeepLedgers).sealDue();
  expect(await ledger.sizes(logId)).toEqual([10, 25]);
  for (const commitment of commitments)
    expect(await readInclusion(keeper, registerId, commitment)).toBeDefined();
});

test('a crash within a round leaves everything as it was', async () => {
  const { registerId, logId } = await newLedgerOf('midt-i');
  await ledger.waits(5, registerId);
  await ledger.owner.query(`
    create function pg_temp.fall() returns trigger language plpgsql as $$ begin raise exception 'fell'; end $$;
    create trigger falls before insert on jatakk.ledger_head for each row when (new.log_id = '${logId}')
      execute function pg_temp.fall()`);
  await ledger.seals();
  await ledger.owner.query('drop trigger falls on jatakk.ledger_head');
  expect(await ledger.sizes(logId)).toEqual([]);
  const waiting = () =>
    ledger.owner.query('select 1 from jatakk.ledger_waiting where register_id = $1', [registerId]);
  expect((await waiting()).rowCount).toBe(5);
  await ledger.house.keeper!.get(KeepLedgers).sealDue();
  expect(await ledger.sizes(logId)).toEqual([5]);
  expect((await waiting()).rowCount).toBe(0);
});

test('the newest head is noted outside the database, and one that was not noted before a crash is noted after it', async () => {
  const [log] = await logsOf(keeper, ledger.registerId);
  await ledger.sealsDays(3);
  const notes = new NotedHeads(ledger.state);
  const noted = notes.read(ledger.registerId)!;
  expect(noted).toMatchObject({ mode: 'trial', head: { logId: log!.id } });
  expect(noted.head.publicKey).toBe(log!.publicKey.toString('base64url'));
  const file = join(ledger.state, `ledger-${ledger.registerId}.json`);
  const before = readFileSync(file, 'utf8');
  await ledger.sealsDays(2);
  const after = readFileSync(file, 'utf8');
  expect(after).not.toBe(before);
  notes.write(ledger.registerId, 'trial', noted.head);
  await ledger.house.keeper!.get(KeepLedgers).sealDue();
  expect(readFileSync(file, 'utf8')).toBe(after);
});

test('with the queue emptied, the next keeper finds the round that is due by itself', async () => {
  const { registerId, logId } = await newLedgerOf('uten-ko');
  await ledger.waits(1, registerId);
  await ledger.owner.query('update jatakk.ledger_log set sealed_on = sealed_on - 1 where id = $1', [logId]);
  await ledger.house.stopKeeper();
  await ledger.owner.query('delete from bullmq.job');
  await ledger.house.startKeeper();
  await until('it is sealed', async () => (await ledger.sizes(logId)).length === 1);
});
