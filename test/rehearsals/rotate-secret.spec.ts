import { readFileSync, rmSync, writeFileSync, statSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import {
  confirm,
  confirmationOf,
  leaveWithOneClick,
  makeList,
  makeRegister,
  send,
  sentNumbers,
  setUp,
  signUp,
  writeCampaign,
} from '../../src/cli/demo/steps.js';
import { Browser } from '../../src/cli/demo/browser.js';
import { Sink } from '../../src/cli/demo/sink.js';
import { runCli, StartedHouse } from '../support/started-house.js';
import { until } from '../support/until.js';

const sink = new Sink();
let house: StartedHouse;
let env: Record<string, string>;
let staff: Browser;
let register: string;
let list: string;
let first: string;
let sheet: string;

const secretFile = () => join(house.folder, 'secrets/keeper.secret');
const held = () => readFileSync(secretFile(), 'utf8').trim().split('\n');

beforeAll(async () => {
  env = {
    JATAKK_TRIAL_RELAY: `smtp://127.0.0.1:${await sink.listen()}`,
    UNDO_SECONDS: '0',
    FORM_MINIMUM_SECONDS: '0',
    SIGN_UPS_PER_CLIENT: '100000',
    POLL_SECONDS: '1',
    RELAY_CONNECTIONS: '2',
  };
  house = await StartedHouse.start(env);
  staff = new Browser(house.url);
  await setUp(staff, new URL(house.setupUrl).pathname);
  register = await makeRegister(staff, 'Nyhetsbrev', 'nyhetsbrev');
  list = await makeList(staff, register, 'Hovedlisten', 'hovedlisten');
  await signUp(new Browser(house.url), 'hovedlisten', 'first@example.org');
  first = held()[0]!;
}, 240_000);
afterAll(async () => {
  await house?.stop();
  await sink.close();
}, 240_000);

/** Signs one person after the other up and confirms, until told to stop. Returns who, and what went wrong. */
function load() {
  const visitor = new Browser(house.url);
  const people: string[] = [];
  const failed: unknown[] = [];
  const end = { over: false };
  const running = (async () => {
    for (let number = 0; !end.over; number += 1) {
      const address = `person-${number}@example.org`;
      try {
        await visitor.submit('/lists/hovedlisten', '/lists/hovedlisten', { address, list: 'hovedlisten' });
        people.push(address);
      } catch (error) {
        failed.push(error);
      }
      // A mail domain may be written to 600 times in ten minutes.
      await setTimeout(80);
    }
  })();
  return {
    async stop() {
      end.over = true;
      await running;
      return { people, failed };
    },
  };
}

/** Sixty people on the list, of a mail domain that the load does not write to. */
async function earlyReaders(): Promise<string[]> {
  const visitor = new Browser(house.url);
  const readers = Array.from({ length: 60 }, (_, number) => `reader-${number}@example.com`);
  for (const address of readers) await signUp(visitor, 'hovedlisten', address);
  for (const address of readers) await confirm(visitor, await confirmationOf(sink, address, 'Hovedlisten'));
  return readers;
}

const received = (subject: string) => sink.received.filter((mail) => mail.subject === subject);

/** A relay that takes its time, and leaves the last ten of a campaign waiting until it is told to go on. */
function slowly(subject: string, people: number) {
  const end = { over: false };
  sink.hold();
  const running = (async () => {
    while (!end.over) {
      await setTimeout(700);
      if (end.over || received(subject).length >= people - 10) continue;
      // Whoever waits now goes through; the next wait again.
      sink.release();
      sink.hold();
    }
    sink.release();
  })();
  return {
    async goesOn() {
      end.over = true;
      await running;
    },
  };
}

test('the keeper secret and every key of a register are changed under load, with a campaign on its way: nothing fails, everybody is written to once', async () => {
  const readers = await earlyReaders();
  const underWay = await writeCampaign(staff, register, list, 'Underveis');
  const relay = slowly('Underveis', readers.length);
  await send(staff, underWay);
  await until('the first are through', () => received('Underveis').length > 0);
  const running = load();
  await setTimeout(500);
  const secret = await house.run(['keys', 'rotate-secret']);
  expect(secret).toMatchObject({ code: 0 });
  const ring = await house.run(['keys', 'rotate', 'nyhetsbrev']);
  expect(ring).toMatchObject({ code: 0 });
  expect(await house.run(['keys', 'rotate', '--staff'])).toMatchObject({ code: 0 });
  const { people, failed } = await running.stop();
  expect(failed).toEqual([]);
  expect(people.length).toBeGreaterThan(10);
  expect(received('Underveis').length).toBeLessThan(readers.length);
  await relay.goesOn();
  expect(await sentNumbers(staff, underWay)).toEqual({ accepted: 60, skipped: 0, total: 60 });
  expect(
    received('Underveis')
      .map(({ to }) => to)
      .sort(),
  ).toEqual(readers.toSorted());
  const visitor = new Browser(house.url);
  for (const address of people) await confirm(visitor, await confirmationOf(sink, address, 'Hovedlisten'));
  const campaign = await writeCampaign(staff, register, list, 'Etter byttet');
  await send(staff, campaign);
  expect(await sentNumbers(staff, campaign)).toMatchObject({
    accepted: people.length + readers.length,
    skipped: 0,
  });
  for (const { unsubscribeUrl } of received('Underveis')) await leaveWithOneClick(unsubscribeUrl!);
  const last = await writeCampaign(staff, register, list, 'Uten de første');
  await send(staff, last);
  expect(await sentNumbers(staff, last)).toMatchObject({ accepted: people.length });
  expect(secret.said + ring.said).not.toContain(first);
}, 240_000);

test('the old secret is gone from the file, which is still closed to others', () => {
  expect(held()).toHaveLength(1);
  expect(held()[0]).not.toBe(first);
  expect(statSync(secretFile()).mode & 0o077).toBe(0);
});

test('the sheet is printed, and says what it is for', async () => {
  const { code, said } = await house.run(['keys', 'recovery-sheet']);
  expect(code).toBe(0);
  expect(said).not.toContain(held()[0]);
  expect(said).toContain('jatakk keys from-sheet');
  sheet = said;
});

test('show tells versions and the secret’s name, and nothing secret', async () => {
  const { said } = await house.run(['keys']);
  expect(said).toMatch(/^nyhetsbrev$/m);
  expect(said).toMatch(/^ {2}rest +version 2, rotated on \d{4}-\d\d-\d\d, 1 more in the vault$/m);
  expect(said).toMatch(/^ {2}ledger +version 1$/m);
  expect(said).toMatch(/^\d+ keys are wrapped under the keeper secret [0-9a-f]{16}$/m);
  expect(said).not.toContain(held()[0]);
});

test('the ledger’s key, a register that is not there and a purpose that is none are refused', async () => {
  for (const args of [
    ['nyhetsbrev', '--purpose', 'ledger'],
    ['nowhere'],
    ['nyhetsbrev', '--purpose', 'all'],
    [],
  ]) {
    expect(await house.run(['keys', 'rotate', ...args])).toMatchObject({ code: 1 });
  }
});

test('with the old secret in its place the start refuses; without any it says how to bring it back; from the sheet it is back', async () => {
  await house.stop({ keepFolder: true });
  const now = held()[0]!;
  writeFileSync(secretFile(), `${first}\n`);
  await expect(StartedHouse.start(env, house.folder)).rejects.toThrow(
    'does not open the keys in this database',
  );
  rmSync(secretFile());
  await expect(StartedHouse.start(env, house.folder)).rejects.toThrow(
    /keeper's secret is missing[\s\S]*from-sheet/,
  );
  expect(existsSync(secretFile())).toBe(false);

  const typed = join(house.folder, 'typed.txt');
  writeFileSync(typed, sheet.toLowerCase().replaceAll('0', 'o'));
  const own = {
    PATH: process.env.PATH,
    JATAKK_DATA: join(house.folder, 'data'),
    JATAKK_SECRETS: join(house.folder, 'secrets'),
  };
  expect(await runCli(own, ['keys', 'from-sheet', typed])).toMatchObject({ code: 0 });
  expect(held()).toEqual([now]);

  writeFileSync(secretFile(), `${first}\n`);
  const refused = await runCli(own, ['keys', 'from-sheet', typed]);
  expect(refused).toMatchObject({ code: 1 });
  expect(refused.said).toContain('holds another secret already');
  writeFileSync(secretFile(), `${now}\n`);
  house = await StartedHouse.start(env, house.folder);
}, 240_000);

test('ended between its steps, the change goes on when it is called again', async () => {
  // Only the file was written.
  expect(await runCli({ PATH: process.env.PATH }, ['keys', 'new-secret', secretFile()])).toMatchObject({
    code: 0,
  });
  expect(held()).toHaveLength(2);
  const wanted = held()[1];
  await house.stop({ keepFolder: true });
  house = await StartedHouse.start(env, house.folder);
  expect((await house.run(['keys', 'recovery-sheet'])).said).toContain('being changed');
  expect(await house.run(['keys', 'rotate-secret'])).toMatchObject({ code: 0 });
  expect(held()).toEqual([wanted]);
}, 240_000);
