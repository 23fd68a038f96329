import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { IntakeProcessor } from '../../src/keeper/intake.processor.js';
import { Door } from '../support/door.js';
import { type ListIds, TestHouse } from '../support/house.js';
import { until } from '../support/until.js';

let house: TestHouse;
let list: ListIds;
let relay: Door;

beforeAll(async () => {
  house = await TestHouse.open({ withoutKeeper: true });
  relay = await Door.toPort(house.sink.port);
  house.sink.port = relay.port;
  await house.startKeeper();
  await house.setUp();
  list = await house.makeList(await house.makeRegister('nyhetsbrev'), 'hostprogrammet', 'Høstprogrammet');
});
afterAll(async () => {
  await house.close();
  await relay.shut();
});

const isTaken = async (address: string) => expect((await house.signsUpTo(list, address)).status).toBe(200);

/** One confirmation has come, and no other follows once all the work is done. */
async function comesOnce(address: string): Promise<void> {
  await house.confirmationFor(address);
  await until('all the work is done', async () => {
    const { rows } = await house.database.owner.query(
      `select (select count(*) from jatakk.intake) + (select count(*) from jatakk.notice
                where state in ('queued', 'claimed', 'handed')) as left`,
    );
    return Number((rows[0] as { left: string }).left) === 0;
  });
  expect(house.sink.to(address)).toHaveLength(1);
}

test('with no keeper there, sign-ups are taken, and their confirmations go out once it is', async () => {
  await house.stopKeeper();
  const addresses = ['ann@example.org', 'bo@example.org', 'cia@example.org'];
  for (const address of addresses) await isTaken(address);
  expect((await house.database.owner.query('select from jatakk.intake')).rowCount).toBe(3);
  await house.startKeeper();
  for (const address of addresses) await comesOnce(address);
});

test('with the queue wiped between sign-up and work, the poll finds the work in the rows', async () => {
  const { owner } = house.database;
  await house.stopKeeper();
  await isTaken('dag@example.org');
  await owner.query('begin');
  await owner.query('select from jatakk.intake for update');
  await house.startKeeper();
  // A job comes, finds the row held by another, and ends.
  await new Promise((resolve) => house.keeper!.get(IntakeProcessor).worker.once('completed', resolve));
  await owner.query('truncate bullmq.job cascade');
  await owner.query('commit');
  await comesOnce('dag@example.org');
});

test('with the queue wiped while a form is being opened, it is opened once', async () => {
  const { owner } = house.database;
  await owner.query('begin');
  await owner.query('lock table jatakk.notice_subscription in exclusive mode');
  await isTaken('eva@example.org');
  await until('the keeper stands at the lock', async () => {
    const { rowCount } = await owner.query(
      `select from pg_locks where not granted and relation = 'jatakk.notice_subscription'::regclass`,
    );
    return rowCount;
  });
  await owner.query('truncate bullmq.job cascade');
  await owner.query('commit');
  await comesOnce('eva@example.org');
});

test('with the relay down, the confirmation waits and goes out when it is back', async () => {
  const { owner } = house.database;
  await relay.shut();
  await isTaken('fay@example.org');
  await until('it was tried, and no try is counted', async () => {
    const { rowCount } = await owner.query(
      `select from jatakk.notice where state = 'queued' and attempts = 0 and reply_class = 'no-relay'`,
    );
    return rowCount;
  });
  await relay.open();
  await owner.query(`update jatakk.notice set not_before = clock_timestamp() where state = 'queued'`);
  await comesOnce('fay@example.org');
});

test('with every connection of the keeper cut, it comes back by itself', async () => {
  await house.database.owner.query(
    `select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid() and usename = 'jatakk_keeper'`,
  );
  await isTaken('gry@example.org');
  await comesOnce('gry@example.org');
});
