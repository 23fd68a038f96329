import { translator } from '../../../platform/i18n/messages.js';
import type { PublicFrame } from '../../pages/frame.js';
import { inLanguage } from '../../pages/in-language.js';
import { PublicLayout } from '../../pages/public-layout.js';

export interface ManageClosedPageProps {
  frame: PublicFrame;
  /** `late`: no keeper has answered. */
  state: 'unknown' | 'expired' | 'late';
  /** Where a new link is asked for; with `late`, the page to try again. */
  askHref?: string;
}

/** A link that opens nothing now, and what to do instead. */
export function ManageClosedPage({ frame, state, askHref }: ManageClosedPageProps) {
  const t = translator(frame.locale);
  const title = t(`manage.${state}.title`);
  return (
    <PublicLayout frame={frame} title={title} noindex>
      <h1>{title}</h1>
      <p class="lead">{t(`manage.${state}.lead`)}</p>
      {askHref !== undefined && (
        <p>
          <a class="button" href={inLanguage(askHref, frame.locale)}>
            {t(state === 'late' ? 'manage.late.again' : 'manage.new-link')}
          </a>
        </p>
      )}
    </PublicLayout>
  );
}
