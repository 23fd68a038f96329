/**
 * What a message that came back means for the one it was sent to. `hard`: there is no such mailbox. `soft`: not now.
 * `ours`: we were refused, and whoever it was for has nothing to do with it. `none` and `auto-reply`: no consequence.
 */
export type ReturnedClass = 'hard' | 'soft' | 'ours' | 'complaint' | 'auto-reply' | 'none';

/** The key of a fixed sentence: what is kept and shown instead of the text, which repeats addresses. */
export type Wording =
  | 'no-such-mailbox'
  | 'no-such-domain'
  | 'no-mail-accepted'
  | 'moved'
  | 'mailbox-full'
  | 'mailbox-disabled'
  | 'too-large'
  | 'not-wanted'
  | 'rate-limited'
  | 'not-reached'
  | 'expired'
  | 'their-system'
  | 'unclear'
  | 'sender-refused'
  | 'not-authenticated'
  | 'taken-for-spam'
  | 'refused-by-policy'
  | 'may-not-post'
  | 'malformed'
  | 'reported-as-spam'
  | 'reported-as-wanted'
  | 'authentication-report'
  | 'delivered'
  | 'read-receipt'
  | 'away'
  | 'challenge'
  | 'no-notice';

export interface Returned {
  class: ReturnedClass;
  wording: Wording;
  /** The enhanced status code (RFC 3463), where one was given. */
  status?: string;
  /** The server goes on trying, so nothing has failed yet and nothing may be counted. */
  stillTrying: boolean;
}
