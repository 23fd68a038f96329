import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { KeyRings } from '../../src/registers/key-rings.service.js';
import { textOf } from '../support/html.js';
import { type ListIds, TestHouse } from '../support/house.js';
import { openAtRest } from '../../src/platform/sealing/at-rest.js';

let house: TestHouse;
let list: ListIds;
const today = () => new Date().toISOString().slice(0, 10);
const paper = () => `/staff/registers/${list.registerId}/lists/${list.listId}/paper`;
const slip = { source: 'Standen i foajeen', on: today(), language: 'nb' };
const enters = (fields: Record<string, string>) =>
  house.staff.submit(paper(), paper(), { ...slip, ...fields });

beforeAll(async () => {
  house = await TestHouse.open();
  await house.setUp();
  list = await house.makeList(await house.makeRegister('nyhetsbrev'), 'hostprogrammet', 'Høstprogrammet');
});
afterAll(() => house.close());

test('the person gets the same confirmation as anybody, and is on the list only by confirming it', async () => {
  const answer = await enters({ address: 'kari@example.org' });
  expect(answer.status).toBe(303);
  const page = await house.staff.page(answer.headers.get('location')!);
  expect(textOf(page)).toContain('Lagt inn. Er adressen ikke på listen fra før');
  expect(textOf(page)).toContain('Kari Nordmann: én slipp');
  expect(page).not.toContain('kari@example.org');
  const mail = await house.confirmationFor('kari@example.org', list);
  expect(mail.raw.toString()).not.toMatch(/foaje/i);
  const states = async () =>
    (await house.database.owner.query<{ state: string }>('select state from jatakk.subscription')).rows;
  expect(await states()).toEqual([{ state: 'pending' }]);
  await house.confirms(mail);
  expect(await states()).toEqual([{ state: 'confirmed' }]);
});

test('the evidence, sealed, names the slip', async () => {
  const { rows } = await house.database.owner.query<{
    id: string;
    evidence: Buffer;
    evidence_key_version: number;
    key: Buffer;
  }>(
    `select s.id, s.evidence, s.evidence_key_version, k.key
       from jatakk.subscription s join vault.row_key k on k.row_id = s.id`,
  );
  const { id: rowId, evidence, evidence_key_version: keyVersion, key: rowKey } = rows[0]!;
  const ring = await house.keeper!.get(KeyRings).ring(list.registerId);
  const place = { purpose: 'evidence' as const, registerId: list.registerId, rowId, keyVersion };
  const plain = openAtRest({ restKey: ring.key('rest', keyVersion), rowKey }, place, evidence);
  expect(JSON.parse(plain.toString())).toMatchObject({
    paper: { source: 'Standen i foajeen', on: slip.on },
    requested: { page: 'paper' },
  });
});

test('an address that is on the list and one that is not are answered alike', async () => {
  const answers = [];
  for (const address of ['kari@example.org', 'ny@example.org']) {
    const answer = await enters({ address });
    answers.push([answer.status, answer.headers.get('location')]);
  }
  expect(answers[0]).toEqual(answers[1]);
});

test.each([
  ['no address', { address: '' }],
  ['no source', { source: ' ' }],
  ['a day to come', { on: '2999-01-01' }],
  ['a day that is none', { on: '2026-02-30' }],
  ['a slip of years ago', { on: '2020-01-01' }],
  ['a language the list has not', { language: 'de' }],
  ['a source over 80 characters', { source: 'x'.repeat(81) }],
])('with %s nothing is taken or counted', async (_, wrong) => {
  const before = await counted();
  expect((await enters({ address: 'ola@example.org', ...wrong })).status).toBe(422);
  expect(await counted()).toBe(before);
});

test('after 200 in a day it is enough, whatever the list, and nothing is sent', async () => {
  await house.database.owner.query('update jatakk.paper_count set count = 199');
  expect((await enters({ address: 'a1@example.org' })).status).toBe(303);
  const enough = await enters({ address: 'a2@example.org' });
  expect(textOf(await enough.text())).toContain('så mange slipper som går på en dag');
  const other = await house.makeList(list.registerId, 'familie', 'Familie');
  const there = paper().replace(list.listId, other.listId);
  expect((await house.staff.submit(there, there, { ...slip, address: 'a3@example.org' })).status).toBe(422);
  await house.confirmationFor('a1@example.org', list);
  expect(house.sink.to('a2@example.org')).toEqual([]);
});

async function counted(): Promise<number> {
  const { rows } = await house.database.owner.query<{ sum: string }>(
    'select coalesce(sum(count), 0) as sum from jatakk.paper_count',
  );
  return Number(rows[0]!.sum);
}
