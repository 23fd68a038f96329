import { type Grain, weekNumber } from '../../../../subscriptions/periods.js';
import { type Locale, translator } from '../../../../platform/i18n/messages.js';
import { monthOf } from '../../../pages/month.js';

/** `november 2026`, or `uke 48, 2026`. */
export function periodName(grain: Grain, start: string, locale: Locale): string {
  if (grain === 'month') return monthOf(start, locale);
  const { week, year } = weekNumber(start);
  return translator(locale)('numbers.week-name', { week, year: String(year) });
}
