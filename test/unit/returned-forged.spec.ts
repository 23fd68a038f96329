import { expect, test } from '@jest/globals';
import { classifyReturned } from '../../src/inbound/classify-returned.js';
import { mail, multipart, notice, report } from '../support/returned-mail.js';

const GONE = '550 5.1.1 user unknown (in reply to RCPT TO command)';
const HARD = report({ status: '5.1.1', diagnostic: GONE });

test('a report within a message that somebody passes on is not believed', () => {
  const passedOn = multipart('mixed', [
    ['text/plain', 'Look what I got'],
    ['message/rfc822', HARD.toString('latin1').replaceAll('=_b', '=_inner')],
  ]);
  expect(classifyReturned(passedOn)).toMatchObject({ class: 'none', wording: 'no-notice' });
});

test('words of our own message, which comes back, are not the server’s', () => {
  const returned = `Sorry.\r\n\r\n------ This is a copy of the message ------\r\n\r\n${GONE}`;
  expect(classifyReturned(notice(returned)).class).toBe('soft');
  expect(classifyReturned(notice(`Sorry.\r\n\r\nReceived: from x by y\r\nSubject: ${GONE}`)).class).toBe(
    'soft',
  );
});

test.each([
  ['a person', { From: 'Kari <kari@reader.example>' }],
  ['a person with a daemon in the subject', { From: 'kari@reader.example', Subject: 'mailer-daemon' }],
])('%s who quotes a notice is no server', (_, fields) => {
  expect(classifyReturned(notice(GONE, fields))).toMatchObject({ class: 'none', wording: 'no-notice' });
});

test('a form that nobody has described is not believed', () => {
  const unknown = mail({ From: 'MAILER-DAEMON@mx.example' }, `It did not like our RCPT TO: ${GONE}`);
  expect(classifyReturned(unknown)).toMatchObject({ class: 'none', wording: 'no-notice' });
});

test.each([
  'https://mx.example/spam-policy#mailbox-full',
  '<mailbox.full@reader.example>',
  'spam.blocklist.example',
])('%s is a name, and says nothing', (name) => {
  expect(classifyReturned(report({ status: '5.1.1', diagnostic: `550 5.1.1 ${name} no` })).class).toBe(
    'hard',
  );
});

test.each([
  ['an address', '550 <5.1.1@reader.example> no'],
  ['a version', '550 Exim 5.1.1.2 says no'],
  ['an address of a network', '550 [5.1.1.9] says no'],
])('%s is no status', (_, words) => {
  expect(classifyReturned(report({ status: '5.0.0', diagnostic: words })).status).toBe('5.0.0');
});

test('of a field given twice the first holds', () => {
  const twice = report({ status: '4.2.2\r\nStatus: 5.1.1' });
  expect(classifyReturned(twice)).toMatchObject({ class: 'soft', status: '4.2.2' });
  const types = mail(
    {
      From: '<mailer-daemon@mx.example>',
      'Content-Type': 'text/plain\r\nContent-Type: multipart/report; boundary="=_b"',
    },
    `--=_b\r\nContent-Type: message/delivery-status\r\n\r\nStatus: 5.1.1\r\n--=_b--\r\n`,
  );
  expect(classifyReturned(types).class).toBe('none');
});

test('a boundary that begins another does not end its part', () => {
  const body = [
    '--b',
    'Content-Type: multipart/mixed; boundary="b2"',
    '',
    '--b2',
    'Content-Type: message/delivery-status',
    '',
    'Action: failed',
    'Status: 5.2.2',
    '--b2--',
    '--b--',
    '--b',
    'Content-Type: message/delivery-status',
    '',
    'Status: 5.1.1',
  ].join('\r\n');
  const forged = mail({ From: '<>', 'Content-Type': 'multipart/report; boundary=b' }, body);
  expect(classifyReturned(forged)).toMatchObject({ class: 'soft', wording: 'mailbox-full' });
});

test.each(['base64', 'quoted-printable', 'BASE64 ', 'x-unknown', ''])(
  'a report in %j is read',
  (encoding) => {
    const plain = 'Reporting-MTA: dns; mx.example\r\n\r\nAction: failed\r\nStatus: 5.1.1\r\n';
    const encoded = encoding.toLowerCase().startsWith('base64')
      ? Buffer.from(plain).toString('base64')
      : plain;
    const message = multipart('report', [
      [`message/global-delivery-status\r\nContent-Transfer-Encoding: ${encoding}`, encoded],
    ]);
    expect(classifyReturned(message)).toMatchObject({ class: 'hard', status: '5.1.1' });
  },
);

test.each([
  'utf-7',
  'utf-16',
  'x-user-defined',
  'nonsense',
  '"',
  'iso-2022-jp',
  'ibm037',
  'utf-8; charset=utf-16',
])('a notice that calls itself %s ends in a verdict', (charset) => {
  const message = notice(GONE, { 'Content-Type': `text/plain; charset=${charset}` });
  expect(['hard', 'none']).toContain(classifyReturned(message).class);
});
