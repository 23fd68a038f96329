import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { type ListIds, TestHouse } from '../support/house.js';
import { TestImap } from '../support/imap-server.js';
import { TestReceiver } from '../support/receiver.js';
import { mail, report } from '../support/returned-mail.js';
import { until } from '../support/until.js';

const LIST = 'program@fjellhallen.example';
/** Of each receiver after the other: what the keeper has sealed for the first serves them all. */
const SECRET = randomBytes(32);
const PASSWORD = 'kanari "sang" og {3}';

let house: TestHouse;
let imap: TestImap;
let receiver: TestReceiver;
let list: ListIds;
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'jatakk-imap-'));
  writeFileSync(join(folder, 'password'), `${PASSWORD}\n`);
  house = await TestHouse.open();
  await house.setUp();
  list = await house.makeList(await house.makeRegister('nyhetsbrev'), 'hostprogrammet');
  imap = await new TestImap('jatakk', PASSWORD).listen();
  receiver = await TestReceiver.start(house, env(), SECRET);
  await house.stopKeeper();
});
beforeEach(async () => {
  await receiver.forget();
  imap.inbox.length = 0;
  imap.refuse = () => false;
});
afterAll(async () => {
  await receiver.stop();
  await imap.close();
  await house.close();
  rmSync(folder, { recursive: true });
});

const env = (more: Record<string, string> = {}) => ({
  IMAP_URL: `imap://jatakk@127.0.0.1:${imap.port}`,
  IMAP_PASSWORD_FILE: join(folder, 'password'),
  IMAP_POLL_SECONDS: '0.5',
  RECEIVER_SIZE_MB: '0.05',
  ...more,
});
const letter = (fields: Record<string, string>, text = 'Hei!') =>
  mail({ From: 'kari@vigga-kanari.example', Subject: 'Spørsmål', ...fields }, text);
const subjects = async () => (await receiver.arrivals('mail')).map(({ content }) => content.subject).sort();
const isEmpty = () => until('the mailbox is empty', () => imap.inbox.length === 0);

test('what is for one of us is stored, and leaves the mailbox then', async () => {
  const deliveryId = randomUUID();
  const path = await receiver.address('r', list.registerId, deliveryId);
  const bounce = report({ status: '5.1.1' }).toString();
  imap.put(letter({ To: LIST }));
  imap.put(`Return-Path: <>\r\nDelivered-To: ${path}\r\n${bounce}`);
  await isEmpty();
  expect(await subjects()).toEqual(['Spørsmål']);
  expect((await receiver.arrivals('returned')).map(({ content }) => content)).toMatchObject([
    { deliveryId, class: 'hard' },
  ]);
  expect(imap.heard.join('\n')).not.toMatch(/\bBODY\[/);
});

test('to whom it was delivered goes before whom its author names', async () => {
  const subscriptionId = randomUUID();
  const out = await receiver.address('u', list.registerId, subscriptionId);
  imap.put(`X-Original-To: ${out}\r\n${letter({ To: LIST }).toString()}`);
  await isEmpty();
  expect(await receiver.arrivals('mail')).toEqual([]);
  expect(await receiver.arrivals('leave')).toHaveLength(1);
});

test('what is for nobody here, or too large, stays where it is, is marked as seen, and is counted in the log', async () => {
  imap.put(letter({ To: 'ola@nordmann.example' }));
  imap.put(letter({ To: LIST }, 'x'.repeat(60_000)));
  await until('both are seen', () => imap.inbox.every(({ flags }) => flags.has('\\Seen')));
  imap.put(letter({ To: LIST, Subject: 'neste' }));
  await until('the next is taken', async () => (await subjects()).includes('neste'));
  await until('it leaves the mailbox', () => imap.inbox.length === 2);
  expect(await subjects()).toEqual(['neste']);
  await until('the log says so', () =>
    /1 messages in the mailbox are for nobody here/.test(receiver.process.said()),
  );
  expect(receiver.process.said()).toMatch(/1 messages in the mailbox are too large/);
});

test('one message that cannot be stored keeps none of the others waiting, and comes when it can', async () => {
  const { owner } = house.database;
  await owner.query(
    'alter function jatakk.arrive(uuid, uuid, integer, text, bytea, bytea[], bytea) rename to arrive_away',
  );
  const parts =
    '--b\r\nContent-Type: text/plain\r\n\r\nhei\r\n--b\r\nContent-Type: application/x; name=a\r\n\r\nx\r\n--b--\r\n';
  imap.put(
    letter({ To: LIST, Subject: 'med vedlegg', 'Content-Type': 'multipart/mixed; boundary=b' }, parts),
  );
  imap.put(letter({ To: LIST, Subject: 'uten' }));
  await until('the other is stored', async () => (await subjects()).includes('uten'));
  await until('it leaves the mailbox', () => imap.inbox.length === 1);
  expect(imap.inbox[0]!.flags.has('\\Seen')).toBe(false);
  await owner.query(
    'alter function jatakk.arrive_away(uuid, uuid, integer, text, bytea, bytea[], bytea) rename to arrive',
  );
  await isEmpty();
  expect(await subjects()).toEqual(['med vedlegg', 'uten']);
});

test('stored, and not put away before the connection broke: taken once', async () => {
  imap.refuse = (command) => /^UID (?:STORE|EXPUNGE|MOVE)/i.test(command);
  imap.put(letter({ To: LIST }));
  await until('it is stored', async () => (await subjects()).length === 1);
  imap.dropAll();
  imap.refuse = () => false;
  await isEmpty();
  expect(await subjects()).toEqual(['Spørsmål']);
});

test('a message that comes while it waits is fetched without waiting for the next look', async () => {
  await receiver.stop();
  receiver = await TestReceiver.start(house, env({ IMAP_POLL_SECONDS: '600' }), SECRET);
  imap.heard.length = 0;
  await until('it waits', () => imap.heard.some((command) => /^IDLE/i.test(command)), 40_000);
  imap.put(letter({ To: LIST }));
  await isEmpty();
});

test('where a folder is named for it, it is kept there', async () => {
  await receiver.stop();
  receiver = await TestReceiver.start(house, env({ IMAP_KEEP_FOLDER: 'Kept' }), SECRET);
  imap.refuse = (command) => /^UID MOVE/i.test(command);
  imap.put(letter({ To: LIST }));
  await until('it says so', () => /could not be put away/.test(receiver.process.said()));
  imap.refuse = () => false;
  await isEmpty();
  expect(await subjects()).toEqual(['Spørsmål']);
  expect(imap.folders.get('Kept')).toHaveLength(1);
});

test('with a wrong password it goes on trying, says so, and takes mail by SMTP meanwhile', async () => {
  await receiver.stop();
  writeFileSync(join(folder, 'password'), 'en annen');
  receiver = await TestReceiver.start(house, env(), SECRET);
  await until('it says so', () => /the mailbox cannot be read now/.test(receiver.process.said()));
  expect(receiver.process.said()).not.toMatch(/kanari|en annen|jatakk@/i);
  expect(receiver.process.child.exitCode).toBeNull();
});
