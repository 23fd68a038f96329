import type { ComponentChildren } from 'preact';
import { translator } from '../../platform/i18n/messages.js';
import { Document, type DocumentProps } from './document.js';
import type { WideFrame } from './frame.js';
import { inLanguage } from './in-language.js';
import { LanguageSwitch } from './language-switch.js';
import { publicPaths } from './paths.js';
import { TrialBanner } from './trial-banner.js';

export interface PublicLayoutProps {
  frame: WideFrame;
  title: string;
  noindex?: boolean;
  feed?: DocumentProps['feed'];
  children: ComponentChildren;
}

/** The organisation's name and the language above, one column, and what is promised below. */
export function PublicLayout({ frame, title, noindex = false, feed, children }: PublicLayoutProps) {
  const t = translator(frame.locale);
  const owner = frame.organisation ?? t('layout.product');
  return (
    <Document frame={frame} title={title} owner={owner} noindex={noindex} feed={feed}>
      <TrialBanner frame={frame} />
      <header class="top">
        {frame.organisation === null ? (
          <span class="owner">{owner}</span>
        ) : (
          <a class="owner" href={inLanguage(publicPaths.front, frame.locale)}>
            {owner}
          </a>
        )}
        <LanguageSwitch frame={frame} />
      </header>
      <main id="content" class="column" tabindex={-1}>
        {children}
      </main>
      {frame.organisation !== null && (
        <footer class="bottom">
          <ul>
            <li>
              <a href={inLanguage(publicPaths.privacy, frame.locale)}>{t('layout.privacy')}</a>
            </li>
            <li>
              <a href={inLanguage(publicPaths.promises, frame.locale)}>{t('layout.promises')}</a>
            </li>
            <li>{owner}</li>
          </ul>
        </footer>
      )}
    </Document>
  );
}
