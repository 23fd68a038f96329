export type Grain = 'month' | 'week';

/** Why somebody is no longer on a list, in the order in which pages say it. */
export const END_REASONS = [
  'unsubscribed',
  'bounced',
  'objected',
  'complained',
  'erased',
  'list-closed',
] as const;

export type EndReason = (typeof END_REASONS)[number];

/** Below this a number is not shown by itself: it goes on until it is so many. */
export const LEAST_SHOWN = 5;

/** A count as the database shows it: five or more. */
export interface ShownCount {
  /** The first day of its week or month, as YYYY-MM-DD. */
  start: string;
  kind: string;
  count: number;
}

/** One week or month. 0 stands for fewer than five: those are counted where they have become five. */
export interface Period {
  /** YYYY-MM-DD */
  start: string;
  /** By a confirmation of their own, and moved in from another tool. */
  confirmed: number;
  movedIn: number;
  ended: Record<EndReason, number>;
  /** How many were on the list when it ended; a few more or less. */
  size: number;
  /** It is not over. */
  going: boolean;
}

export const joinedIn = ({ confirmed, movedIn }: Period): number => confirmed + movedIn;

export const endedIn = ({ ended }: Period): number =>
  END_REASONS.reduce((sum, reason) => sum + ended[reason], 0);

/** The first days of the latest periods, oldest first: `most` of them, and none that was over before `since`. */
export function startsOf(
  grain: Grain,
  today: string,
  { most, since }: { most: number; since: string },
): string[] {
  const starts: string[] = [];
  for (let start = startOf(grain, today); starts.length < most; start = before(grain, start)) {
    starts.unshift(start);
    if (start <= since) break;
  }
  return starts;
}

/**
 * What is shown of each period, made of nothing but what the database shows and of how many there are now: the size at
 * an earlier time is today's without what has come since.
 */
export function periodsOf(counts: readonly ShownCount[], starts: readonly string[], onIt: number): Period[] {
  const of = (start: string, kind: string) =>
    counts.reduce((sum, one) => (one.start === start && one.kind === kind ? sum + one.count : sum), 0);
  let size = onIt;
  const periods: Period[] = [];
  for (const start of starts.toReversed()) {
    const ended = Object.fromEntries(
      END_REASONS.map((reason) => [reason, of(start, reason)]),
    ) as Period['ended'];
    const period: Period = {
      start,
      confirmed: of(start, 'joined'),
      movedIn: of(start, 'moved-in'),
      ended,
      size: Math.max(0, size),
      going: periods.length === 0,
    };
    periods.unshift(period);
    size -= joinedIn(period) - endedIn(period);
  }
  return periods;
}

function startOf(grain: Grain, day: string): string {
  if (grain === 'month') return `${day.slice(0, 7)}-01`;
  const date = utc(day);
  // Monday is the first day of a week (ISO 8601).
  date.setUTCDate(date.getUTCDate() - ((date.getUTCDay() + 6) % 7));
  return iso(date);
}

function before(grain: Grain, start: string): string {
  const date = utc(start);
  if (grain === 'month') date.setUTCMonth(date.getUTCMonth() - 1);
  else date.setUTCDate(date.getUTCDate() - 7);
  return iso(date);
}

/** The day so many days later. */
export function dayAfter(day: string, days: number): string {
  const date = utc(day);
  date.setUTCDate(date.getUTCDate() + days);
  return iso(date);
}

/** ISO 8601: a week belongs to the year of its Thursday. */
export function weekNumber(monday: string): { week: number; year: number } {
  const thursday = utc(dayAfter(monday, 3));
  const year = thursday.getUTCFullYear();
  return { week: Math.floor((thursday.getTime() - Date.UTC(year, 0, 1)) / (7 * 86_400_000)) + 1, year };
}

const utc = (day: string): Date => new Date(`${day}T00:00:00Z`);
const iso = (date: Date): string => date.toISOString().slice(0, 10);
