import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { readReturnToken, returnToken } from '../../src/inbound/return-token.js';
import { KeyRings } from '../../src/registers/key-rings.service.js';
import { ReceiverKeys } from '../../src/receiver/receiver-keys.js';
import { signInto } from '../promises/support/attempt.js';
import { subscriptionOf } from '../promises/support/two-registers.js';
import { type ListIds, TestHouse } from '../support/house.js';
import { RETURN_DOMAIN, TestReceiver } from '../support/receiver.js';
import { report } from '../support/returned-mail.js';
import { opens, STAFF } from '../support/rotations.js';
import { hands, SmtpTalk } from '../support/smtp-talk.js';
import { until } from '../support/until.js';

const DELAYED = report({ action: 'delayed', status: '4.4.1' });
const HARD = report({ status: '5.1.1', diagnostic: '550 5.1.1 no such user' });

let house: TestHouse;
let receiver: TestReceiver;
let list: ListIds;

beforeAll(async () => {
  house = await TestHouse.open();
  await house.setUp();
  list = await house.makeList(await house.makeRegister('nyhetsbrev'), 'host');
  const { owner } = house.database;
  // So that the database counts how often the receiver asks it for its keys.
  const { rows } = await owner.query<{ name: string }>('select current_database() as name');
  await owner.query(`alter database ${rows[0]!.name} set track_functions = 'all'`);
  receiver = await TestReceiver.start(house);
  await house.joins(list, 'leser@example.org');
});
afterAll(async () => {
  await receiver.stop();
  await house.close();
});

const ring = () => house.keeper!.get(KeyRings).ring(list.registerId);
const isDone = async () =>
  (await house.database.owner.query('select 1 from jatakk.rotation where done_at is null')).rowCount === 0;

/** One mail to the only reader, and its return path. */
async function sends(subject: string): Promise<string> {
  await house.isSent(await house.sends(list, subject));
  const sent = house.sink.to('leser@example.org').findLast(({ parsed }) => parsed.subject === subject)!;
  return sent.from;
}

/** By which version of the key it was made. */
async function versionOf(path: string): Promise<number | undefined> {
  const keys = await ring();
  return [1, 2].find(
    (version) =>
      keys.has('verp', version) &&
      readReturnToken(keys.key('verp', version), list.registerId, path.split('@')[0]!),
  );
}

test('what is sent while the key is rotated, and comes back at once, is taken each time', async () => {
  const replies: string[] = [];
  const versions: (number | undefined)[] = [];
  const goesAndReturns = async () => {
    const path = await sends(`Nummer ${versions.length}`);
    replies.push(await hands(receiver.port, { to: path }, DELAYED));
    versions.push(await versionOf(path));
  };
  await goesAndReturns();
  await opens(house, list.registerId, ['verp']);
  const late = performance.now() + 50_000;
  while (!(await isDone()) && performance.now() < late) await goesAndReturns();
  for (const _ of [1, 2, 3]) await goesAndReturns();
  await until('the new key is used', async () => {
    await goesAndReturns();
    return versions.at(-1) === 2;
  });
  expect(replies.filter((reply) => !reply.startsWith('250'))).toEqual([]);
  expect(versions[0]).toBe(1);
  expect(versions.filter((version) => version === undefined)).toEqual([]);

  // What was made before goes on being good, and what is made now counts.
  const before = await receiver.address('r', list.registerId, randomUUID());
  expect(await hands(receiver.port, { to: before }, DELAYED)).toMatch(/^250/);
  expect(await hands(receiver.port, { to: await sends('Den siste') }, HARD)).toMatch(/^250/);
  await until('the reader is off the list', async () => {
    const { id } = await subscriptionOf({ house }, list, 'leser@example.org');
    const { rows } = await house.database.owner.query<{ state: string }>(
      'select state from jatakk.subscription where id = $1',
      [id],
    );
    return rows[0]!.state === 'ended';
  });
}, 90_000);

test('a receiver that nothing can be sealed to holds a new key up for an hour, and no longer', async () => {
  const { owner, urls } = house.database;
  const role = await signInto(urls.receiver);
  const other = new ReceiverKeys(randomBytes(32));
  await role.query('select jatakk.here_receives($1)', [Buffer.alloc(32)]);
  await role.query('select jatakk.here_receives($1)', [other.publicKey]);
  await role.end();
  const third = await house.makeRegister('tredje');
  await opens(house, third, ['verp']);
  const given = async () => {
    const { rows } = await owner.query<{ key: Buffer }>(
      `update jatakk.receiver_key set given_at = given_at - interval '1 minute'
        where ring_id = $1 and version = 2 returning public_key as key`,
      [third],
    );
    return rows.map(({ key }) => key.toString('hex'));
  };
  const look = () => owner.query(`select pg_notify('jatakk_bell', '')`);
  await until('the other one has it', async () => {
    await look();
    return (await given()).includes(other.publicKey.toString('hex'));
  });
  // Two looks later: it waits.
  for (const _ of [1, 2]) {
    await look();
    await new Promise((resolve) => setTimeout(resolve, 700));
  }
  expect(await isDone()).toBe(false);
  const used = async () => {
    const { rows } = await owner.query<{ used: boolean }>(
      `select used from vault.ring_key where ring_id = $1 and purpose = 'verp' order by version`,
      [third],
    );
    return rows.map((row) => row.used);
  };
  expect(await used()).toEqual([true, false]);
  await owner.query(
    `update jatakk.rotation set begun_at = begun_at - interval '61 minutes' where done_at is null`,
  );
  await until('it is used all the same', async () => {
    await look();
    return isDone();
  });
  expect(await used()).toEqual([true, true]);
});

test('no receiver has keys of the staff: theirs are not waited for', async () => {
  await opens(house, STAFF, ['verp']);
  await until('it is done', isDone, 30_000);
});

test('however many forged return paths come, the keys are asked for twice a second at most, and each gets the same no', async () => {
  const { owner } = house.database;
  const asked = async () => {
    await new Promise((resolve) => setTimeout(resolve, 2500));
    await owner.query('select pg_stat_clear_snapshot()');
    const { rows } = await owner.query<{ calls: number }>(
      `select coalesce(sum(calls), 0)::integer as calls from pg_stat_user_functions where funcname = 'keys_of_receiver'`,
    );
    return rows[0]!.calls;
  };
  const forged = () =>
    `${returnToken(randomBytes(32), 'r', list.registerId, randomUUID(), new Date())}@${RETURN_DOMAIN}`;
  const before = await asked();
  expect(before).toBeGreaterThan(0);
  const began = performance.now();
  const codes = new Set<string>();
  const one = async () => {
    const talk = await SmtpTalk.greeted(receiver.port);
    await talk.says('MAIL FROM:<>');
    for (let count = 0; count < 19; count += 1) codes.add(await talk.says(`RCPT TO:<${forged()}>`));
    await talk.quits();
  };
  for (const _ of [1, 2, 3, 4]) await Promise.all(Array.from({ length: 20 }, one));
  const seconds = (performance.now() - began) / 1000;
  expect([...codes]).toEqual(['550 5.1.1 There is no such mailbox here']);
  expect((await asked()) - before).toBeLessThanOrEqual(2 * (seconds + 2.5) + 1);
});
