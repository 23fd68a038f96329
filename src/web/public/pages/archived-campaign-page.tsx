import { formats } from '../../../platform/i18n/formats.js';
import { type Locale, translator } from '../../../platform/i18n/messages.js';
import type { PublicFrame } from '../../pages/frame.js';
import { inLanguage } from '../../pages/in-language.js';
import { publicPaths } from '../../pages/paths.js';
import { PublicLayout } from '../../pages/public-layout.js';
import { JoinFromArchive, type ListOfArchive } from './archive-page.js';

export interface ArchivedCampaignPageProps {
  frame: PublicFrame;
  list: ListOfArchive;
  campaign: { subject: string; preheader: string; locale: Locale; sentAt: Date };
  /** What our own renderer made of its text, headings from h2 down, with nobody's own words in it. */
  html: string;
}

/** One campaign, to be read by anybody: its text, and nothing that is a recipient's own. */
export function ArchivedCampaignPage({ frame, list, campaign, html }: ArchivedCampaignPageProps) {
  const t = translator(frame.locale);
  const { date } = formats(frame.locale, frame.timeZone);
  const { subject, preheader, locale, sentAt } = campaign;
  const archive = publicPaths.archive(list.slug);
  return (
    <PublicLayout
      frame={frame}
      title={subject}
      feed={{ title: list.name, href: publicPaths.archiveFeed(list.slug) }}
    >
      <p class="crumbs">
        <a href={inLanguage(archive, frame.locale)}>{t('archive.title', { list: list.name })}</a>
      </p>
      <article lang={locale}>
        <h1>{subject}</h1>
        <p class="hint" lang={frame.locale}>
          <time datetime={sentAt.toISOString()}>{t('archive.sent', { date: date(sentAt) })}</time>
        </p>
        {preheader && <p class="lead">{preheader}</p>}
        <div class="letter" dangerouslySetInnerHTML={{ __html: html }} />
      </article>
      <p class="note">{t('archive.note', { list: list.name })}</p>
      <JoinFromArchive frame={frame} list={list} />
    </PublicLayout>
  );
}
