import type { KeptMail } from './kept-message.js';
import { plainLine } from './plain-line.js';

const REPLY_MARKS = /^(?:(?:re|sv|vs|aw|antw|fwd?)\s*(?:\[\d+\])?\s*:\s*)+/i;
const MESSAGE_ID = /^[^\s<>@]{1,200}@[^\s<>@]{1,190}$/;
const MOST_REFERENCES = 10;
const SUBJECT_LENGTH = 180;

/** What ties an answer to the mail that it answers (RFC 5322 §3.6.4): only what has the form of a Message-ID. */
export interface ThreadHeaders {
  inReplyTo?: string;
  references: string[];
}

export function threadOf({
  messageId,
  references,
}: Pick<KeptMail, 'messageId' | 'references'>): ThreadHeaders {
  const known = messageId !== undefined && MESSAGE_ID.test(messageId) ? messageId : undefined;
  // The newest stands first as it came, and last in the header.
  const before = references.filter((id) => MESSAGE_ID.test(id) && id !== known).toReversed();
  const all = known === undefined ? before : [...before, known];
  return {
    ...(known !== undefined && { inReplyTo: known }),
    references: all.slice(-MOST_REFERENCES),
  };
}

/** The subject once, with one «Re:» and in one line, whatever stood there. */
export function answerSubject(subject: string): string {
  const bare = plainLine(subject, 998).replace(REPLY_MARKS, '');
  // What would be decoded by whoever reads it is taken for what it is.
  return `Re: ${plainLine(bare.replaceAll('=?', '= ?'), SUBJECT_LENGTH)}`.trim();
}
