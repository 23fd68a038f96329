import type { ComponentChildren } from 'preact';
import { translator, type Message } from '../../../platform/i18n/messages.js';
import { Document } from '../../pages/document.js';
import type { StaffFrame } from '../../pages/frame.js';
import { staffPaths } from '../../pages/paths.js';
import { TrialBanner } from '../../pages/trial-banner.js';
import { RestoreBanner } from './restore-banner.js';
import { StaffNav, type Here } from './staff-nav.js';
import { WaitCount } from './wait-count.js';

export interface StaffLayoutProps {
  frame: StaffFrame;
  title: string;
  here: Here;
  /** What the last act did, said once after it. */
  notice?: Message;
  children: ComponentChildren;
}

/** The menu beside the page, or folded above it where the screen is narrow. */
export function StaffLayout({ frame, title, here, notice, children }: StaffLayoutProps) {
  const t = translator(frame.locale);
  const product = t('layout.product');
  return (
    <Document frame={frame} title={title} owner={product} noindex scripts>
      <div class="house">
        <aside class="side" aria-label={t('staff.nav.side')}>
          <a class="owner" href={staffPaths.overview}>
            {product}
          </a>
          <StaffNav frame={frame} here={here} id="side" />
        </aside>
        <header class="fold">
          <a class="owner" href={staffPaths.overview}>
            {product}
          </a>
          <details>
            <summary>
              {t('staff.nav.menu')}
              <WaitCount frame={frame} />
            </summary>
            <StaffNav frame={frame} here={here} id="fold" />
          </details>
        </header>
        <div class="work">
          <TrialBanner frame={frame} />
          <RestoreBanner frame={frame} />
          <main id="content" tabindex={-1}>
            {notice && (
              <p class="note" role="status">
                {t(notice.key, notice.params)}
              </p>
            )}
            {children}
          </main>
        </div>
      </div>
    </Document>
  );
}
