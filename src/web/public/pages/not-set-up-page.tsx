import { translator } from '../../../platform/i18n/messages.js';
import type { PublicFrame } from '../../pages/frame.js';
import { PublicLayout } from '../../pages/public-layout.js';

/** Before set-up: says where the link is. */
export function NotSetUpPage({ frame }: { frame: PublicFrame }) {
  const t = translator(frame.locale);
  return (
    <PublicLayout frame={frame} title={t('not-set-up.title')} noindex>
      <h1>{t('not-set-up.title')}</h1>
      <p class="lead">{t('not-set-up.lead')}</p>
      <p>{t('not-set-up.do')}</p>
    </PublicLayout>
  );
}
