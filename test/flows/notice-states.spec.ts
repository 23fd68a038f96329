import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { startKeeper } from '../../src/keeper/start-keeper.js';
import { readKeeperSettings } from '../../src/platform/config/settings.js';
import { HostileSink } from '../support/hostile-sink.js';
import { type ListIds, TestHouse } from '../support/house.js';
import { until } from '../support/until.js';

let house: TestHouse;
let sink: HostileSink;
let list: ListIds;

beforeAll(async () => {
  house = await TestHouse.open();
  await house.setUp();
  list = await house.makeList(await house.makeRegister('nyhetsbrev'), 'program');
  await house.stopKeeper();
  sink = await new HostileSink().listen();
  house.keeper = await startKeeper({
    settings: readKeeperSettings({
      PUBLIC_URL: house.url,
      LOG_LEVEL: 'silent',
      POLL_SECONDS: '1',
      SKIP_CRASH_WAIT: '1',
    }),
    databaseUrls: house.database.urls,
    secret: house.keeperSecret,
    trialRelay: sink.url,
  });
});
afterAll(async () => {
  await house.close();
  await sink.close();
});

interface Notice {
  state: string;
  attempts: number;
}

/** The newest sign-up's confirmation. */
async function notice(): Promise<Notice | undefined> {
  const { rows } = await house.database.owner.query(
    `select state, attempts from jatakk.notice where kind = 'confirmation' and id <> all ($1)`,
    [settled],
  );
  return rows[0] as Notice | undefined;
}

const settled: string[] = [];

/** From here on the notices there are now are no longer looked at. */
async function turnThePage(): Promise<void> {
  const { rows } = await house.database.owner.query('select id from jatakk.notice');
  settled.splice(0, Infinity, ...(rows as { id: string }[]).map(({ id }) => id));
}

const becomes = (state: string) =>
  until(`the notice is ${state}`, async () => (await notice())?.state === state);
const turnClock = (seconds: number) =>
  house.database.owner.query(
    `update jatakk.notice set not_before = not_before - make_interval(secs => $1),
            lease_until = lease_until - make_interval(secs => $1), handed_at = handed_at - make_interval(secs => $1)`,
    [seconds],
  );

test('a confirmation that the server puts off goes again later, the very same bytes', async () => {
  sink.answer = (stage) => (stage === 'dot' ? '451 4.3.0 later' : undefined);
  await house.signsUpTo(list, 'utsatt@example.org');
  await until('it was tried', async () => (await notice())?.attempts === 1);
  expect((await notice())?.state).toBe('queued');
  sink.answer = () => undefined;
  // Only its waiting: the time it was first handed on stands in the mail as its Date.
  await house.database.owner.query(`update jatakk.notice set not_before = now() - interval '1 second'`);
  await becomes('accepted');
  const [first, second, ...more] = sink.attemptsFor('utsatt@example.org');
  expect(more).toEqual([]);
  expect(second!.wire.equals(first!.wire)).toBe(true);
  await turnThePage();
});

test('one that nobody knows the end of goes once more after two minutes, and then no more', async () => {
  sink.answer = (stage) => (stage === 'dot' ? 'drop' : undefined);
  await house.signsUpTo(list, 'uvisst@example.org');
  await becomes('unknown');
  expect(sink.attemptsFor('uvisst@example.org')).toHaveLength(1);
  await turnClock(121);
  await until('it went once more', () => sink.attemptsFor('uvisst@example.org').length === 2);
  await becomes('unknown');
  await turnClock(121);
  await house.signsUpTo(list, 'en.annen@example.org');
  await until('the other was tried', () => sink.attemptsFor('en.annen@example.org').length === 1);
  expect(sink.attemptsFor('uvisst@example.org')).toHaveLength(2);
  await turnThePage();
});

test('a late yes counts, and spares the second copy', async () => {
  let release = () => {};
  const held = new Promise<undefined>((resolve) => (release = () => resolve(undefined)));
  sink.answer = (stage, recipient) => (stage === 'dot' && recipient.startsWith('sen') ? held : undefined);
  await house.signsUpTo(list, 'sen@example.org');
  await until('it stands at the final dot', () => sink.attemptsFor('sen@example.org').length === 1);
  await turnClock(61);
  await becomes('unknown');
  release();
  await becomes('accepted');
  await turnClock(121);
  await house.signsUpTo(list, 'enda.en@example.org');
  await until('the other went', () => sink.acceptedBy('enda.en@example.org').length === 1);
  expect(sink.attemptsFor('sen@example.org')).toHaveLength(1);
  await turnThePage();
});

test('one to somebody who is not there is given back at once', async () => {
  sink.answer = (stage) => (stage === 'rcpt' ? '550 5.1.1 no such user' : undefined);
  await house.signsUpTo(list, 'ingen@example.org');
  await becomes('bounced');
  expect(sink.attemptsFor('ingen@example.org')).toEqual([]);
});
