/**
 * What is counted: pages shown; how often somebody came in from elsewhere; and, where switched on, browsers a day, and
 * devices that were asked and said yes: those that came that day, and those that came for the first time in that month.
 */
export const MEASURES = ['views', 'visits', 'visitors', 'devices', 'new-devices'] as const;
export type Measure = (typeof MEASURES)[number];

/** By what it is told apart, each by itself: no number is of a page and a browser at once. */
export const KINDS = ['total', 'page', 'browser', 'system', 'domain', 'referrer'] as const;
export type Kind = (typeof KINDS)[number];

/** Below this nothing is shown, and nothing kept of a day that is over. */
export const LEAST = 5;

/** Our own pages, as a site. No host is called so, and no page, program or domain what follows. */
export const OWN_SITE = '~own';
export const ALL = '~all';
/** What is too little by itself, or too much to tell apart. */
export const OTHER = '~other';
/** Not known, or nowhere: no referrer, a browser that is none of those we know. */
export const NONE = '~none';

/** How many different ones of a kind are told apart on a day and site; the database holds the same. */
export const mostOf = (kind: Kind): number => (kind === 'page' ? 500 : 200);

export const isSpecial = (value: string): boolean => value.startsWith('~');

/** One number that has been added to. */
export interface Count {
  site: string;
  measure: Measure;
  kind: Kind;
  value: string;
  count: number;
}
