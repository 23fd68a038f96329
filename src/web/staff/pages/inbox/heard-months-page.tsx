import type { Heard } from '../../../../inbound/inbox/heard.queries.js';
import { translator } from '../../../../platform/i18n/messages.js';
import type { StaffFrame } from '../../../pages/frame.js';
import { monthOf } from '../../../pages/month.js';
import { staffPaths } from '../../../pages/paths.js';
import { StaffLayout } from '../staff-layout.js';
import { InboxCrumbs } from './inbox-crumbs.js';
import { lastMonths } from './last-months.js';

export interface HeardMonthsPageProps {
  frame: StaffFrame;
  register: { id: string; name: string };
  written: readonly Heard[];
  now: Date;
}

/** The months of a year, and what stands of each. */
export function HeardMonthsPage({ frame, register, written, now }: HeardMonthsPageProps) {
  const t = translator(frame.locale);
  const months = new Set([...lastMonths(now, 12), ...written.map(({ month }) => month)]);
  const standing = (month: string) => {
    const found = written.find((one) => one.month === month);
    return found ? (found.published ? 'published' : 'draft') : 'none';
  };
  return (
    <StaffLayout frame={frame} title={t('heard.title')} here={{ place: 'inbox', register: register.id }}>
      <InboxCrumbs frame={frame} register={register} />
      <h1>{t('heard.title')}</h1>
      <p class="lead">{t('heard.lead')}</p>
      <table class="stacked">
        <thead>
          <tr>
            <th scope="col">{t('heard.month')}</th>
            <th scope="col">{t('heard.standing')}</th>
          </tr>
        </thead>
        <tbody>
          {[...months]
            .toSorted()
            .toReversed()
            .map((month) => (
              <tr key={month}>
                <th scope="row">
                  <a href={staffPaths.heardIn(register.id, month)}>{monthOf(month, frame.locale)}</a>
                </th>
                <td>{t(`heard.standing.${standing(month)}`)}</td>
              </tr>
            ))}
        </tbody>
      </table>
    </StaffLayout>
  );
}
