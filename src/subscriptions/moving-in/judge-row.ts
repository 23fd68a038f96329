import {
  type EmailAddress,
  normaliseForIndex,
  parseEmailAddress,
  trimTyped,
} from '../../registers/email-address.js';
import { readTime } from './confirmation-time.js';
import type { Tool } from './tools.js';

/** Words that stood on the other tool's form, for those who confirmed on these days (YYYY-MM-DD, both included). */
export interface Wording {
  from: string;
  to: string;
  text: string;
  /** What shows that these were the words. */
  note: string;
}

/** Why one row is not taken. */
export const REFUSALS = [
  'no-address',
  'bad-address',
  'only-examples',
  'not-subscribed',
  'single-opt-in',
  'no-confirmation-time',
  'unreadable-time',
  'future-time',
  'no-wording',
  'twice',
] as const;

export type Refusal = (typeof REFUSALS)[number];

/** One person as they are taken in: the address as typed, when they confirmed, and to which of the wordings. */
export interface ImportedRow {
  address: string;
  confirmedAt: string;
  /** Counted from 1. */
  wording: number;
}

export interface Judging {
  tool: Tool;
  wordings: readonly Wording[];
  now: Date;
  /** On trial only addresses reserved for examples. */
  mayTake: (address: EmailAddress) => boolean;
}

/** @param cell the row's value under the first of these columns that the file has; '' for none */
export function judgeRow(
  cell: (columns: readonly string[]) => string,
  { tool, wordings, now, mayTake }: Judging,
  seen: (normalised: string) => boolean,
): ImportedRow | Refusal {
  const typed = trimTyped(cell(tool.address));
  if (typed === '') return 'no-address';
  const reading = parseEmailAddress(typed);
  if (!reading.ok) return 'bad-address';
  if (!mayTake(reading.address)) return 'only-examples';
  if (tool.goneAt.some((column) => cell([column]) !== '')) return 'not-subscribed';
  const status = tool.status && cell([tool.status.column]).toLowerCase();
  if (status && !tool.status?.subscribed.includes(status)) return 'not-subscribed';
  const confirmed = cell(tool.confirmedAt);
  if (confirmed === '') return 'no-confirmation-time';
  const confirmedAt = readTime(confirmed);
  if (!confirmedAt) return 'unreadable-time';
  if (confirmedAt > now) return 'future-time';
  if (tool.askedAt) {
    const askedAt = readTime(cell(tool.askedAt));
    // Asked and confirmed in one: nobody answered a mail.
    if (!askedAt || askedAt >= confirmedAt) return 'single-opt-in';
  }
  const day = confirmedAt.toISOString().slice(0, 10);
  const wording = wordings.findIndex(({ from, to }) => from <= day && day <= to) + 1;
  if (wording === 0) return 'no-wording';
  if (seen(normaliseForIndex(reading.address))) return 'twice';
  return { address: reading.address.asTyped, confirmedAt: confirmedAt.toISOString(), wording };
}
