import { Chance } from '../chance.js';
import { DAYS } from '../days.js';
import { sentLetters } from '../letters.js';
import type { PlannedList } from '../plan.js';
import type { EndReason } from '../../../src/subscriptions/periods.js';

/** Complaints do not reach a house yet. */
type Left = Exclude<EndReason, 'list-closed' | 'complained'>;

/** What happened to one list on one day. */
export interface Day {
  /** Days ago. */
  ago: number;
  joined: number;
  left: Partial<Record<Left, number>>;
}

/** A year of a list, the oldest day first; it ends with as many on it as are planned. */
export interface Year {
  days: Day[];
  /** How many there were before it, all of them moved in from another tool. */
  before: number;
}

/** Hardly anybody joins in July, and more than else in the autumn. */
const OF_THE_MONTH = [1.1, 1.2, 1, 0.9, 0.9, 0.7, 0.4, 1, 1.5, 1.4, 1.3, 0.8];

/** How many leave because of a mailing, of a thousand who got it, on that day and on each after it. */
const AFTER = [2.6, 1.1, 0.5, 0.3, 0.2];

export function yearOf(list: PlannedList): Year {
  const chance = new Chance(`year of ${list.key}`);
  const sent = new Set(sentLetters().flatMap(({ list: of, days }) => (of === list.key ? [days] : [])));
  const days: Day[] = [];
  for (let ago = DAYS; ago >= 1; ago -= 1) {
    const month = new Date(Date.now() - ago * 86_400_000).getMonth();
    const since = AFTER.findIndex((_, after) => sent.has(ago + after));
    const share = list.size / 1000;
    days.push({
      ago,
      joined: chance.about(list.joins * OF_THE_MONTH[month]!) + (chance.next() < list.joins % 1 ? 1 : 0),
      left: {
        unsubscribed: chance.about(share * (0.18 + (AFTER[since] ?? 0))),
        bounced: sent.has(ago) ? chance.about(share * 1.1) : 0,
        erased: chance.next() < share / 90 ? 1 : 0,
        objected: chance.next() < share / 300 ? 1 : 0,
      },
    });
  }
  return { days, before: list.size - days.reduce((sum, day) => sum + day.joined - leftOn(day), 0) };
}

const leftOn = ({ left }: Day): number => Object.values(left).reduce((sum, count) => sum + count, 0);

/** How many were on the list when that day began. */
export function sizeAt({ days, before }: Year, ago: number): number {
  return days.reduce((size, day) => (day.ago > ago ? size + day.joined - leftOn(day) : size), before);
}
