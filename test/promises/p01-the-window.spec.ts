import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type pg from 'pg';
import { ReplyKey } from '../../src/platform/sealing/reply-key.js';
import { sealReply } from '../../src/platform/sealing/seal-reply.js';
import { sealToRing } from '../../src/platform/sealing/sealed-box.js';
import { AskWindow } from '../../src/registers/ask-window.service.js';
import { TestHouse } from '../support/house.js';
import { until } from '../support/until.js';
import { exceptions, outcomeOf, signInto } from './support/attempt.js';

const CANARY = 'kanari.vindu@vigga-kanari.example';
const proof = createHash('sha256').update('nobody’s token').digest();

let house: TestHouse;
let owner: pg.Client;
let web: pg.Client;
let keeper: pg.Client;
let registerId: string;

beforeAll(async () => {
  house = await TestHouse.open();
  await house.setUp();
  registerId = await house.makeRegister('nyhetsbrev');
  owner = house.database.owner;
  web = await signInto(house.database.webUrl);
  keeper = await signInto(house.database.keeperUrl);
});
afterAll(async () => {
  await web.end();
  await keeper.end();
  await house.close();
});

const asks = async () => (await owner.query<Row>('select * from jatakk.window_ask')).rows;
interface Row {
  id: string;
  ask: Buffer;
  verdict: string | null;
  answer: Buffer | null;
}

async function askAsWeb(ask: Buffer, id = randomUUID()): Promise<string> {
  await web.query(
    `insert into jatakk.window_ask (id, act, ring_id, key_version, ask, proof, reply_key)
     values ($1, 'nothing', $2, 1, $3, $4, $5)`,
    [id, registerId, ask, proof, randomBytes(32)],
  );
  await web.query(`select pg_notify('jatakk_window', '')`);
  return id;
}

const verdictOf = (id: string) =>
  until('a verdict', async () => (await asks()).find((row) => row.id === id)?.verdict);

test('ask for something that nobody answers: refused, with nothing sealed, and no row is left', async () => {
  const answer = await house.web
    .get(AskWindow)
    .ask({ act: 'everything', ringId: registerId, proof, content: { address: CANARY } });
  expect(answer).toEqual({ verdict: 'unknown-act' });
  expect(await asks()).toEqual([]);
});

test('read a question where it lies: sealed to the register, padded, without the address', async () => {
  await house.stopKeeper();
  const late = house.web
    .get(AskWindow)
    .ask({ act: 'everything', ringId: registerId, proof, content: { address: CANARY } });
  const [row] = await until('the question', async () => {
    const rows = await asks();
    return rows.length > 0 && rows;
  });
  expect(row!.ask.toString('latin1')).not.toContain('kanari');
  expect((row!.ask.length - 48) % 1024).toBe(0);
  expect(await late).toEqual({ verdict: 'late' });
  await house.startKeeper();
  await owner.query('delete from jatakk.window_ask');
});

test('read, answer, change or delete questions as web: permission denied', async () => {
  const attempts = [
    'select ask from jatakk.window_ask',
    'select id from jatakk.window_ask',
    'select count(*) from jatakk.window_ask',
    `update jatakk.window_ask set verdict = 'answered'`,
    `insert into jatakk.window_ask (id, act, ring_id, key_version, ask, proof, reply_key, verdict)
       values (gen_random_uuid(), 'x', gen_random_uuid(), 1, '', '', '', 'answered')`,
    `insert into jatakk.window_ask (id, act, ring_id, key_version, ask, proof, reply_key, until)
       values (gen_random_uuid(), 'x', gen_random_uuid(), 1, '', '', '', 'infinity')`,
    'delete from jatakk.window_ask',
    'truncate jatakk.window_ask',
  ];
  expect(await exceptions(web, attempts, 'permission denied')).toEqual([]);
});

test('take an answer as keeper, or put a question: permission denied', async () => {
  const attempts = [
    'select * from jatakk.take_answer(gen_random_uuid())',
    `insert into jatakk.window_ask (id, act, ring_id, key_version, ask, proof, reply_key)
       values (gen_random_uuid(), 'x', gen_random_uuid(), 1, '', '', '')`,
    `update jatakk.window_ask set reply_key = ''`,
    `update jatakk.window_ask set proof = ''`,
  ];
  expect(await exceptions(keeper, attempts, 'permission denied')).toEqual([]);
});

test('take somebody else’s answer by its id: it opens with no other key, and for no other question', async () => {
  const theirs = new ReplyKey();
  const askId = randomUUID();
  const answer = sealReply(theirs.publicKey, askId, { address: CANARY });
  expect(() => new ReplyKey().open(askId, answer)).toThrow('box-not-authentic');
  expect(() => theirs.open(randomUUID(), answer)).toThrow('box-misplaced');
  expect(() => theirs.open(askId, answer.subarray(0, 40))).toThrow('box-too-short');
  expect(theirs.open(askId, answer)).toEqual({ address: CANARY });
  expect(answer.toString('latin1')).not.toContain('kanari');
});

test('put a question sealed for another row, for another ring, or made of noise: it fails, and nothing of it is told', async () => {
  const { rows } = await owner.query<{ ring_id: string; public_key: Buffer }>(
    'select ring_id, public_key from jatakk.sealing_key',
  );
  const key = rows.find(({ ring_id }) => ring_id === registerId)!.public_key;
  const other = rows.find(({ ring_id }) => ring_id !== registerId)!.public_key;
  const id = randomUUID();
  for (const box of [
    sealToRing(key, { ringId: registerId, rowId: randomUUID() }, null),
    sealToRing(other, { ringId: registerId, rowId: id }, null),
    randomBytes(1100),
  ]) {
    const asked = await askAsWeb(box, box.length === 1100 ? randomUUID() : id);
    // No act has this name; what is asked is not even read then.
    expect(await verdictOf(asked)).toMatch(/^(unknown-act|failed)$/);
    expect((await asks()).find((row) => row.id === asked)!.answer).toBeNull();
    await owner.query('delete from jatakk.window_ask');
  }
});

test('fill the window: a question of over 8 kB is refused by the database', async () => {
  const insert = `insert into jatakk.window_ask (id, act, ring_id, key_version, ask, proof, reply_key)
    values (gen_random_uuid(), 'x', gen_random_uuid(), 1, $1, $2, $2)`;
  expect(await outcomeOf(web, insert, [Buffer.alloc(8193), randomBytes(32)])).toMatch(/^23514 /);
  expect(await outcomeOf(web, insert, [Buffer.alloc(100), randomBytes(31)])).toMatch(/^23514 /);
});

test('come back for an answer after its minute: there is none, and the keeper has forgotten the question', async () => {
  const id = await askAsWeb(randomBytes(1100));
  await verdictOf(id);
  await owner.query(`update jatakk.window_ask set until = now() - interval '1 second'`);
  expect((await web.query('select * from jatakk.take_answer($1)', [id])).rows).toEqual([]);
  await until('it is gone', async () => (await asks()).length === 0);
});
