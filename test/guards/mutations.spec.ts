import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { makeTestDatabase, type TestDatabase } from '../support/test-database.js';
import { guards, sqlOf, without } from './mutations.mjs';
import { type Result, whyMissed } from './support/judge-mutant.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');

let database: TestDatabase;

beforeAll(async () => {
  database = await makeTestDatabase();
});
afterAll(() => database.drop());

/** That each is caught, `npm run test:guards` shows; here only that none has become void since. */
test.each(guards.map((guard) => [guard.guard, guard] as const))('%s can be taken out', async (_, guard) => {
  for (const { spec } of guard.caughtBy) expect(existsSync(join(root, spec))).toBe(true);
  const sql = sqlOf(guard);
  if (sql === undefined) {
    const text = readFileSync(join(root, guard.inFile!), 'utf8');
    expect(without(text, guard)).not.toBe(text);
    return;
  }
  await database.owner.query('begin');
  try {
    await database.owner.query(sql);
  } finally {
    await database.owner.query('rollback');
  }
});

test('what is not there, or there twice, is said to be void', async () => {
  const guard = { guard: 'none', caughtBy: [] };
  for (const text of ['nothing', 'a guard and a guard']) {
    expect(() => without(text, { ...guard, inFile: 'x.ts', changes: [['a guard']] })).toThrow('void');
  }
  for (const takeOut of ['not there', 'state']) {
    const sql = sqlOf({
      ...guard,
      inFunction: 'jatakk.leave(bytea,bytea,text,uuid,bytea,integer)',
      changes: [[takeOut]],
    });
    await expect(database.owner.query(sql!)).rejects.toThrow('void');
  }
});

test('guards have names of their own', () => {
  expect(new Set(guards.map(({ guard }) => guard)).size).toBe(guards.length);
});

describe('a guard counts as caught', () => {
  const caughtBy = [{ spec: 'a.spec.ts', test: 'the test', says: 'Received: "go"' }];
  const judged = (result: Partial<Result>) =>
    whyMissed({ guard: 'any', caughtBy }, [
      { spec: 'a.spec.ts', test: 'the test', status: 'failed', said: 'Received: "go"', ...result },
    ]);

  test('when its test goes red, for that reason', () => {
    expect(judged({})).toBeUndefined();
  });

  test.each<[string, Partial<Result>, string]>([
    ['stays green', { status: 'passed', said: '' }, 'stays green'],
    ['is passed over', { status: 'pending', said: '' }, 'pending'],
    ['goes red for another reason', { said: 'connection refused' }, 'another reason'],
    ['is called otherwise by now', { test: 'another test' }, 'did not run'],
    ['stands in another file by now', { spec: 'b.spec.ts' }, 'did not run'],
    ['cannot be run at all', { test: '', said: 'SyntaxError' }, 'SyntaxError'],
    [
      'met a mutation that no longer fits',
      { said: 'void: not exactly once in x. Received: "go"' },
      'no longer fits',
    ],
  ])('not when its test %s', (_, result, why) => {
    expect(judged(result)).toContain(why);
  });
});
