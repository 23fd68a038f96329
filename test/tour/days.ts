/**
 * The tour's year ends yesterday: a day of it is counted back from today. It is a little longer than what the numbers
 * show of it (this month and twelve before), so that the people of the first day, moved in all at once, dwarf nothing.
 */
export const DAYS = 400;

const DAY_MS = 86_400_000;

// Making one takes as long as using it a hundred times. Swedish writes a day as ISO 8601 does.
const inOslo = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Oslo' });

/** As YYYY-MM-DD, in Oslo, where Fjellhallen lies. Counted from noon, or summer time would make a day twice near midnight. */
export const dayBefore = (days: number): string =>
  inOslo.format(Date.parse(`${inOslo.format(Date.now())}T12:00:00Z`) - days * DAY_MS);

/** The first of that day's month. */
export const monthBefore = (days: number): string => `${dayBefore(days).slice(0, 7)}-01`;

/** The first of a month before this one. */
export function monthsAgo(many: number): string {
  const [year, month] = monthBefore(0).split('-').map(Number) as [number, number];
  return new Date(Date.UTC(year, month - 1 - many, 1)).toISOString().slice(0, 10);
}

/** A time of that day, in UTC, so that no summer time moves it onto another day. */
export function momentBefore(days: number, clock = '09:00'): string {
  return `${dayBefore(days)}T${clock}:00Z`;
}

/** A day to come, as a wall shows it: YYYY-MM-DDTHH:MM. */
export const wallTimeIn = (days: number, clock: string): string => `${dayBefore(-days)}T${clock}`;
