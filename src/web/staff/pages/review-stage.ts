import type { ShownMessage } from '../../../campaigns/shown-message.js';
import type { ProposalState } from '../../../staff/proposals.queries.js';

/** The latest review of a campaign, as its pages tell of it. */
export interface ShownReview {
  id: string;
  state: ProposalState;
  author: string;
  madeAt: Date;
  /** What its author said to whoever reads it. */
  note: string;
  second: string | null;
  decidedAt: Date | null;
  method: 'passkey' | 'totp' | 'password' | null;
  /** Why it was sent back. */
  reply: string | null;
  voidWhy: string | null;
  /** Posted back, so that nobody decides on other content than they saw. Base64url. */
  digest: string;
}

/** One part of a campaign that is another than when it was last approved. */
export interface ChangedPart {
  part: 'subject' | 'preheader' | 'body' | 'look' | 'theme' | 'sender' | 'list';
  before: string;
  now: string;
}

/** What a second person is shown: the keeper's own rendering, or null while no keeper answers. */
export interface ReviewedMessage {
  message: ShownMessage | null;
  htmlUrl: string;
}

const VOIDED = [
  'edited',
  'list-changed',
  'purpose-changed',
  'questions-changed',
  'organisation-changed',
  'theme-changed',
  'taken-back',
] as const;

/** Why an approval holds no longer, as a key's end; a general one for a code from a newer database. */
export function voidWords(why: string | null): (typeof VOIDED)[number] | 'changed' {
  return VOIDED.find((known) => known === why) ?? 'changed';
}
