import { formats } from '../../../platform/i18n/formats.js';
import { translator } from '../../../platform/i18n/messages.js';
import { monthOf } from '../../pages/month.js';
import type { TransparencyPageProps } from './transparency-page.js';

/** How many are on it, how often it wrote and how many left, by the month. Nothing here is exact but the mailings. */
export function TransparencyMonths({ frame, months, sizes }: TransparencyPageProps) {
  const t = translator(frame.locale);
  const { number } = formats(frame.locale, frame.timeZone);
  const month = (day: string) => monthOf(day, frame.locale);
  const [newest] = sizes;
  const size = (about: number) =>
    about === 0
      ? t('transparency.fewer', { number: 20 })
      : t('transparency.about', { number: number(about) });
  const sizeOf = new Map(sizes.map((one) => [one.month, one.about]));
  return (
    <>
      <h2>{t('transparency.size')}</h2>
      {newest ? (
        <p class="about-so-many">
          <strong>{size(newest.about)}</strong> {t('transparency.size.noted', { month: month(newest.month) })}
        </p>
      ) : (
        <p>{t('transparency.size.none')}</p>
      )}
      <p class="hint">{t('transparency.size.rounding')}</p>
      <h2 id="months">{t('transparency.months')}</h2>
      {months.length === 0 ? (
        <p>{t('transparency.months.none')}</p>
      ) : (
        <table class="stacked" aria-labelledby="months">
          <thead>
            <tr>
              <th scope="col">{t('transparency.month')}</th>
              <th scope="col">{t('transparency.sent')}</th>
              <th scope="col">{t('transparency.left')}</th>
              <th scope="col">{t('transparency.on-it')}</th>
            </tr>
          </thead>
          <tbody>
            {months.map(({ month: start, sent, left }) => {
              const then = sizeOf.get(start);
              return (
                <tr key={start}>
                  <th scope="row">{month(start)}</th>
                  <td data-label={t('transparency.sent')}>{t('transparency.mailings', { count: sent })}</td>
                  <td data-label={t('transparency.left')}>
                    {left === 0
                      ? t('transparency.fewer', { number: 5 })
                      : t('transparency.about', { number: number(left) })}
                  </td>
                  <td data-label={t('transparency.on-it')}>{then === undefined ? '–' : size(then)}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      )}
      <p class="hint">{t('transparency.months.rounding')}</p>
    </>
  );
}
