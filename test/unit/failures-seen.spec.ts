import { expect, it } from '@jest/globals';
import type { DataSource } from 'typeorm';
import { FailuresSeen } from '../../src/web/staff/failures-seen.js';

/** A database that tells these failures, and how often it was asked. */
function telling(...rows: { state: string; replyClass: string; count: string }[]) {
  const asked = { times: 0 };
  const query = () => {
    asked.times += 1;
    return Promise.resolve(rows);
  };
  return { asked, database: { query } as unknown as DataSource };
}

const hard = { state: 'bounced', replyClass: 'hard:5.1.1', count: '3' };

it('counts why messages failed once for the same numbers, and anew when more have failed', async () => {
  const seen = new FailuresSeen();
  const { asked, database } = telling(hard);
  expect(await seen.of(database, 'c', { bounced: 3, dead: 0 })).toEqual([{ ...hard, count: 3 }]);
  expect(await seen.of(database, 'c', { bounced: 3, dead: 0 })).toEqual([{ ...hard, count: 3 }]);
  expect(asked.times).toBe(1);
  await seen.of(database, 'other', { bounced: 3, dead: 0 });
  await seen.of(database, 'c', { bounced: 4, dead: 0 });
  expect(asked.times).toBe(3);
});

it('keeps nothing that was counted at another moment than its numbers, and asks nothing where none failed', async () => {
  const seen = new FailuresSeen();
  const { asked, database } = telling(hard);
  await seen.of(database, 'c', { bounced: 2, dead: 0 });
  await seen.of(database, 'c', { bounced: 2, dead: 0 });
  expect(asked.times).toBe(2);
  expect(await seen.of(database, 'c', { bounced: 0, dead: 0 })).toEqual([]);
  expect(asked.times).toBe(2);
});
