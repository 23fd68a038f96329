import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { TestHouse, type ListIds } from '../support/house.js';
import { until } from '../support/until.js';

const GONE = 'borte@example.org';

let house: TestHouse;
let list: ListIds;

beforeAll(async () => {
  house = await TestHouse.open();
  await house.setUp();
  list = await house.makeList(await house.makeRegister('nyhetsbrev'), 'program');
});
afterAll(() => house.close());

async function suppressions(): Promise<{ kind: string; young: boolean }[]> {
  const { rows } = await house.database.owner.query<{ kind: string; young: boolean }>(
    'select kind, young_until is not null as young from jatakk.suppression order by kind',
  );
  return rows;
}

/** All sealed forms have been dealt with, and no confirmation waits. */
async function isQuiet(): Promise<void> {
  const { owner } = house.database;
  await until('the keeper is done', async () => {
    const { rows } = await owner.query<{ left: number }>(
      `select (select count(*) from jatakk.intake)::integer
            + (select count(*) from jatakk.notice where state in ('queued', 'claimed', 'handed'))::integer as left`,
    );
    return rows[0]!.left === 0;
  });
}

async function signsUpAnew(): Promise<number> {
  const before = house.sink.to(GONE).length;
  await house.signsUpTo(list, GONE);
  await isQuiet();
  return house.sink.to(GONE).length - before;
}

/** Their mailbox was reported not to exist: every subscription has ended, and the address is suppressed. */
async function bounced(kind: 'hard-bounce' | 'complaint' | 'objection'): Promise<void> {
  const { owner } = house.database;
  await owner.query(
    `update jatakk.subscription set state = 'ended', ended_reason = 'bounced' where state <> 'ended'`,
  );
  await owner.query('delete from jatakk.suppression');
  await owner.query(
    'insert into jatakk.suppression (register_id, hash, kind) select register_id, suppression_hash, $1 from jatakk.subscriber',
    [kind],
  );
  await owner.query(`update jatakk.notice set handed_at = handed_at - interval '2 days'`);
  await owner.query(`delete from jatakk.throttle where key <> 'marker'`);
}

test('an address that bounced or complained gets no confirmation for a week, then one it asks for, and is back with it', async () => {
  const { owner } = house.database;
  await house.joins(list, GONE);
  for (const kind of ['hard-bounce', 'complaint'] as const) {
    await bounced(kind);
    expect(await suppressions()).toEqual([{ kind, young: true }]);
    expect(await signsUpAnew()).toBe(0);

    await owner.query('update jatakk.suppression set young_until = current_date - 1');
    expect(await signsUpAnew()).toBe(1);
    // Asked, not yet answered: no campaign goes there.
    expect(await suppressions()).toHaveLength(1);
    await house.confirms(await house.confirmationFor(GONE));
    expect(await suppressions()).toEqual([]);
    await house.isSent(await house.sends(list, `Hei igjen etter ${kind}`));
    const subjects = house.sink.to(GONE).map(({ parsed }) => parsed.subject);
    expect(subjects.filter((subject) => subject === `Hei igjen etter ${kind}`)).toHaveLength(1);
  }
});

test('whoever objected gets no confirmation, however long ago, and cannot be confirmed into mail again', async () => {
  await bounced('objection');
  await house.database.owner.query('update jatakk.suppression set young_until = null');
  expect(await signsUpAnew()).toBe(0);
  expect(await suppressions()).toEqual([{ kind: 'objection', young: false }]);
});
