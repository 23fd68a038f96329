import { type Locale, translator } from '../../platform/i18n/messages.js';

export interface EventTime {
  /** In words: the day, from when to when, and on whose clock. */
  when: string;
  /** For the tile beside it: `3` and `okt` */
  day: string;
  month: string;
}

/**
 * When an event is, in the mail's language. Both are times on the wall at the place, YYYY-MM-DDTHH:MM; an end that is not
 * after the beginning is left out.
 * @returns undefined where there is no beginning, or it is on no calendar
 */
export function eventTime(
  { date, until }: { date: string; until: string },
  locale: Locale,
  timeZone: string,
): EventTime | undefined {
  const begins = onTheWall(date);
  if (!begins) return undefined;
  const t = translator(locale);
  // What stands on the wall is written as it stands: no zone is counted in.
  const words = (options: Intl.DateTimeFormatOptions) =>
    formatter(t('locale.tag'), { ...options, timeZone: 'UTC' });
  const long = words({ weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' });
  const day = (at: Date) => long.format(at);
  const time = (written: string) =>
    t('locale.time', { hour: written.slice(11, 13), minute: written.slice(14, 16) });
  const ends = onTheWall(until);
  const from = t('locale.date-time', { date: day(begins), time: time(date) });
  let span = from;
  if (ends && ends > begins) {
    const sameDay = date.slice(0, 10) === until.slice(0, 10);
    const end = sameDay ? time(until) : t('locale.date-time', { date: day(ends), time: time(until) });
    span = sameDay ? `${from}–${end}` : `${from} – ${end}`;
  }
  return {
    when: t('mail.event.when', { span, zone: zoneName(t('locale.tag'), timeZone, begins) }),
    day: String(begins.getUTCDate()),
    month: words({ month: 'short' }).format(begins),
  };
}

/** Undefined for a day or hour that does not exist. */
export function onTheWall(written: string): Date | undefined {
  if (written === '') return undefined;
  const at = new Date(`${written}:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(written) ? at : undefined;
}

/** What a clock there shows, in words that hold in summer and in winter. */
function zoneName(tag: string, timeZone: string, at: Date): string {
  const parts = formatter(tag, { timeZone, timeZoneName: 'longGeneric' }).formatToParts(at);
  return parts.find(({ type }) => type === 'timeZoneName')?.value ?? timeZone;
}

const made = new Map<string, Intl.DateTimeFormat>();

/** One is slow to make, and a mailing may have many events. */
function formatter(tag: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${tag} ${JSON.stringify(options)}`;
  let found = made.get(key);
  if (!found) made.set(key, (found = new Intl.DateTimeFormat(tag, options)));
  return found;
}
