import type { InboxLine } from '../../../../inbound/inbox/inbox.queries.js';
import type { InboxTheme } from '../../../../inbound/inbox/inbox-settings.queries.js';
import { translator } from '../../../../platform/i18n/messages.js';
import type { StaffFrame } from '../../../pages/frame.js';
import { InboxCrumbs } from './inbox-crumbs.js';
import { StaffLayout } from '../staff-layout.js';
import { InboxTable } from './inbox-table.js';
import { SearchMailForm } from './search-mail-form.js';

export interface MailFoundPageProps {
  frame: StaffFrame;
  register: { id: string; name: string };
  address: string;
  lines: readonly InboxLine[];
  themes: readonly InboxTheme[];
}

/** The conversations of one exact address, or that there are none. */
export function MailFoundPage({ frame, register, address, lines, themes }: MailFoundPageProps) {
  const t = translator(frame.locale);
  return (
    <StaffLayout
      frame={{ ...frame, path: null }}
      title={t('inbox.title')}
      here={{ place: 'inbox', register: register.id }}
    >
      <InboxCrumbs frame={frame} register={register} />
      <h1 class="anywhere">{address}</h1>
      <p class="lead">{t('inbox.found', { count: lines.length })}</p>
      {lines.length > 0 && (
        <InboxTable frame={frame} registerId={register.id} lines={lines} themes={themes} />
      )}
      <section class="after">
        <h2>{t('inbox.search.again')}</h2>
        <SearchMailForm frame={frame} register={register} />
      </section>
    </StaffLayout>
  );
}
