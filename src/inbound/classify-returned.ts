import { readDeliveryStatus, type ReportedRecipient } from './delivery-status.js';
import { decodeWords } from './encoded-words.js';
import type { Facts } from './facts.js';
import { DELIVERY_STATUS, messageFacts } from './message-facts.js';
import { partOfType, readParts } from './mime-parts.js';
import { blocksOf, noticeOf, type Notice } from './notice.js';
import { STILL_TRYING } from './notice-forms.js';
import { partText } from './part-text.js';
import { recipientFacts } from './recipient-facts.js';
import type { Returned } from './returned.js';
import { RULES, type Rule } from './rules.js';

/**
 * Says what a message that came to a return path means. Whom it is about is not asked: only the token in the return path
 * tells that, and without one nothing of this may have a consequence. Any octets are taken; nothing is thrown.
 * @param message as received, RFC 5322
 */
export function classifyReturned(message: Buffer): Returned {
  return mildestOf(readReturned(message));
}

/** A verdict for each recipient that a notice tells of, one where it tells of none. */
export function readReturned(message: Buffer): readonly [Returned, ...Returned[]] {
  const [first, ...others] = decide(message).map(({ rule, status, stillTrying }) => ({
    class: rule.class,
    wording: rule.wording,
    ...(status !== '' && { status }),
    stillTrying,
  }));
  return [first!, ...others];
}

export interface Decision {
  rule: Rule;
  status: string;
  stillTrying: boolean;
}

/** Which rule decides for each recipient: for whoever asks why. At least one. */
export function decide(message: Buffer): Decision[] {
  const mime = readParts(message.toString('latin1'));
  const from = decodeWords(mime.fields.get('from') ?? '');
  const notice = noticeOf(mime, from);
  const general = messageFacts(mime, notice, from);
  const report = partOfType(mime, DELIVERY_STATUS);
  const reported = report ? readDeliveryStatus(partText(report)) : [];
  return heardOf(notice.text, reported).map(({ text, recipient }) =>
    judge({ ...general, ...recipientFacts(text, recipient) }, notice),
  );
}

/** Pairs what is said to people with what is reported to programs, if it is of as many. */
function heardOf(
  text: string,
  reported: readonly ReportedRecipient[],
): { text: string; recipient: ReportedRecipient | undefined }[] {
  const blocks = blocksOf(text);
  if (reported.length === 0) {
    return (blocks.length > 1 ? blocks : [text]).map((block) => ({ text: block, recipient: undefined }));
  }
  const paired = blocks.length === reported.length;
  return reported.map((recipient, index) => ({ text: paired ? blocks[index]! : text, recipient }));
}

function judge(facts: Facts, notice: Notice): Decision {
  const stillTrying = isStillTrying(facts, notice);
  const hard = !stillTrying && mayBeHard(facts);
  // The last rule asks for nothing, so one is always found.
  const rule = RULES.find((one) => (one.class !== 'hard' || hard) && matches(one.when, facts))!;
  return { rule, status: facts.status, stillTrying };
}

/** Whatever a rule says: a person is not struck off for what is for now, or a matter of policy (RFC 3463 §3.1, §3.8). */
function mayBeHard({ action, status, reply }: Facts): boolean {
  if (action !== '' && !action.startsWith('failed')) return false;
  if (reply.startsWith('4') || status.startsWith('5.7.')) return false;
  return !/^[24]\./.test(status) || status === '4.0.0';
}

function isStillTrying({ kind, action, subject }: Facts, notice: Notice): boolean {
  if (action !== '') return action.startsWith('delayed');
  if (kind !== 'notice' && kind !== 'delivery') return false;
  const title = subject.toLowerCase();
  return STILL_TRYING.some((pattern) => pattern.test(notice.said) || pattern.test(title));
}

function matches(when: Rule['when'], facts: Facts): boolean {
  return Object.entries(when).every(([fact, pattern]) => pattern.test(facts[fact as keyof Facts]));
}

/** From what harms nobody to what ends a subscription. */
const MILDEST_FIRST = ['none', 'auto-reply', 'soft', 'ours', 'complaint', 'hard'] as const;

/** A message of ours is for one person. Where it went on to several, one of them without a mailbox proves nothing. */
function mildestOf([first, ...others]: readonly [Returned, ...Returned[]]): Returned {
  const rank = (returned: Returned) => MILDEST_FIRST.indexOf(returned.class);
  return others.reduce((mildest, one) => (rank(one) < rank(mildest) ? one : mildest), first);
}
