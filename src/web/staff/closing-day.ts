import type { Message } from '../../platform/i18n/messages.js';

/** For how long a survey can be open: whoever is asked should still remember why. */
const MOST_DAYS = 366;

/** What is wrong with the last day of a survey, as `2026-11-30`; undefined when nothing is. */
export function dayFault(day: string, today: string): Message | undefined {
  const at = /^\d{4}-\d\d-\d\d$/.test(day) ? Date.parse(`${day}T00:00:00Z`) : Number.NaN;
  if (Number.isNaN(at) || new Date(at).toISOString().slice(0, 10) !== day) return { key: 'surveys.day.form' };
  if (day < today) return { key: 'surveys.day.past' };
  const days = (at - Date.parse(`${today}T00:00:00Z`)) / 86_400_000;
  return days > MOST_DAYS ? { key: 'surveys.day.far' } : undefined;
}
