import type { DayAfter } from '../../../../campaigns/campaign-numbers.queries.js';
import { formats } from '../../../../platform/i18n/formats.js';
import { translator } from '../../../../platform/i18n/messages.js';
import type { Frame } from '../../../pages/frame.js';
import { dayOf } from '../../../pages/month.js';
import { BarPlot } from './bar-plot.js';
import type { PlotKind } from './plot-frame.js';
import { Figure } from './figure.js';

export interface DaysAfterProps {
  frame: Pick<Frame, 'locale' | 'timeZone'>;
  list: string;
  days: readonly DayAfter[];
}

/** Who left the list in the days after a campaign. Of the list, since nobody knows why somebody left. */
export function DaysAfter({ frame, list, days }: DaysAfterProps) {
  const t = translator(frame.locale);
  return (
    <section class="plots" aria-labelledby="left">
      <h2 id="left">{t('numbers.days')}</h2>
      <p>{t('numbers.days.text', { list })}</p>
      {days.length === 0 && <p>{t('numbers.days.none')}</p>}
      <DayFigures
        frame={frame}
        id="left-days"
        kind="unsubscribed"
        title={t('numbers.days.plot')}
        days={days}
      />
    </section>
  );
}

export interface DayFiguresProps {
  frame: Pick<Frame, 'locale' | 'timeZone'>;
  id: string;
  kind: PlotKind;
  title: string;
  days: readonly DayAfter[];
}

/** A number per day, as a plot and as a table. */
export function DayFigures({ frame, id, kind, title, days }: DayFiguresProps) {
  const { locale } = frame;
  const t = translator(locale);
  const { number } = formats(locale, frame.timeZone);
  const named = days.map((one) => ({ ...one, label: dayOf(one.day, locale) }));
  if (days.length === 0) return null;
  const total = days.reduce((sum, { count }) => sum + (count ?? 0), 0);
  return (
    <>
      <div>
        {total > 0 && (
          <BarPlot
            id={id}
            title={title}
            description={t('numbers.days.desc', {
              first: named[0]!.label,
              last: named.at(-1)!.label,
              count: total,
            })}
            bars={named.map(({ label, count }) => ({ label, up: [{ kind, value: count ?? 0 }] }))}
            number={number}
          />
        )}
      </div>
      <table class="figures few-columns">
        <thead>
          <tr>
            <th scope="col">{t('numbers.day')}</th>
            <th scope="col">{title}</th>
          </tr>
        </thead>
        <tbody>
          {named.map(({ day, label, count }) => (
            <tr key={day}>
              <th scope="row">{label}</th>
              <td>
                {count === null ? t('numbers.not-counted-then') : <Figure frame={frame} count={count} />}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}
