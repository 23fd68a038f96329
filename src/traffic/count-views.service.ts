import { Inject, Injectable } from '@nestjs/common';
import { dayIn, TIME_ZONE } from '../platform/i18n/formats.js';
import { prefixOf } from '../platform/http/client-network.js';
import { Agents } from './agent-families.js';
import { DailyVisitors } from './daily-visitors.js';
import { ALL, NONE } from './dimensions.js';
import { HeldDay } from './held-day.js';
import type { LocalResolver } from './local-resolver.js';
import type { NetworkDomains } from './network-domains.js';
import { TrafficChoicesKept } from './traffic-choices.service.js';
import type { SaidOfDevice, View } from './view.js';

export const WHERE_FROM = 'jatakk where networks belong';

/** What tells the domain of a network; none where the operator gave none. */
export interface WhereFrom {
  table: NetworkDomains | undefined;
  resolver: LocalResolver | undefined;
}

const MINUTE_MS = 60_000;

/** Days that could not be written for so long are given up. */
const MOST_DAYS = 3;

/** Counts a view in memory: a few numbers become one more. Nothing is said, written or waited for. */
@Injectable()
export class CountViews {
  readonly #agents = new Agents();
  #today: HeldDay | undefined;
  #over: HeldDay[] = [];
  #minute = 0;

  constructor(
    private readonly choices: TrafficChoicesKept,
    @Inject(WHERE_FROM) private readonly whereFrom: WhereFrom,
  ) {}

  count(view: View, now = Date.now()): void {
    const families = this.#agents.familiesOf(view.agent);
    if (families === 'bot') return;
    const { site, page, entry } = view;
    const day = this.day(now);
    const both = (kind: 'total' | 'page' | 'browser' | 'system' | 'domain', value: string) => {
      day.add(site, 'views', kind, value);
      if (entry) day.add(site, 'visits', kind, value);
    };
    both('total', ALL);
    both('page', page);
    both('browser', families.browser);
    both('system', families.system);
    if (entry) day.add(site, 'visits', 'referrer', view.referrer ?? NONE);
    this.#domain(view, (domain) => both('domain', domain));
    day.visitors?.see(site, prefixOf(view.ip), view.agent);
  }

  /** A device whose owner said yes is here for the first time today, and perhaps in this month. */
  countDevice({ site, agent, newIn }: SaidOfDevice, now = Date.now()): void {
    if (this.#agents.familiesOf(agent) === 'bot') return;
    const day = this.day(now);
    day.add(site, 'devices', 'total', ALL);
    if (newIn === 'month') day.add(site, 'new-devices', 'total', ALL);
  }

  /** What is not written yet is dropped: it was counted on trial. */
  drop(): void {
    this.#today = undefined;
    this.#over = [];
  }

  /** The day that it is, which makes one of yesterday's over. What was known of it dies with it. */
  day(now = Date.now()): HeldDay {
    const minute = Math.floor(now / MINUTE_MS);
    if (!this.#today || minute !== this.#minute) {
      this.#minute = minute;
      const name = dayIn(TIME_ZONE, new Date(now));
      if (this.#today?.day !== name) this.#begin(new HeldDay(name));
    }
    const today = this.#today!;
    if (!this.choices.current.visitors) today.visitors = undefined;
    else today.visitors ??= new DailyVisitors();
    return today;
  }

  /** Every day that holds something still, today the last. One that is over goes with {@link written}. */
  held({ closing = false, now = Date.now() } = {}): HeldDay[] {
    const today = this.day(now);
    if (closing) today.close();
    return [...this.#over, today];
  }

  written(day: HeldDay): void {
    this.#over = this.#over.filter((one) => one !== day);
  }

  #begin(day: HeldDay): void {
    if (this.#today) {
      const before = this.#today;
      before.close();
      // The number stays, whoever it was made of does not.
      before.giveBack(before.take());
      before.visitors = undefined;
      this.#over = [...this.#over, before].slice(-MOST_DAYS);
    }
    this.#agents.forget();
    this.whereFrom.resolver?.forget();
    this.#today = day;
  }

  #domain(view: Pick<View, 'ip'>, then: (domain: string) => void): void {
    const { table, resolver } = this.whereFrom;
    if (!table && !resolver) return;
    const { ip } = view;
    const found = table?.domainOf(ip);
    if (found !== undefined || !resolver) then(found ?? NONE);
    else resolver.domainOf(prefixOf(ip), (domain) => then(domain ?? NONE));
  }
}
