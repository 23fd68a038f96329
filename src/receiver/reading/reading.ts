import type { MailArrival } from '../../inbound/arrival.js';
import type { Returned } from '../../inbound/returned.js';

/** What is asked of a message. */
export interface ReadingJob {
  /** As received, RFC 5322. */
  message: Uint8Array;
  /** Of the envelope: empty for a notice, undefined where it is not known. */
  sender: string | undefined;
  /** It came to an address of ours. Otherwise to a return path, and is read as mail only if a person wrote it. */
  asMail: boolean;
}

/** A mail but for where it came to, and what was attached to it. */
export interface ReadMail {
  content: Omit<MailArrival, 'to'>;
  parts: Uint8Array[];
}

/** What a message is. */
export interface Reading {
  returned: Returned;
  /** Undefined where nobody asked for it. */
  mail?: ReadMail;
  /** Of a complaint: local parts in the form of our tokens by which it may say what it is about. */
  tokens: string[];
}
