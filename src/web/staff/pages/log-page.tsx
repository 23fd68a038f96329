import { translator } from '../../../platform/i18n/messages.js';
import type { LogLine, LogSearch } from '../../../staff/audit/search-log.queries.js';
import type { StaffFrame } from '../../pages/frame.js';
import { staffPaths } from '../../pages/paths.js';
import { logQuery } from '../log-search.js';
import { LogDays } from './log-days.js';
import { LogFilter } from './log-filter.js';
import { StaffLayout } from './staff-layout.js';

export interface LogPageProps {
  frame: StaffFrame;
  search: LogSearch;
  lines: readonly LogLine[];
  /** There are older ones. */
  more: boolean;
  members: readonly { id: string; name: string }[];
}

/** What staff have done, the newest first; how it is kept, and what that does not cover. */
export function LogPage({ frame, search, lines, more, members }: LogPageProps) {
  const t = translator(frame.locale);
  const { before, ...asked } = search;
  const searches = Object.values(asked).some((value) => value !== undefined);
  return (
    <StaffLayout frame={frame} title={t('log.title')} here={{ place: 'log' }}>
      <h1>{t('log.title')}</h1>
      <p class="lead">{t('log.lead')}</p>
      <details>
        <summary>{t('log.kept.title')}</summary>
        <ul class="prose">
          {(['before', 'chain', 'outside', 'verify'] as const).map((what) => (
            <li key={what}>{t(`log.kept.${what}`)}</li>
          ))}
        </ul>
        <p>{t('log.kept.not')}</p>
        <ul class="prose">
          {(['owner', 'minute', 'web', 'looking'] as const).map((what) => (
            <li key={what}>{t(`log.kept.not-${what}`)}</li>
          ))}
        </ul>
      </details>
      <h2>{t('log.search.title')}</h2>
      <LogFilter frame={frame} search={search} members={members} />
      {searches && (
        <p>
          <a href={staffPaths.log}>{t('log.search.clear')}</a>
        </p>
      )}
      <h2>{t(before === undefined ? 'log.newest' : 'log.older')}</h2>
      {lines.length === 0 ? (
        <p class="note">{t('log.nothing-found')}</p>
      ) : (
        <LogDays frame={frame} lines={lines} />
      )}
      <nav class="buttons" aria-label={t('log.pages')}>
        {before !== undefined && (
          <a class="button quiet" href={staffPaths.log + logQuery(asked)}>
            {t('log.to-newest')}
          </a>
        )}
        {more && (
          <a
            class="button quiet"
            href={staffPaths.log + logQuery({ ...asked, before: lines.at(-1)!.number })}
          >
            {t('log.to-older')}
          </a>
        )}
      </nav>
    </StaffLayout>
  );
}
