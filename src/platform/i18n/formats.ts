import { type PageLocale, translator } from './messages.js';

/** How one language writes numbers, and times in one time zone. */
export interface Formats {
  /** `12 640` in Norwegian, the space a no-break space. */
  number: (value: number) => string;
  /** `14.52` in Norwegian, `14:52` in English. */
  time: (at: Date) => string;
  /** `3. august 2026` */
  date: (at: Date) => string;
  /** `3. august 2026 kl. 14.52` */
  dateTime: (at: Date) => string;
}

/** Where a reader's clock is taken to hang. */
export const TIME_ZONE = 'Europe/Oslo';

/** A day (ISO) as a moment that is the same day on every reader's clock. */
export function noonOf(day: string): Date {
  return new Date(`${day}T12:00:00Z`);
}

/** The day (ISO) that a zone's clocks show at a moment; now where none is given. */
export function dayIn(timeZone: string, at: Date = new Date()): string {
  // Swedish dates are ISO's.
  return new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeZone }).format(at);
}

const made = new Map<string, Formats>();

/**
 * @param timeZone an IANA name such as `Europe/Oslo`
 * @throws RangeError for a time zone that does not exist
 */
export function formats(locale: PageLocale, timeZone: string): Formats {
  const key = `${locale} ${timeZone}`;
  let found = made.get(key);
  if (!found) made.set(key, (found = makeFormats(locale, timeZone)));
  return found;
}

function makeFormats(locale: PageLocale, timeZone: string): Formats {
  const t = translator(locale);
  const tag = t('locale.tag');
  const numbers = new Intl.NumberFormat(tag);
  const dates = new Intl.DateTimeFormat(tag, { dateStyle: 'long', timeZone });
  const clock = new Intl.DateTimeFormat('en-GB', {
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZone,
  });

  const number = (value: number) => numbers.format(value).replaceAll('\u202f', '\u00a0');
  // Intl writes a Norwegian time with a colon; the language council and every timetable write a full stop.
  const time = (at: Date) => {
    const [hour = '', minute = ''] = clock.format(at).split(':');
    return t('locale.time', { hour, minute });
  };
  const date = (at: Date) => dates.format(at);
  const dateTime = (at: Date) => t('locale.date-time', { date: date(at), time: time(at) });
  return { number, time, date, dateTime };
}
