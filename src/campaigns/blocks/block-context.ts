import type { Locale } from '../../platform/i18n/messages.js';
import type { LetterStyle } from '../letter-style.js';
import type { Place } from '../place.js';

/** An image of this register as a mail shows it: its size in pixels, and its address. */
export interface MailImage {
  width: number;
  height: number;
  src: string;
}

export type ImageOf = (id: string) => MailImage | undefined;

/** What a document does not know of itself. */
export interface BlockContext {
  /** The mail's language: dates are written in it. */
  locale: Locale;
  /** Whose wall the times of events are read on; an IANA name. */
  timeZone: string;
  /** Undefined for one that is not there: then its words stand in its place. */
  imageOf: ImageOf;
  /** What stands on each kind of element. */
  style: LetterStyle;
  /** What stands at a place, put there as it is; undefined leaves the word for whoever has not answered. */
  place: (place: Place) => string | undefined;
}
