import { formats } from '../../../../platform/i18n/formats.js';
import { translator } from '../../../../platform/i18n/messages.js';
import type { StaffFrame } from '../../../pages/frame.js';
import { dayOfYear } from '../../../pages/month.js';
import type { TrafficGrain, TrafficPeriod } from '../../traffic-view.js';
import { BarPlot } from '../numbers/bar-plot.js';
import { Figure } from '../numbers/figure.js';
import { periodName } from '../numbers/period-words.js';

export interface TrafficOverTimeProps {
  frame: Pick<StaffFrame, 'locale' | 'timeZone'>;
  grain: TrafficGrain;
  /** Oldest first; at least one. */
  periods: readonly TrafficPeriod[];
}

/** Visits, and the pages that were looked at beyond the first: one plot, and the same numbers in a table. */
export function TrafficOverTime({ frame, grain, periods }: TrafficOverTimeProps) {
  const { locale } = frame;
  const t = translator(locale);
  const { number } = formats(locale, frame.timeZone);
  const named = periods.map((period) => ({
    ...period,
    label: grain === 'day' ? dayOfYear(period.start, locale) : periodName(grain, period.start, locale),
  }));
  const most = named.reduce((top, one) => (one.views > top.views ? one : top));
  // Of a week the visitors of its days cannot be added up: who came on two would be two.
  const visitors = grain === 'day' && periods.some((period) => period.visitors > 0);
  const devices = periods.some((period) => period.devices > 0);
  return (
    <section class="plots" aria-labelledby="over-time">
      <h2 id="over-time">{t('traffic.over-time')}</h2>
      <div>
        <BarPlot
          id="views"
          title={t('traffic.plot')}
          description={t('traffic.plot.text', {
            first: named[0]!.label,
            last: named.at(-1)!.label,
            label: most.label,
            count: most.views,
          })}
          legend={[
            { kind: 'visits', label: t('traffic.plot.visits') },
            { kind: 'further', label: t('traffic.plot.further') },
          ]}
          bars={named.map(({ label, views, visits }) => ({
            label,
            up: [
              { kind: 'visits', value: visits },
              { kind: 'further', value: Math.max(0, views - visits) },
            ],
          }))}
          number={number}
        />
      </div>
      <table class={visitors || devices ? 'figures wide' : 'figures few-columns'}>
        <thead>
          <tr>
            <th scope="col">{t(grain === 'day' ? 'numbers.day' : `numbers.${grain}`)}</th>
            <th scope="col">{t('traffic.visits')}</th>
            <th scope="col">{t('traffic.views')}</th>
            {visitors && <th scope="col">{t('traffic.visitors')}</th>}
            {devices && <th scope="col">{t('traffic.devices')}</th>}
          </tr>
        </thead>
        <tbody>
          {named.toReversed().map((one) => (
            <tr key={one.start}>
              <th scope="row">
                {one.label}
                {one.going && <span class="hint when">{t('numbers.so-far')}</span>}
              </th>
              <td data-label={t('traffic.visits')}>
                <Figure frame={frame} count={one.visits} />
              </td>
              <td data-label={t('traffic.views')}>
                <Figure frame={frame} count={one.views} />
              </td>
              {visitors && (
                <td data-label={t('traffic.visitors')}>
                  <Figure frame={frame} count={one.visitors} />
                </td>
              )}
              {devices && (
                <td data-label={t('traffic.devices')}>
                  <Figure frame={frame} count={one.devices} />
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
