import { formats } from '../../../platform/i18n/formats.js';
import { type Message, translator } from '../../../platform/i18n/messages.js';
import { ActButton } from '../../pages/form.js';
import type { StaffFrame } from '../../pages/frame.js';
import { staffPaths } from '../../pages/paths.js';
import { StaffLayout } from './staff-layout.js';

export interface ListArchivePageProps {
  frame: StaffFrame;
  notice?: Message;
  register: { id: string; name: string };
  /** `archiveSince`: null where nobody may read what it is sent. */
  list: { id: string; name: string; archiveSince: Date | null };
  archiveUrl: string;
}

/** Opens a list's archive to everybody, or closes it. */
export function ListArchivePage({ frame, notice, register, list, archiveUrl }: ListArchivePageProps) {
  const t = translator(frame.locale);
  const { date } = formats(frame.locale, frame.timeZone);
  const title = t('list-archive.title');
  const { archiveSince } = list;
  return (
    <StaffLayout frame={frame} title={title} here={{ place: 'lists', register: register.id }} notice={notice}>
      <p class="crumbs">
        <a href={staffPaths.lists(register.id)}>{register.name}</a> /{' '}
        <a href={staffPaths.list(register.id, list.id)}>{list.name}</a>
      </p>
      <h1>{title}</h1>
      <p class="lead">
        {archiveSince ? t('list-archive.on', { since: date(archiveSince) }) : t('list-archive.off')}
      </p>
      {archiveSince && (
        <p class="anywhere">
          <a href={archiveUrl}>{archiveUrl}</a>
        </p>
      )}
      <p>{t('list-archive.what')}</p>
      <p>{t('list-archive.left-out')}</p>
      {archiveSince && <p>{t('list-archive.close-text')}</p>}
      <ActButton
        action={staffPaths.listArchive(register.id, list.id)}
        csrf={frame.csrf}
        label={t(archiveSince ? 'list-archive.close' : 'list-archive.open')}
        kind={archiveSince ? 'quiet' : 'primary'}
        fields={{ open: archiveSince ? 'no' : 'yes' }}
      />
    </StaffLayout>
  );
}
