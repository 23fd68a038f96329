import type { Locale } from '../../platform/i18n/messages.js';
import { translator } from '../../platform/i18n/messages.js';

/** `november 2026`, from a day in that month; no more than the month is kept. */
export function monthOf(day: string, locale: Locale): string {
  const tag = translator(locale)('locale.tag');
  return new Intl.DateTimeFormat(tag, { month: 'long', year: 'numeric', timeZone: 'UTC' }).format(
    new Date(`${day}T00:00:00Z`),
  );
}

/** `1. november 2026`, from the day itself. */
export function dayOf(day: string, locale: Locale): string {
  const tag = translator(locale)('locale.tag');
  return new Intl.DateTimeFormat(tag, { dateStyle: 'long', timeZone: 'UTC' }).format(
    new Date(`${day}T00:00:00Z`),
  );
}
