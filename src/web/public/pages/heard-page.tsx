import type { Heard, ThemeCount } from '../../../inbound/inbox/heard.queries.js';
import { translator } from '../../../platform/i18n/messages.js';
import type { PublicFrame } from '../../pages/frame.js';
import { monthOf } from '../../pages/month.js';
import { publicPaths } from '../../pages/paths.js';
import { PublicLayout } from '../../pages/public-layout.js';
import { ThemeCounts } from '../../pages/theme-counts.js';

export interface HeardPageProps {
  frame: PublicFrame;
  register: { name: string };
  /** What is published, the newest first. */
  months: readonly (Pick<Heard, 'month' | 'heard' | 'did'> & { counts: readonly ThemeCount[] })[];
}

/** What people wrote about, and what came of it, month by month. */
export function HeardPage({ frame, register, months }: HeardPageProps) {
  const t = translator(frame.locale);
  return (
    <PublicLayout frame={frame} title={t('heard.title')}>
      <article class="prose">
        <p class="crumbs">{register.name}</p>
        <h1>{t('heard.title')}</h1>
        <p class="lead">{t('heard.public.lead')}</p>
        {months.map(({ month, heard, did, counts }) => {
          const name = monthOf(month, frame.locale);
          return (
            <section key={month} class="heard" aria-labelledby={`m-${month}`}>
              <h2 id={`m-${month}`} class="month">
                {name}
              </h2>
              <h3>{t('heard.heard')}</h3>
              <p class="lines">{heard}</p>
              <h3>{t('heard.did')}</h3>
              <p class="lines">{did}</p>
              {counts.length > 0 && (
                <>
                  <h3>{t('heard.counts', { month: name })}</h3>
                  <ThemeCounts frame={frame} counts={counts} label={t('heard.counts', { month: name })} />
                </>
              )}
            </section>
          );
        })}
        <p class="alone">
          <a href={publicPaths.privacy}>{t('heard.public.privacy')}</a>
        </p>
      </article>
    </PublicLayout>
  );
}
