import type { Wording } from '../../../inbound/returned.js';
import type { MessageKey } from '../../../platform/i18n/messages.js';

/** The one table from what is kept of a message that came back to the sentence that is shown of it. */
const SENTENCES: Readonly<Record<Wording, MessageKey>> = {
  'no-such-mailbox': 'returned.no-such-mailbox',
  'no-such-domain': 'returned.no-such-domain',
  'no-mail-accepted': 'returned.no-mail-accepted',
  moved: 'returned.moved',
  'mailbox-full': 'returned.mailbox-full',
  'mailbox-disabled': 'returned.mailbox-disabled',
  'too-large': 'returned.too-large',
  'not-wanted': 'returned.not-wanted',
  'rate-limited': 'returned.rate-limited',
  'not-reached': 'returned.not-reached',
  expired: 'returned.expired',
  'their-system': 'returned.their-system',
  unclear: 'returned.unclear',
  'sender-refused': 'returned.sender-refused',
  'not-authenticated': 'returned.not-authenticated',
  'taken-for-spam': 'returned.taken-for-spam',
  'refused-by-policy': 'returned.refused-by-policy',
  'may-not-post': 'returned.may-not-post',
  malformed: 'returned.malformed',
  'reported-as-spam': 'returned.reported-as-spam',
  'reported-as-wanted': 'returned.reported-as-wanted',
  'authentication-report': 'returned.authentication-report',
  delivered: 'returned.delivered',
  'read-receipt': 'returned.read-receipt',
  away: 'returned.away',
  challenge: 'returned.challenge',
  'no-notice': 'returned.no-notice',
};

/** The sentence for a key; a general one for what a later version has written. */
export function returnedSentence(wording: string): MessageKey {
  return Object.hasOwn(SENTENCES, wording) ? SENTENCES[wording as Wording] : SENTENCES.unclear;
}
