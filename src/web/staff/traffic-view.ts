import { dayAfter, startsOf } from '../../subscriptions/periods.js';
import type { ShownCell } from '../../traffic/traffic.queries.js';

export const TRAFFIC_GRAINS = ['day', 'week', 'month'] as const;
export type TrafficGrain = (typeof TRAFFIC_GRAINS)[number];

/** Four weeks of days, a quarter of weeks, a year and the same month of the year before. */
const MOST: Record<TrafficGrain, number> = { day: 28, week: 13, month: 13 };

export interface TrafficPeriod {
  /** YYYY-MM-DD, its first day. */
  start: string;
  /** 0 stands for fewer than five. */
  views: number;
  visits: number;
  visitors: number;
  /** That said yes to it: of a day those of that day, of a month those that came in it at all. */
  devices: number;
  going: boolean;
}

/** The first days of what is shown, oldest first. */
export function trafficStarts(grain: TrafficGrain, today: string): string[] {
  const most = MOST[grain];
  if (grain !== 'day') return startsOf(grain, today, { most, since: '' });
  return Array.from({ length: most }, (_, index) => dayAfter(today, index - most + 1));
}

export function trafficPeriods(
  cells: readonly ShownCell[],
  starts: readonly string[],
  grain: TrafficGrain = 'day',
): TrafficPeriod[] {
  const of = (start: string, measure: ShownCell['measure']) =>
    cells.reduce(
      (sum, cell) => (cell.start === start && cell.measure === measure ? sum + cell.count : sum),
      0,
    );
  return starts.map((start, index) => ({
    start,
    views: of(start, 'views'),
    visits: of(start, 'visits'),
    visitors: of(start, 'visitors'),
    devices: grain === 'week' ? 0 : of(start, grain === 'month' ? 'new-devices' : 'devices'),
    going: index === starts.length - 1,
  }));
}
