import { formats } from '../../../platform/i18n/formats.js';
import { type Locale, translator } from '../../../platform/i18n/messages.js';
import type { ListState } from '../../../registers/list.entity.js';
import type { PublicFrame } from '../../pages/frame.js';
import { inLanguage } from '../../pages/in-language.js';
import { publicPaths } from '../../pages/paths.js';
import { PublicLayout } from '../../pages/public-layout.js';

/** A list as its archive shows it. */
export interface ListOfArchive {
  slug: string;
  name: string;
  state: ListState;
}

export interface ArchivePageProps {
  frame: PublicFrame;
  list: ListOfArchive & { archiveSince: Date };
  /** The newest first. */
  campaigns: readonly { id: string; subject: string; preheader: string; locale: Locale; sentAt: Date }[];
}

/** What was sent to a list, to be read by anybody. */
export function ArchivePage({ frame, list, campaigns }: ArchivePageProps) {
  const t = translator(frame.locale);
  const { date } = formats(frame.locale, frame.timeZone);
  const title = t('archive.title', { list: list.name });
  const feed = publicPaths.archiveFeed(list.slug);
  return (
    <PublicLayout frame={frame} title={title} feed={{ title: list.name, href: feed }}>
      <h1>{title}</h1>
      <p class="lead">{t('archive.lead', { since: date(list.archiveSince) })}</p>
      {campaigns.length === 0 ? (
        <p class="note">{t('archive.empty')}</p>
      ) : (
        <ul class="archive">
          {campaigns.map(({ id, subject, preheader, locale, sentAt }) => (
            <li key={id}>
              <h2>
                <a href={inLanguage(publicPaths.archived(list.slug, id), frame.locale)} lang={locale}>
                  {subject}
                </a>
              </h2>
              <p class="hint">
                <time datetime={sentAt.toISOString()}>{date(sentAt)}</time>
              </p>
              {preheader && <p lang={locale}>{preheader}</p>}
            </li>
          ))}
        </ul>
      )}
      <JoinFromArchive frame={frame} list={list} />
      <p class="hint">
        <a href={feed}>{t('archive.feed')}</a> {t('archive.feed-hint')}
      </p>
    </PublicLayout>
  );
}

/** The way onto the list, where it takes anybody. */
export function JoinFromArchive({ frame, list }: { frame: PublicFrame; list: ListOfArchive }) {
  if (list.state !== 'open') return null;
  return (
    <p>
      <a class="button" href={inLanguage(publicPaths.list(list.slug), frame.locale)}>
        {translator(frame.locale)('archive.join', { list: list.name })}
      </a>
    </p>
  );
}
