/** The languages a message can be in; which one a visitor gets, their page's own language says. */
export const SITE_LOCALES = ['nb', 'nn', 'en'] as const;
export type SiteLocale = (typeof SITE_LOCALES)[number];

/** Characters. */
export const MOST_TEXT = 240;
export const MOST_LABEL = 40;
export const MOST_LINK = 500;
export const MOST_PAGES = 200;

export interface SiteWords {
  text: string;
  /** On the link. */
  label: string;
}

/** What stands in a message and where, as somebody wrote it. */
export interface SiteMessageContent {
  words: Partial<Record<SiteLocale, SiteWords>>;
  /** http or https. */
  link: string;
  /** The beginning of the paths where it is shown: `/` everywhere. */
  pages: string;
  /** Both included, as `2026-11-30`; null: from now on, until it is taken off. */
  fromDay: string | null;
  untilDay: string | null;
}

export interface SiteMessage extends SiteMessageContent {
  id: string;
  shown: boolean;
  revision: number;
}

/** How a message stands on a day. */
export type SiteStanding = 'draft' | 'waits' | 'shown' | 'over';

export function standingOn(
  day: string,
  { shown, fromDay, untilDay }: Pick<SiteMessage, 'shown' | 'fromDay' | 'untilDay'>,
): SiteStanding {
  if (!shown) return 'draft';
  if (untilDay !== null && untilDay < day) return 'over';
  return fromDay !== null && fromDay > day ? 'waits' : 'shown';
}
