import type { ReportedRecipient } from './delivery-status.js';
import type { RecipientFacts } from './facts.js';
import { plainSaid, replyIn, statusIn, stepIn } from './said.js';

/**
 * @param text what the notice says to people, of this recipient where it can be told apart
 * @param reported what the report says to programs, where there is one
 */
export function recipientFacts(text: string, reported: ReportedRecipient | undefined): RecipientFacts {
  const diagnostic = reported?.diagnostic ?? '';
  // A diagnostic that is only a number, or is missing, leaves the words to the text beside it.
  const words = /\p{L}{3}/u.test(diagnostic) ? diagnostic : text;
  return {
    action: reported?.action ?? '',
    // What the refusing server said comes before what the one that reports made of it.
    status: bestStatus([statusIn(diagnostic), statusIn(reported?.status ?? ''), statusIn(text)]),
    reply: replyIn(words) ?? '',
    step: stepIn(diagnostic) ?? stepIn(text) ?? '',
    said: plainSaid(words),
  };
}

/** x.0.0 says nothing (RFC 3463 §3.1), so it gives way to any other that is given. */
function bestStatus(given: readonly (string | undefined)[]): string {
  const found = given.filter((status) => status !== undefined);
  return found.find((status) => !status.endsWith('.0.0')) ?? found[0] ?? '';
}
