import { expect, test } from '@jest/globals';
import { classifyReply } from '../../src/platform/smtp/reply-class.js';

test.each([
  ['550 5.1.1 no such user', true, 'hard', '5.1.1'],
  ['550-5.1.1 no such user', true, 'hard', '5.1.1'],
  ['553 5.1.2 no such system', true, 'hard', '5.1.2'],
  ['501 5.1.3 bad syntax', true, 'hard', '5.1.3'],
  ['550 5.1.6 moved', true, 'hard', '5.1.6'],
  ['556 5.1.10 null MX', true, 'hard', '5.1.10'],
  ['550 5.1.0 other', true, 'soft', '5.1.0'],
  ['552 5.2.2 mailbox full', true, 'soft', '5.2.2'],
  ['554 5.3.4 too large', true, 'soft', '5.3.4'],
  ['550 5.7.1 refused by policy', true, 'ours', '5.7.1'],
  ['550 5.7.26 not authenticated', true, 'ours', '5.7.26'],
  ['550 5.7.515 access denied', true, 'ours', '5.7.515'],
  ['451 4.7.1 try later', false, 'ours', '4.7.1'],
  ['421 4.7.28 rate limited', false, 'ours', '4.7.28'],
  ['452 4.2.2 mailbox full', false, 'soft', '4.2.2'],
  ['450 4.1.1 unknown for now', false, 'soft', '4.1.1'],
  ['421 too busy', false, 'soft', '421'],
  ['550 mailbox unavailable', true, 'soft', '550'],
  ['552 too much storage', true, 'soft', '552'],
  ['500 what?', true, 'ours', '500'],
  ['503 bad sequence', true, 'ours', '503'],
  ['535 no', true, 'ours', '535'],
])('%s', (reply, permanent, replyClass, code) => {
  expect(classifyReply(reply)).toEqual({ permanent, class: replyClass, code });
});

test.each(['', 'x', '5', '5.1.1', 'no such user 550'])(
  'what is no reply (%j) is never the person’s fault',
  (text) => {
    expect(classifyReply(text)).toEqual({ permanent: false, class: 'soft', code: 'unreadable' });
  },
);

test('nothing of a reply’s text is kept, which may repeat an address', () => {
  expect(JSON.stringify(classifyReply('550 5.1.1 <kari@example.org> unknown'))).not.toContain('kari');
});
