import {
  INBOX_VIEWS,
  type InboxCount,
  type InboxFilter,
  type InboxLine,
  type InboxView,
  LINES,
} from '../../../../inbound/inbox/inbox.queries.js';
import type { InboxTheme } from '../../../../inbound/inbox/inbox-settings.queries.js';
import { type Message, translator } from '../../../../platform/i18n/messages.js';
import { mayDo } from '../../../../staff/policy.js';
import { ErrorSummary } from '../../../pages/error-summary.js';
import type { StaffFrame } from '../../../pages/frame.js';
import { staffPaths } from '../../../pages/paths.js';
import { StaffLayout } from '../staff-layout.js';
import { InboxFilterForm } from './inbox-filter-form.js';
import { InboxTable } from './inbox-table.js';
import { SearchMailForm } from './search-mail-form.js';

export interface InboxPageProps {
  frame: StaffFrame;
  register: { id: string; name: string };
  notice?: Message;
  filter: InboxFilter & { view: InboxView };
  /** One more than are shown, where there are more. */
  lines: readonly InboxLine[];
  themes: readonly InboxTheme[];
  count: InboxCount | undefined;
  /** A search that could not be made. */
  search?: { address: string; error: Message } | undefined;
}

/** The mail of one register: how many, how old, whose it is. */
export function InboxPage(props: InboxPageProps) {
  const { frame, register, notice, filter, lines, themes, count, search } = props;
  const t = translator(frame.locale);
  const filtered = filter.themeId !== undefined || filter.month !== undefined;
  const labels = { address: t('inbox.search.address') };
  return (
    <StaffLayout
      frame={frame}
      title={t('inbox.title')}
      here={{ place: 'inbox', register: register.id }}
      {...(notice && { notice })}
    >
      <p class="crumbs">
        <a href={staffPaths.register(register.id)}>{register.name}</a>
      </p>
      <h1>{t('inbox.title')}</h1>
      <p class="lead">{t('inbox.lead')}</p>
      {search && <ErrorSummary t={t} errors={{ address: search.error }} labels={labels} />}
      <nav aria-label={t('inbox.views')}>
        <ul class="inbox-views">
          {INBOX_VIEWS.map((view) => (
            <li key={view}>
              <a
                href={staffPaths.inboxView(register.id, view)}
                aria-current={view === filter.view ? 'page' : undefined}
              >
                {t(`inbox.view.${view}`)}
                <Count view={view} count={count} />
              </a>
            </li>
          ))}
        </ul>
      </nav>
      {filter.view === 'machines' && <p class="hint">{t('inbox.machines')}</p>}
      {lines.length === 0 ? (
        <p class="note">{t(filtered ? 'inbox.none-found' : `inbox.none.${filter.view}`)}</p>
      ) : (
        <InboxTable frame={frame} registerId={register.id} lines={lines.slice(0, LINES)} themes={themes} />
      )}
      {lines.length > LINES && <p class="hint">{t('inbox.more', { count: LINES })}</p>}
      <section class="after">
        <h2>{t('inbox.find')}</h2>
        <InboxFilterForm {...{ frame, register, filter, themes }} />
        <SearchMailForm {...{ frame, register }} value={search?.address} error={search?.error} />
      </section>
      <p class="alone">
        <a href={staffPaths.heard(register.id)}>{t('heard.title')}</a>
      </p>
      {mayDo(frame.member.grants, 'set-inbox', { registerId: register.id }) && (
        <p class="alone">
          <a href={staffPaths.inboxSettings(register.id)}>{t('inbox.settings.link')}</a>
        </p>
      )}
    </StaffLayout>
  );
}

function Count({ view, count }: { view: InboxView; count: InboxCount | undefined }) {
  const of =
    count && { waiting: count.waiting, open: count.open, machines: count.byMachines, closed: 0 }[view];
  return of ? <span class={view === 'waiting' ? 'count' : 'quiet-count'}>{of}</span> : null;
}
