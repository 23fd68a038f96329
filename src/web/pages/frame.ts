import type { Locale, PageLocale } from '../../platform/i18n/messages.js';
import type { Grant } from '../../staff/policy.js';
import type { Waiting } from './waiting.js';

/** What every page needs to know of where and for whom it is shown. */
export interface Frame<L extends PageLocale = Locale> {
  locale: L;
  /** What this page can be read in, where that is more than every page. */
  languages?: readonly PageLocale[];
  /** Ends up in the stylesheet's address, so that a new version is fetched and an old one kept. */
  version: string;
  /** On trial a calm banner says that no mail leaves the machine. */
  trial: boolean;
  /** IANA name, for the times a page shows. */
  timeZone: string;
  /** This page's own GET address, without `lang`; null where the page cannot be shown again (no language switch). */
  path: string | null;
}

/** A page anybody may open. `organisation` is its name, null before set-up or when the database is away. */
export interface PublicFrame<L extends PageLocale = Locale> extends Frame<L> {
  organisation: string | null;
}

/** One of those that can be read in nynorsk too. */
export type WideFrame = PublicFrame<PageLocale>;

/** A page for staff who have signed in. */
export interface StaffFrame extends Frame {
  organisation: string;
  /** The session's CSRF token, put into every form. */
  csrf: string;
  member: { name: string; grants: readonly Grant[] };
  /** Those in which the member may see something. */
  registers: readonly { id: string; name: string }[];
  /** Nothing is sent: the database was, or may have been, put back from a backup. */
  restore: 'restored' | 'unsure' | null;
  /** What waits for this member, the most urgent first. */
  waits: readonly Waiting[];
}
