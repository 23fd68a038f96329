import { translator } from '../../../platform/i18n/messages.js';
import type { PublicFrame } from '../../pages/frame.js';
import { inLanguage } from '../../pages/in-language.js';
import { publicPaths } from '../../pages/paths.js';
import { PublicLayout } from '../../pages/public-layout.js';

export interface ListAwayPageProps {
  frame: PublicFrame;
  list: string;
  /** Until its next season, or for good. */
  state: 'resting' | 'closed';
}

/** In the place of a form that nobody can send now. */
export function ListAwayPage({ frame, list, state }: ListAwayPageProps) {
  const t = translator(frame.locale);
  const title = t(`away.${state}.title`, { list });
  return (
    <PublicLayout frame={frame} title={title} noindex>
      <h1>{title}</h1>
      <p class="lead">{t(`away.${state}.lead`)}</p>
      <p>
        <a class="button quiet" href={inLanguage(publicPaths.front, frame.locale)}>
          {t('away.others')}
        </a>
      </p>
    </PublicLayout>
  );
}
