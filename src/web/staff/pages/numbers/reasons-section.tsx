import { formats } from '../../../../platform/i18n/formats.js';
import { translator } from '../../../../platform/i18n/messages.js';
import { END_REASONS, endedIn } from '../../../../subscriptions/periods.js';
import { BarPlot } from './bar-plot.js';
import type { PeriodsProps } from './growth-section.js';
import { Figure } from './figure.js';
import { periodName } from './period-words.js';

/** With more reasons than these there is no room for the table beside the plot. */
const MOST_BESIDE = 3;

/** Why people are no longer on the list. A reason that has not come to five is named, without a number. */
export function ReasonsSection({ frame, grain, periods }: PeriodsProps) {
  const { locale } = frame;
  const t = translator(locale);
  const { number } = formats(locale, frame.timeZone);
  const there = END_REASONS.filter((reason) => periods.some(({ ended }) => ended[reason] > 0));
  const few = END_REASONS.filter((reason) => !there.includes(reason));
  const named = periods.map((period) => ({ ...period, label: periodName(grain, period.start, locale) }));
  const words = few.map((reason) => t(`numbers.reason.${reason}`).toLocaleLowerCase(locale));
  return (
    <section class="plots" aria-labelledby="reasons">
      <h2 id="reasons">{t('numbers.reasons')}</h2>
      {there.length > 0 && (
        <>
          <div>
            <BarPlot
              id="why"
              title={t('numbers.reasons.plot')}
              description={t('numbers.reasons.text', {
                first: named[0]!.label,
                last: named.at(-1)!.label,
                count: periods.reduce((sum, period) => sum + endedIn(period), 0),
              })}
              legend={there.map((reason) => ({ kind: reason, label: t(`numbers.reason.${reason}`) }))}
              bars={named.map(({ label, ended }) => ({
                label,
                up: there.map((reason) => ({ kind: reason, value: ended[reason] })),
              }))}
              number={number}
            />
          </div>
          <table class={there.length > MOST_BESIDE ? 'figures wide' : 'figures'}>
            <thead>
              <tr>
                <th scope="col">{t(`numbers.${grain}`)}</th>
                {there.map((reason) => (
                  <th key={reason} scope="col">
                    {t(`numbers.reason.${reason}`)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {named.toReversed().map(({ start, label, ended, going }) => (
                <tr key={start}>
                  <th scope="row">
                    {label}
                    {going && <span class="hint when">{t('numbers.so-far')}</span>}
                  </th>
                  {there.map((reason) => (
                    <td key={reason} data-label={t(`numbers.reason.${reason}`)}>
                      {<Figure frame={frame} count={ended[reason]} />}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </>
      )}
      <p class="hint">
        {few.length > 0 &&
          t('numbers.reasons.few', {
            count: few.length,
            reasons: new Intl.ListFormat(t('locale.tag'), { type: 'conjunction' }).format(words),
          })}{' '}
        {t('numbers.complaints')}
      </p>
    </section>
  );
}
