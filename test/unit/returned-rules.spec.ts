import { expect, test } from '@jest/globals';
import { classifyReturned, decide } from '../../src/inbound/classify-returned.js';
import { RULES } from '../../src/inbound/rules.js';
import { feedback, mail, multipart, notice, report } from '../support/returned-mail.js';

const REFUSED = { From: 'Kari <kari@reader.example>' };
const said = (diagnostic: string, status = '5.0.0') => report({ status, diagnostic });
const sesNotice = (type: string) =>
  mail({ From: 'no-reply@sns.example' }, `{"notificationType":"${type}","mail":{}}`);

/** For each rule a message that it decides. */
const DECIDED: Record<string, Buffer> = {
  'RFC 6430: taken out of the spam folder again': feedback('not-spam'),
  'RFC 6591: a server reports on signatures, no person on us': feedback('auth-failure'),
  'RFC 5965 §7.3: abuse, fraud, virus, other; opt-out of older ones': feedback('abuse'),
  'Hotmail: the message itself, without a report': multipart(
    'mixed',
    [['message/rfc822', 'Subject: Hello\r\n\r\nHello']],
    { From: '<staff@hotmail.com>', Subject: 'complaint about message from 192.0.2.1' },
  ),
  'Amazon SES, in JSON: a complaint': sesNotice('Complaint'),
  'Amazon SES, in JSON: arrived': sesNotice('Delivery'),
  'RFC 8098: opened or deleted, which is none of our business': multipart('report', [
    ['text/plain', 'Your message was displayed.'],
    ['message/disposition-notification', 'Disposition: manual-action/MDN-sent-manually; displayed\r\n'],
  ]),
  'RFC 3464 §2.3.3: no failure, though it may not have got to the end': report({ action: 'relayed' }),
  'RFC 3463 §3.1: success': report({ action: '', status: '2.1.5' }),

  'challenge-response: asks us to prove ourselves; never answered': mail(
    { ...REFUSED, Subject: 'Please verify your message', 'Auto-Submitted': 'auto-replied' },
    'I only take mail from people I know.',
  ),
  'challenge-response that says so in its text only': mail(
    { ...REFUSED, Subject: 'Re: news', 'Auto-Submitted': 'auto-replied' },
    'Follow this link to prove that you are no machine, and your mail is delivered.',
  ),
  'RFC 3834 §5': mail({ ...REFUSED, 'Auto-Submitted': 'auto-replied (vacation)' }, 'Back on Monday.'),
  'before RFC 3834': mail({ ...REFUSED, 'X-Autoreply': 'yes' }, 'Back on Monday.'),
  'those who only say it at the beginning of the subject': mail(
    { ...REFUSED, Subject: '=?utf-8?q?Automatisk_svar=3A_fjellet?=' },
    'Jeg er tilbake mandag.',
  ),
  'a person wrote, or something nobody has described to us': mail(REFUSED, 'User unknown? Who wrote this?'),

  'our quota, not that of the mailbox': said('550 you have used up your hourly quota exceeded'),
  'RFC 3463 §3.3, X.2.2: full': said('552 5.2.2 sorry', '5.2.2'),
  'full, in words, also beside a 5.1.1': said('552 mailbox full (#5.1.1)', '5.1.1'),
  'RFC 3463 §3.3, §3.4, X.2.3 and X.3.4: too large': said('552 5.3.4 sorry', '5.3.4'),
  'too large, in words': said('552 message exceeds fixed maximum'),
  'X.7.13 of the registry (RFC 5248), account disabled: the one 7 that is not about us':
    said('525 5.7.13 no'),
  'it is there, and may come back; also beside a 5.7.1': said('550 5.7.1 this account is temporarily locked'),

  'X.7.20 to 27 (RFC 7372, RFC 7505), and those of Google and Microsoft': said('550 5.7.26 unauthenticated'),
  'policy, of content': said('554 5.7.1 looks like spam'),
  'policy, of signatures': said('550 5.7.1 fails DMARC'),
  'RFC 3463 §3.8: security or policy, of whatever kind and whatever else is said':
    said('550 5.7.1 user unknown'),
  'too much at once; it passes': said('550 5.1.1 too many messages this hour', '5.1.1'),
  'content, without a code': said('554 this is unsolicited'),
  'a refusal for good that is none': said('550 please try later'),
  'who we are was not proved': said('550 SPF says no'),
  'lists of senders': said('554 you are on a blocklist'),
  'rules of theirs': said('554 refused for policy reasons'),
  'RFC 3463 §3.2, X.1.7 and X.1.8: the sender’s address': said('553 5.1.8 no', '5.1.8'),
  'the sender’s address, in words': said('550 unroutable sender'),
  'it failed, wherever it was said': report(
    { status: '5.0.0' },
    '554 Transaction failed (in reply to MAIL FROM)',
  ),
  'RFC 5321 §3.3: before RCPT nobody has been named but us': report(
    { status: '5.0.0' },
    '550 No (in reply to MAIL FROM command)',
  ),
  'a group that we may not write to, or that there is not': mail(
    { From: 'Mail Delivery Subsystem <mailer-daemon@googlemail.com>', 'Auto-Submitted': 'auto-replied' },
    'Gruppen finnes ikke, eller du kan ikke skrive til den: https://groups.google.com/support/',
  ),
  'the message, after its recipient had been taken': report(
    { status: '5.2.0' },
    '550 Mail rejected (in reply to end of DATA command)',
  ),
  'RFC 3463 §3.7, X.6: what we made': said('554 5.6.0 no', '5.6.0'),

  'RFC 3463 §3.2, 5.1.1 and 5.1.3: the mailbox': said('550 5.1.1 no'),
  'RFC 3463 §3.2, 5.1.2: the domain': said('550 5.1.2 no'),
  'RFC 3463 §3.2, 5.1.6: moved away': said('551 5.1.6 no'),
  'Exchange uses the code of a null MX for this': said('550 5.1.10 Recipient not found'),
  'RFC 7505, 5.1.10: the domain has a null MX': said('556 5.1.10 no'),
  'Exchange Online: the next server knows no such recipient': said('550 5.1.351 no'),
  'a server that was asked about this one recipient (RCPT) and has no finer code': notice(
    '550 <kari@reader.example>, user unknown (in reply to RCPT TO command)',
  ),
  'as Postfix and Sendmail answer RCPT: the reply begins with the recipient that it is about': said(
    '550 <kari@reader.example>: User unknown',
  ),
  'the server that keeps the mailboxes itself, in its own words: Exchange, mail.local, Google, Notes, InterScan':
    report({ status: '5.0.0' }, '** Address not found **'),
  'a name that DNS says is not there, given up for good': said('No such domain.'),
  'a null MX, in words': report({ status: '5.0.0' }, 'The domain does not accept mail.'),

  'tried until the queue gave up': notice('retry timeout exceeded'),
  'RFC 3463 §3.5, X.4.7: too old': report({ status: '4.4.7' }, 'Sorry.'),
  'RFC 3463 §3.5, X.4: network and routing; 5.4.4 too, since name servers fail': said('no', '5.4.4'),
  'network and routing, in words': notice('Connection refused'),
  'RFC 3463 §3.4, X.3: their mail system': said('451 4.3.0 no', '4.3.0'),
  'their mail system, in words': said('554 Service unavailable'),
  'we wrote an address that is none': notice('malformed address'),
  'RFC 5321 §4.2.1: x0z is about our syntax': said('502 what?'),
  'RFC 3463 §3.6, X.5: protocol': said('550 5.5.4 no', '5.5.4'),
  'refused, and nobody can say why: on no guess is a person struck off': said('550 no'),
};

test('every rule says what it is for, and is looked at here', () => {
  expect(Object.keys(DECIDED)).toEqual(RULES.map((rule) => rule.for));
});

test.each(Object.entries(DECIDED))('%s', (what, message) => {
  expect(decide(message).map(({ rule }) => rule.for)).toEqual([what]);
});

test('the last rule asks for nothing, so that there always is one', () => {
  expect(RULES.at(-1)!.when).toEqual({});
});

test.each([
  ['4.1.1 is for now', { status: '4.1.1', diagnostic: '450 4.1.1 user unknown' }],
  ['a report of a delay', { action: 'delayed', status: '5.1.1' }],
  ['an action that nobody knows', { action: 'expected', status: '5.1.1' }],
  ['a 5.7 that speaks of a user', { status: '5.1.1', diagnostic: '550 5.7.1 user unknown' }],
  ['a 4yz beside it', { status: '5.1.1', diagnostic: '450 user unknown' }],
])('%s: nobody is struck off', (_, group) => {
  expect(classifyReturned(report(group)).class).not.toBe('hard');
});

test('a warning is told apart from an end', () => {
  const warning = notice('THIS IS A WARNING ONLY. 421 connection refused');
  expect(classifyReturned(warning)).toEqual({ class: 'soft', wording: 'not-reached', stillTrying: true });
  expect(classifyReturned(report({ action: 'delayed', status: '4.4.1' }))).toEqual({
    class: 'soft',
    wording: 'not-reached',
    status: '4.4.1',
    stillTrying: true,
  });
});

test('of several recipients the mildest verdict holds', () => {
  const gone = { status: '5.1.1' };
  expect(classifyReturned(report([gone, gone])).class).toBe('hard');
  expect(classifyReturned(report([gone, { status: '5.2.2' }])).class).toBe('soft');
  expect(classifyReturned(report([gone, { action: 'delivered' }])).class).toBe('none');
  const words = '<kari@reader.example>: 550 5.1.1 no\r\n\r\n<ola@reader.example>: 552 5.2.2 full\r\n';
  expect(decide(notice(words)).map(({ status }) => status)).toEqual(['5.1.1', '5.2.2']);
});

test('nothing of what a message says is handed on', () => {
  const message = report({
    status: '5.1.1 (kari@reader.example)',
    diagnostic: '550 5.1.1 <kari@reader.example>',
  });
  expect(classifyReturned(message)).toEqual({
    class: 'hard',
    wording: 'no-such-mailbox',
    status: '5.1.1',
    stillTrying: false,
  });
});
