import type { InboxFilter } from '../../../../inbound/inbox/inbox.queries.js';
import type { InboxTheme } from '../../../../inbound/inbox/inbox-settings.queries.js';
import { translator } from '../../../../platform/i18n/messages.js';
import type { StaffFrame } from '../../../pages/frame.js';
import { staffPaths } from '../../../pages/paths.js';
import { monthOf } from '../../../pages/month.js';
import { lastMonths } from './last-months.js';

export interface InboxFilterFormProps {
  frame: StaffFrame;
  register: { id: string };
  filter: InboxFilter;
  themes: readonly InboxTheme[];
}

/** By theme and month: an address of a page, since neither says anything about anybody. */
export function InboxFilterForm({ frame, register, filter, themes }: InboxFilterFormProps) {
  const t = translator(frame.locale);
  return (
    <form method="get" action={staffPaths.inbox(register.id)} class="filter">
      <input type="hidden" name="show" value={filter.view} />
      <div class="field">
        <label for="theme">{t('inbox.theme')}</label>
        <select id="theme" name="theme" autocomplete="off">
          <option value="">{t('inbox.any-theme')}</option>
          {themes.map(({ id, name }) => (
            <option key={id} value={id} selected={id === filter.themeId}>
              {name}
            </option>
          ))}
        </select>
      </div>
      <div class="field">
        <label for="month">{t('inbox.begun-in')}</label>
        <select id="month" name="month" autocomplete="off">
          <option value="">{t('inbox.any-month')}</option>
          {lastMonths(new Date(), 14).map((month) => (
            <option key={month} value={month.slice(0, 7)} selected={month === filter.month}>
              {monthOf(month, frame.locale)}
            </option>
          ))}
        </select>
      </div>
      <div class="field">
        <button type="submit" class="button quiet">
          {t('inbox.filter')}
        </button>
      </div>
    </form>
  );
}
