import { translator } from '../../../platform/i18n/messages.js';
import type { PublicFrame } from '../../pages/frame.js';
import { PublicLayout } from '../../pages/public-layout.js';

export interface GoToProviderPageProps {
  frame: PublicFrame;
  name: string;
  href: string;
}

/** Seen for a moment, on the way to the provider; or longer, where a browser does not go on by itself. */
export function GoToProviderPage({ frame, name, href }: GoToProviderPageProps) {
  const t = translator(frame.locale);
  return (
    <PublicLayout frame={frame} title={t('provider.going.title', { name })} noindex>
      <h1>{t('provider.going.title', { name })}</h1>
      <p class="lead">{t('provider.going.text')}</p>
      <p>
        <a class="button" href={href}>
          {t('provider.going.on', { name })}
        </a>
      </p>
    </PublicLayout>
  );
}
