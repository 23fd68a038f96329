import { formats } from '../../../../platform/i18n/formats.js';
import { translator } from '../../../../platform/i18n/messages.js';
import {
  endedIn,
  type Grain,
  joinedIn,
  LEAST_SHOWN,
  type Period,
} from '../../../../subscriptions/periods.js';
import type { Frame } from '../../../pages/frame.js';
import { BarPlot } from './bar-plot.js';
import { LinePlot } from './line-plot.js';
import { Figure } from './figure.js';
import { periodName } from './period-words.js';

export interface PeriodsProps {
  frame: Pick<Frame, 'locale' | 'timeZone'>;
  grain: Grain;
  /** Oldest first; at least one. */
  periods: readonly Period[];
}

/** How many are on the list, who came and who went: two plots, and the same numbers in one table. */
export function GrowthSection({ frame, grain, periods }: PeriodsProps) {
  const { locale } = frame;
  const t = translator(locale);
  const { number } = formats(locale, frame.timeZone);
  const named = periods.map((period) => ({ ...period, label: periodName(grain, period.start, locale) }));
  const first = named[0]!.label;
  const last = named.at(-1)!.label;
  const most = named.reduce((top, one) => (joinedIn(one) > joinedIn(top) ? one : top));
  const size = (value: number) => (value < LEAST_SHOWN ? t('numbers.few') : number(value));
  return (
    <section class="plots" aria-labelledby="growth">
      <h2 id="growth">{t('numbers.growth')}</h2>
      <div>
        <LinePlot
          id="size"
          title={t('numbers.size')}
          description={t('numbers.size.text', {
            first,
            last,
            from: size(named[0]!.size),
            to: size(named.at(-1)!.size),
          })}
          points={named.map(({ label, size: value }) => ({ label, value }))}
          number={number}
        />
        <BarPlot
          id="moves"
          title={t('numbers.moves')}
          description={
            joinedIn(most) === 0
              ? t('numbers.moves.none', { first, last })
              : t('numbers.moves.text', { first, last, label: most.label, count: joinedIn(most) })
          }
          legend={[
            { kind: 'joined', label: t('numbers.joined') },
            { kind: 'left', label: t('numbers.ended') },
          ]}
          bars={named.map((one) => ({
            label: one.label,
            up: [{ kind: 'joined', value: joinedIn(one) }],
            down: [{ kind: 'left', value: endedIn(one) }],
          }))}
          number={number}
        />
      </div>
      <table class="figures">
        <thead>
          <tr>
            <th scope="col">{t(`numbers.${grain}`)}</th>
            <th scope="col">{t('numbers.joined')}</th>
            <th scope="col">{t('numbers.ended')}</th>
            <th scope="col">{t('numbers.on-it')}</th>
          </tr>
        </thead>
        <tbody>
          {named.toReversed().map((one) => (
            <tr key={one.start}>
              <th scope="row">
                {one.label}
                {one.going && <span class="hint when">{t('numbers.so-far')}</span>}
              </th>
              <td data-label={t('numbers.joined')}>
                <Figure frame={frame} count={joinedIn(one)} />
              </td>
              <td data-label={t('numbers.ended')}>
                <Figure frame={frame} count={endedIn(one)} />
              </td>
              <td data-label={t('numbers.on-it')}>
                <Figure frame={frame} count={one.size} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <MovedIn frame={frame} grain={grain} periods={periods} />
    </section>
  );
}

/** Whoever was moved in has confirmed elsewhere: said apart. */
function MovedIn({ frame, periods }: PeriodsProps) {
  const count = periods.reduce((sum, { movedIn }) => sum + movedIn, 0);
  return count === 0 ? null : <p class="hint">{translator(frame.locale)('numbers.moved-in', { count })}</p>;
}
