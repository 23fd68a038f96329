import { expect, test } from '@jest/globals';
import { classifyReturned } from '../../src/inbound/classify-returned.js';
import { plainSaid, replyIn, statusIn, stepIn } from '../../src/inbound/said.js';
import { mail, multipart, notice, report } from '../support/returned-mail.js';

const DAEMON = { From: 'mailer-daemon@mx.example' };
const HTML =
  '<html><body><p>This is the mail system at host mx.example.</p>' +
  '<div>&lt;kari@reader.example&gt;:<br/>550&nbsp;5.1.1 no</div></body></html>';

test('a notice in HTML alone is read', () => {
  const message = mail({ ...DAEMON, 'Content-Type': 'text/html; charset=utf-8' }, HTML);
  expect(classifyReturned(message)).toMatchObject({ class: 'hard', status: '5.1.1' });
});

test('plain text goes before HTML', () => {
  const message = multipart('alternative', [
    ['text/html', HTML],
    ['text/plain', 'This is the mail system at host mx.example.\r\n\r\n552 5.2.2 full'],
  ]);
  expect(classifyReturned(message)).toMatchObject({ class: 'soft', status: '5.2.2' });
});

test.each([
  ['quoted-printable', 'This is the mail system at host mx.exam=\r\nple.\r\n\r\n550 5=2E1=2E1 no'],
  ['base64', Buffer.from('This is the mail system at host mx.example.\n\n550 5.1.1 no').toString('base64')],
])('a notice in %s is read', (encoding, body) => {
  const message = mail({ ...DAEMON, 'Content-Transfer-Encoding': encoding }, body);
  expect(classifyReturned(message)).toMatchObject({ class: 'hard', status: '5.1.1' });
});

test('old servers write Japanese into a report without saying so', () => {
  const missing = '\u001B$B%G%#%l%/%H%j$K$O8+$D$+$j$^$;$s!#\u001B(B';
  expect(classifyReturned(report({ status: '5.0.0', diagnostic: missing }))).toMatchObject({
    class: 'hard',
    wording: 'no-such-mailbox',
  });
});

test('a multipart whose delimiter never comes is text', () => {
  const body = 'This is the mail system at host mx.example.\r\n\r\nAction: failed\r\nStatus: 5.1.1\r\n';
  const message = mail({ ...DAEMON, 'Content-Type': 'multipart/report; boundary=never' }, body);
  expect(classifyReturned(message)).toMatchObject({ class: 'hard', status: '5.1.1' });
});

test('a diagnostic that is only a number leaves the words to the text beside it', () => {
  const message = report({ status: '5.0.0', diagnostic: '550' }, 'The mailbox is full.');
  expect(classifyReturned(message)).toMatchObject({ class: 'soft', wording: 'mailbox-full' });
});

test('what the refusing server says goes before what the reporting one makes of it', () => {
  const message = report({ status: '5.1.1', diagnostic: '550 5.7.1 on a blacklist' });
  expect(classifyReturned(message)).toMatchObject({ class: 'ours', status: '5.7.1' });
});

test('said in answer to RCPT it is about a person, said after the data it is not', () => {
  expect(classifyReturned(notice('550 user unknown (in reply to RCPT TO command)')).class).toBe('hard');
  expect(classifyReturned(notice('550 user unknown (in reply to end of DATA command)')).class).toBe('soft');
  expect(classifyReturned(notice('550 user unknown')).class).toBe('soft');
  const both = '>>> RCPT TO:<kari@reader.example>\r\n>>> DATA\r\n<<< 550 user unknown';
  expect(stepIn(both)).toBeUndefined();
  expect(classifyReturned(notice(both)).class).toBe('soft');
});

test.each([
  ['550 5.1.1 no', '5.1.1', '550'],
  ['550-5.1.1 no', '5.1.1', '550'],
  ['no mailbox here (#5.1.1)', '5.1.1', undefined],
  ['Status: 4.4.7', '4.4.7', undefined],
  ['relay 192.0.2.4 said 421', undefined, '421'],
  ['at port 587 in 450ms', undefined, undefined],
  ['version 5.1.1.2', undefined, undefined],
])('codes in %j', (text, status, reply) => {
  expect([statusIn(text), replyIn(text)]).toEqual([status, reply]);
});

test('names are taken out, numbers stay', () => {
  expect(
    plainSaid('<Kari.Spam@Reader.example> via spam.mx.example [192.0.2.1] https://x.example/spam 5.1.1'),
  ).toBe('< > via [192.0.2.1] 5.1.1');
});
