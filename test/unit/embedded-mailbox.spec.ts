import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTransport } from 'nodemailer';
import { openLocalMailbox, type LocalMailbox } from '../../src/platform/embedded/local-mailbox.js';
import { readMailbox, readMessage } from '../../src/platform/embedded/mailbox-reader.js';
import { messageSubject } from '../../src/platform/embedded/message-subject.js';

describe('the mailbox of an installation on trial', () => {
  let folder: string;
  let mailbox: LocalMailbox;
  beforeEach(async () => {
    folder = join(mkdtempSync(join(tmpdir(), 'jatakk-test-')), 'mailbox');
    mailbox = await openLocalMailbox(folder, undefined);
  });
  afterEach(async () => {
    await mailbox.close();
    rmSync(join(folder, '..'), { recursive: true });
  });

  const send = async (subject: string, more: object = {}) => {
    const transport = createTransport({ host: '127.0.0.1', port: mailbox.port });
    await transport.sendMail({
      from: 'us@example.org',
      to: 'kari@example.com',
      subject,
      text: 'Hei',
      ...more,
    });
    transport.close();
  };

  it('keeps each message as it came and opens it again', async () => {
    await send('Bekreft påmeldingen din, er du snill, før det har gått syv hele døgn', {
      to: 'blåbær@example.com',
      html: '<p>Hei</p>',
      list: { unsubscribe: 'https://ja.example/u/abc' },
      headers: { 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' },
    });
    const [entry] = readMailbox(folder);
    expect(entry).toMatchObject({
      from: 'us@example.org',
      to: ['blåbær@example.com'],
      subject: 'Bekreft påmeldingen din, er du snill, før det har gått syv hele døgn',
    });
    const message = await readMessage(folder, entry!.id);
    expect(message).toMatchObject({
      text: expect.stringMatching(/^Hei\s*$/),
      html: '<p>Hei</p>',
      oneClickUrl: 'https://ja.example/u/abc',
    });
    expect(message!.headers).toContainEqual({
      name: 'List-Unsubscribe',
      value: '<https://ja.example/u/abc>',
    });
  });

  it('says so where a message has no such part', async () => {
    await send('Plain');
    const message = await readMessage(folder, readMailbox(folder)[0]!.id);
    expect(message).toMatchObject({ text: 'Hei\n', html: null, oneClickUrl: null });
  });

  it('shows the newest first, and keeps 500', async () => {
    for (let count = 0; count < 502; count++) {
      const id = `20200101T000000${String(count).padStart(3, '0')}Z-0000000000000000`;
      writeFileSync(join(folder, `${id}.json`), '{}');
      writeFileSync(join(folder, `${id}.eml`), '');
    }
    for (const subject of ['First', 'Second', 'Third']) await send(subject);
    const entries = readMailbox(folder);
    expect(entries).toHaveLength(500);
    expect(entries.slice(0, 3).map(({ subject }) => subject)).toEqual(['Third', 'Second', 'First']);
    expect(readdirSync(folder)).toHaveLength(1000);
  });

  it('is readable to its owner alone', async () => {
    await send('Private');
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    for (const name of readdirSync(folder)) expect(statSync(join(folder, name)).mode & 0o777).toBe(0o600);
  });

  it('refuses what is too large, and keeps nothing of it', async () => {
    await expect(send('Large', { text: 'x\n'.repeat(6 * 1024 * 1024) })).rejects.toThrow('552');
    expect(readdirSync(folder)).toEqual([]);
  });

  it.each([
    '../lock',
    '..%2Flock',
    '20200101T000000000Z-0000000000000000/../x',
    '',
    '20200101T000000000Z-zz',
  ])('has no message %j', async (id) => {
    writeFileSync(join(folder, '../lock.json'), '{}');
    writeFileSync(join(folder, '../lock.eml'), 'secret');
    expect(await readMessage(folder, id)).toBeUndefined();
  });

  it('is empty before it was ever opened', () => {
    expect(readMailbox(join(folder, 'nowhere'))).toEqual([]);
  });
});

describe('a subject', () => {
  it.each([
    ['Subject: plain', 'plain'],
    ['From: a\r\nsubject: =?utf-8?Q?bl=C3=A5_b=C3=A6r?=', 'blå bær'],
    ['Subject: =?UTF-8?B?w6Y=?=\r\n =?UTF-8?B?w7g=?= og =?iso-8859-1?q?=E5?=', 'æø og å'],
    ['Subject: =?nonsense?q?x?=', '=?nonsense?q?x?='],
    ['From: a\r\n\r\nSubject: of the body', ''],
  ])('of %j is %j', (header, subject) => {
    expect(messageSubject(header)).toBe(subject);
  });
});
