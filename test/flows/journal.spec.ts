import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import type pg from 'pg';
import { leavePath, TestHouse, type ListIds } from '../support/house.js';

let house: TestHouse;
let owner: pg.Client;
let list: ListIds;

beforeAll(async () => {
  house = await TestHouse.open();
  await house.setUp();
  owner = house.database.owner;
  list = await house.makeList(await house.makeRegister('nyhetsbrev'), 'program');
});
afterAll(() => house.close());
// Nothing copies it out here: what it holds is what the acts have written.
beforeEach(() => owner.query('delete from jatakk.journal'));

const kinds = async () =>
  (await owner.query<{ kind: string }>('select kind from jatakk.journal order by kind')).rows.map(
    ({ kind }) => kind,
  );

async function leaves(address: string): Promise<string> {
  const path = leavePath(await house.joins(list, address));
  const html = await (await house.visitor.submit(path, path, { leave: 'yes' })).text();
  return /name="undo" value="([\w-]{43})"/.exec(html)![1]!;
}

const undoes = (undo: string) => house.visitor.post('/u/undo', { undo });

test('a leave is journalled with it, by the subscription’s id and nothing that tells whose it is or when', async () => {
  await leaves('kari@example.org');
  const { rows } = await owner.query('select * from jatakk.journal');
  expect(rows).toEqual([
    {
      id: expect.any(String),
      kind: 'left',
      register_id: list.registerId,
      row_id: expect.any(String),
      hash: null,
    },
  ]);
});

test('a leave that is taken back at once leaves no trace; one that was copied out already is followed by a line that takes it back', async () => {
  const soon = await leaves('ola@example.org');
  expect(await kinds()).toEqual(['left']);
  await undoes(soon);
  expect(await kinds()).toEqual([]);

  const late = await leaves('liv@example.org');
  await owner.query('delete from jatakk.journal');
  await undoes(late);
  expect(await kinds()).toEqual(['back']);
  await undoes(late);
  expect(await kinds()).toEqual(['back']);
});

test('the night’s rewriting is nothing that happened to anybody: the journal says nothing of it', async () => {
  await owner.query(`insert into jatakk.suppression (register_id, hash, kind)
    select register_id, suppression_hash, k from jatakk.subscriber, unnest(array['hard-bounce', 'complaint']) k`);
  expect(await kinds()).toContain('hard-bounce');
  await owner.query('delete from jatakk.journal');
  await owner.query('select jatakk.begin_rewrite($1)', [list.registerId]);
  let left = 1;
  for (let batches = 0; left > 0 && batches < 20; batches += 1) {
    const { rows } = await owner.query<{ left: number }>('select jatakk.rewrite_batch($1, 100) as left', [
      list.registerId,
    ]);
    left = rows[0]!.left;
  }
  expect(left).toBe(0);
  expect(await kinds()).toEqual([]);

  // What does happen to somebody is told as before.
  await owner.query('delete from jatakk.suppression');
  expect([...new Set(await kinds())]).toEqual(['lifted']);
});
