import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { selfSigned } from '../support/certificate.js';
import { TestHouse } from '../support/house.js';
import { TestImap } from '../support/imap-server.js';
import { TestReceiver } from '../support/receiver.js';
import { mail } from '../support/returned-mail.js';
import { SmtpTalk } from '../support/smtp-talk.js';
import { until } from '../support/until.js';

const LIST = 'program@fjellhallen.example';
/** Of each receiver after the other: what the keeper has sealed for the first serves them all. */
const SECRET = randomBytes(32);
const PASSWORD = 'kanarisesam';
const OURS = selfSigned('127.0.0.1');

let house: TestHouse;
let imap: TestImap;
let receiver: TestReceiver | undefined;
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'jatakk-tls-'));
  for (const name of ['cert', 'key'] as const) writeFileSync(join(folder, name), OURS[name]);
  writeFileSync(join(folder, 'password'), PASSWORD);
  house = await TestHouse.open();
  await house.setUp();
  await house.makeList(await house.makeRegister('nyhetsbrev'), 'hostprogrammet');
  imap = await new TestImap('jatakk', PASSWORD, OURS).listen();
});
beforeEach(async () => {
  await receiver?.stop();
  receiver = undefined;
  imap.inbox.length = 0;
  imap.heard.length = 0;
  imap.turnedAway = 0;
});
afterAll(async () => {
  await receiver?.stop();
  await imap.close();
  await house.close();
  rmSync(folder, { recursive: true });
});

const letter = (Subject: string) =>
  mail({ From: 'kari@vigga-kanari.example', To: LIST, Subject }, 'Når begynner det?');
/** A person's conversation with that subject lies with the keeper, or what came still waits. */
const conversations = async () =>
  (await house.database.owner.query('select 1 from jatakk.conversation')).rowCount!;
const mailbox = (port: number, host = '127.0.0.1') => ({
  IMAP_URL: `imaps://jatakk@${host}:${port}`,
  IMAP_PASSWORD_FILE: join(folder, 'password'),
  IMAP_POLL_SECONDS: '0.5',
});
const trusting = { NODE_EXTRA_CA_CERTS: '' };

test('with a certificate STARTTLS is offered, and a message comes in by it', async () => {
  receiver = await TestReceiver.start(
    house,
    { RECEIVER_TLS_CERT_FILE: join(folder, 'cert'), RECEIVER_TLS_KEY_FILE: join(folder, 'key') },
    SECRET,
  );
  const before = await conversations();
  const talk = await SmtpTalk.to(receiver.port);
  await talk.hears();
  expect(await talk.says('EHLO mx.reader.example')).toMatch(/250[- ]STARTTLS/);
  // What is sent before TLS together with it is not taken for something said by TLS (RFC 3207 §5).
  talk.writes('STARTTLS\r\nMAIL FROM:<innsmuglet@vigga-kanari.example>\r\n');
  expect(await talk.hears()).toMatch(/^220 /);
  const secure = await talk.secures(OURS.cert);
  expect(secure.authorized).toBe(true);
  expect(secure.getProtocol()).toMatch(/^TLSv1\.[23]$/);
  expect(await talk.says('EHLO mx.reader.example')).not.toMatch(/STARTTLS/);
  expect(await talk.says(`RCPT TO:<${LIST}>`)).toMatch(/^503 /);
  expect(await talk.begins('kari@vigga-kanari.example', LIST)).toMatch(/^354/);
  expect(await talk.sends(letter('Med TLS'))).toMatch(/^250 /);
  await talk.quits();
  await until('it is opened', async () => (await conversations()) === before + 1);
});

test('a mailbox by IMAPS whose certificate is known is emptied', async () => {
  trusting.NODE_EXTRA_CA_CERTS = join(folder, 'cert');
  imap.put(letter('Fra postkassen'));
  receiver = await TestReceiver.start(house, { ...mailbox(imap.port), ...trusting }, SECRET);
  await until('the mailbox is empty', () => imap.inbox.length === 0);
  expect(imap.heard.some((command) => /^LOGIN/i.test(command))).toBe(true);
});

test.each([
  ['that nobody vouches for', '127.0.0.1', {}],
  ['that is another host’s', 'localhost', { NODE_EXTRA_CA_CERTS: 'cert' }],
])('a certificate %s is refused, and nothing is said to that server', async (_which, host, env) => {
  imap.put(letter('Blir liggende'));
  const known = Object.fromEntries(Object.entries(env).map(([name, file]) => [name, join(folder, file)]));
  receiver = await TestReceiver.start(house, { ...mailbox(imap.port, host), ...known }, SECRET);
  await until('it says so', () => /the mailbox cannot be read now/.test(receiver!.process.said()));
  // Again a second later.
  await until(
    'it has tried twice',
    () => (receiver!.process.said().match(/the mailbox cannot be read now/g) ?? []).length >= 2,
  );
  expect(imap.heard).toEqual([]);
  expect(imap.inbox.map(({ flags }) => flags.size)).toEqual([0]);
  expect(receiver.process.said()).not.toContain(PASSWORD);
  // Mail by SMTP goes on coming.
  expect(receiver.process.child.exitCode).toBeNull();
});
