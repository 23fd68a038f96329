import { type PageLocale, translator } from '../../platform/i18n/messages.js';

type Grain = 'month' | 'day' | 'day-of-year';

const OPTIONS: Record<Grain, Intl.DateTimeFormatOptions> = {
  month: { month: 'long', year: 'numeric', timeZone: 'UTC' },
  day: { dateStyle: 'long', timeZone: 'UTC' },
  'day-of-year': { day: 'numeric', month: 'long', timeZone: 'UTC' },
};

/** Making one takes longer than a hundred uses of it, and a page of numbers names a hundred days. */
const made = new Map<string, Intl.DateTimeFormat>();

function written(day: string, locale: PageLocale, grain: Grain): string {
  const key = `${locale} ${grain}`;
  let format = made.get(key);
  if (!format)
    made.set(key, (format = new Intl.DateTimeFormat(translator(locale)('locale.tag'), OPTIONS[grain])));
  return format.format(new Date(`${day}T00:00:00Z`));
}

/** `november 2026`, from a day in that month; no more than the month is kept. */
export function monthOf(day: string, locale: PageLocale): string {
  return written(day, locale, 'month');
}

/** `1. november 2026`, from the day itself. */
export function dayOf(day: string, locale: PageLocale): string {
  return written(day, locale, 'day');
}

/** `1. november`, where the year goes without saying. */
export function dayOfYear(day: string, locale: PageLocale): string {
  return written(day, locale, 'day-of-year');
}
