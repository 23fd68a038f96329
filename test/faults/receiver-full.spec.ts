import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { DataSource } from 'typeorm';
import { readReceiverSettings } from '../../src/platform/config/receiver-settings.js';
import { Room } from '../../src/receiver/storing/room.service.js';
import { type ListIds, TestHouse } from '../support/house.js';
import { TestImap } from '../support/imap-server.js';
import { TestReceiver } from '../support/receiver.js';
import { mail, multipart } from '../support/returned-mail.js';
import { hands, SmtpTalk } from '../support/smtp-talk.js';
import { until } from '../support/until.js';

const LIST = 'program@fjellhallen.example';
const MOST_BYTES = 0.1 * 1024 * 1024;

let house: TestHouse;
let imap: TestImap;
let receiver: TestReceiver;
let list: ListIds;
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'jatakk-full-'));
  writeFileSync(join(folder, 'password'), 'sesam');
  house = await TestHouse.open();
  await house.setUp();
  list = await house.makeList(await house.makeRegister('nyhetsbrev'), 'hostprogrammet');
  imap = await new TestImap('jatakk', 'sesam').listen();
  receiver = await TestReceiver.start(house, {
    RECEIVER_WAITING_MB: '0.1',
    IMAP_URL: `imap://jatakk@127.0.0.1:${imap.port}`,
    IMAP_PASSWORD_FILE: join(folder, 'password'),
    IMAP_POLL_SECONDS: '0.2',
  });
});
afterAll(async () => {
  await receiver.stop();
  await imap.close();
  await house.close();
  rmSync(folder, { recursive: true });
});

const from = 'kari@vigga-kanari.example';
const letter = (Subject: string) => mail({ From: from, To: LIST, Subject }, 'Hei!');
const waiting = async () => {
  const { rows } = await house.database.owner.query<{ bytes: number }>(
    `select (select coalesce(sum(octet_length(sealed)), 0) from jatakk.arrival)::integer
          + (select coalesce(sum(octet_length(sealed)), 0) from jatakk.arrival_part)::integer as bytes`,
  );
  return rows[0]!.bytes;
};
const timesSaid = (words: RegExp) => (receiver.process.said().match(words) ?? []).length;
const FULL = /mail wait for a keeper to open them/g;

test('while no keeper is there so much is taken in, and the rest is told to wait: nothing is lost, and it is said once', async () => {
  await house.stopKeeper();
  let taken = 0;
  let reply = '';
  for (; taken < 200; taken += 1) {
    reply = await hands(receiver.port, { from, to: LIST }, letter(`Nummer ${taken}`));
    if (!reply.startsWith('250')) break;
  }
  expect(reply).toMatch(/^452 4\./);
  const full = await waiting();
  expect(full).toBeGreaterThanOrEqual(MOST_BYTES);
  expect(full).toBeLessThan(MOST_BYTES * 1.2);

  // It is said before the message, so that nobody sends one in vain, and to bounces as to letters.
  const talk = await SmtpTalk.greeted(receiver.port);
  expect(await talk.says('MAIL FROM:<>')).toMatch(/^452 4\./);
  await talk.quits();

  // What lies in the mailbox stays there, and nobody has looked at it.
  imap.put(letter('Fra postkassen'));
  imap.heard.length = 0;
  await until(
    'it has looked a few times',
    () => imap.heard.filter((command) => /^UID SEARCH/i.test(command)).length > 3,
  );
  expect(imap.heard.filter((command) => /BODY/i.test(command))).toEqual([]);
  expect(imap.inbox.map(({ flags }) => flags.size)).toEqual([0]);
  expect(await waiting()).toBe(full);
  expect(timesSaid(FULL)).toBe(1);

  await house.startKeeper();
  await until('it is taken again', async () =>
    (await hands(receiver.port, { from, to: LIST }, letter('Igjen'))).startsWith('250'),
  );
  await until('the mailbox is empty', () => imap.inbox.length === 0);
  await until('all of it is opened', async () => {
    const { rows } = await house.database.owner.query<{ count: number }>(
      'select coalesce(sum(messages), 0)::integer as count from jatakk.conversation',
    );
    return rows[0]!.count === taken + 2;
  });
  expect(timesSaid(/mail is taken again/g)).toBe(1);
}, 60_000);

test('one message for many does not go beyond it by as much', async () => {
  await house.stopKeeper();
  await until('nothing waits', async () => (await waiting()) === 0);
  // The count of the receiver is five seconds old at most.
  await until('it knows', async () =>
    (await hands(receiver.port, { from, to: LIST }, letter(randomUUID()))).startsWith('250'),
  );
  const paths = await Promise.all(
    Array.from({ length: 30 }, () => receiver.address('r', list.registerId, randomUUID())),
  );
  const big = multipart(
    'mixed',
    [
      ['text/plain', 'Hei'],
      ['application/octet-stream; name=a', 'x'.repeat(30_000)],
    ],
    { From: from, Subject: 'Til mange' },
  );
  expect(await hands(receiver.port, { from, to: paths }, big)).toMatch(/^4\d\d /);
  expect(await waiting()).toBeLessThan(MOST_BYTES + 60_000);
});

test('of those that come at one moment no more are let in than there is room for', async () => {
  const database = await new DataSource({
    type: 'postgres',
    url: house.database.urls.receiver,
    installExtensions: false,
  }).initialize();
  const room = new Room(database, readReceiverSettings({ PUBLIC_URL: house.url, RECEIVER_WAITING_MB: '10' }));
  const answers = await Promise.all(Array.from({ length: 50 }, () => room.take(1024 * 1024)));
  expect(answers.filter((yes) => yes).length).toBeLessThan(11);
  expect(answers[0]).toBe(true);
  await database.destroy();
});
