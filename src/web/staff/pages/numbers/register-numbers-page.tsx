import { formats } from '../../../../platform/i18n/formats.js';
import { translator } from '../../../../platform/i18n/messages.js';
import type { StaffFrame } from '../../../pages/frame.js';
import { monthOf } from '../../../pages/month.js';
import { staffPaths } from '../../../pages/paths.js';
import { StaffLayout } from '../staff-layout.js';
import { NoOpens } from './no-opens.js';
import { Figure } from './figure.js';

export interface RegisterNumbersPageProps {
  frame: StaffFrame;
  register: { id: string; name: string };
  /** The first day of the last month that is over. */
  month: string;
  /** With what was shown of that month. */
  lists: readonly { id: string; name: string; confirmed: number; joined: number; ended: number }[];
}

/** The lists of a register beside each other, and the way to the numbers of each. */
export function RegisterNumbersPage({ frame, register, month, lists }: RegisterNumbersPageProps) {
  const { locale } = frame;
  const t = translator(locale);
  const { number } = formats(locale, frame.timeZone);
  const of = { month: monthOf(month, locale) };
  return (
    <StaffLayout frame={frame} title={t('numbers.title')} here={{ place: 'numbers', register: register.id }}>
      <p class="crumbs">
        <a href={staffPaths.register(register.id)}>{register.name}</a>
      </p>
      <h1>{t('numbers.title')}</h1>
      <p class="lead">{t('numbers.lead')}</p>
      {lists.length === 0 ? (
        <p>{t('lists.empty')}</p>
      ) : (
        <table class="figures">
          <caption>{t('numbers.last-month', of)}</caption>
          <thead>
            <tr>
              <th scope="col">{t('lists.name')}</th>
              <th scope="col">{t('lists.confirmed')}</th>
              <th scope="col">{t('numbers.joined')}</th>
              <th scope="col">{t('numbers.ended')}</th>
            </tr>
          </thead>
          <tbody>
            {lists.map(({ id, name, confirmed, joined, ended }) => (
              <tr key={id}>
                <th scope="row">
                  <a href={staffPaths.listNumbers(register.id, id)}>{name}</a>
                </th>
                <td data-label={t('lists.confirmed')}>{number(confirmed)}</td>
                <td data-label={t('numbers.joined')}>
                  <Figure frame={frame} count={joined} />
                </td>
                <td data-label={t('numbers.ended')}>
                  <Figure frame={frame} count={ended} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <NoOpens frame={frame} />
    </StaffLayout>
  );
}
