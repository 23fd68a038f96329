import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import {
  readMailbox,
  readReceiverSettings,
  readTlsFiles,
} from '../../src/platform/config/receiver-settings.js';

const folder = mkdtempSync(join(tmpdir(), 'jatakk-settings-'));
const file = join(folder, 'file');
writeFileSync(file, 'sesam\n');
afterAll(() => rmSync(folder, { recursive: true }));

const settings = (env: Record<string, string> = {}) =>
  readReceiverSettings({ PUBLIC_URL: 'https://lists.example.org', ...env });
const mailbox = (IMAP_URL: string) => readMailbox(settings({ IMAP_URL, IMAP_PASSWORD_FILE: file }));

test('everything has a default, and nothing comes by IMAP or TLS unless it is said', () => {
  expect(settings()).toMatchObject({
    RECEIVER_PORT: 2525,
    RECEIVER_HOST: '127.0.0.1',
    RECEIVER_SIZE_MB: 10,
    RECEIVER_IDLE_SECONDS: 300,
    RECEIVER_WAITING_MB: 1000,
  });
  expect([readMailbox(settings()), readTlsFiles(settings())]).toEqual([undefined, undefined]);
  // As compose hands on what is not set.
  expect(readMailbox(settings({ IMAP_URL: '', RECEIVER_NAME: '' }))).toBeUndefined();
});

test.each([
  [
    'imaps://kari%40example.org@mail.example.org',
    { port: 993, secure: true, onThisMachine: false, folder: 'INBOX', user: 'kari@example.org' },
  ],
  [
    'imap://kari@mail.example.org:1143/Inn/post',
    { port: 1143, secure: false, onThisMachine: false, folder: 'Inn/post' },
  ],
  ['imap://kari@127.0.0.1', { host: '127.0.0.1', port: 143, secure: false, onThisMachine: true }],
  ['imap://kari@[::1]:1143', { host: '::1', port: 1143, onThisMachine: true }],
])('%s names a mailbox', (url, expected) => {
  expect(mailbox(url)).toMatchObject({ ...expected, password: 'sesam' });
});

test.each([
  'imaps://mail.example.org',
  'imaps://kari:sesam@mail.example.org',
  'pop3://kari@mail.example.org',
  'mail.example.org',
])('%s is no mailbox that is taken, and no password is repeated', (url) => {
  expect(() => mailbox(url)).toThrow(/^(?!.*sesam).*IMAP_URL/);
});

test('what goes together is asked for together', () => {
  expect(() => readMailbox(settings({ IMAP_URL: 'imaps://kari@mail.example.org' }))).toThrow(
    'IMAP_PASSWORD_FILE',
  );
  expect(() => readTlsFiles(settings({ RECEIVER_TLS_CERT_FILE: file }))).toThrow('RECEIVER_TLS_KEY_FILE');
  expect(readTlsFiles(settings({ RECEIVER_TLS_CERT_FILE: file, RECEIVER_TLS_KEY_FILE: file }))).toEqual({
    cert: 'sesam\n',
    key: 'sesam\n',
  });
});
