import { translator, type MessageKey } from '../../../platform/i18n/messages.js';
import type { PublicFrame } from '../../pages/frame.js';
import { publicPaths } from '../../pages/paths.js';
import { PublicLayout } from '../../pages/public-layout.js';

const KNOWN = [400, 403, 404, 405, 413, 415, 422, 429, 500, 503] as const;

export type ErrorStatus = (typeof KNOWN)[number];

/** The page of the nearest status we have words for: another 4xx is said as 400, another 5xx as 500. */
export function nearestErrorStatus(status: number): ErrorStatus {
  return KNOWN.find((known) => known === status) ?? (status >= 500 ? 500 : 400);
}

export interface ErrorPageProps {
  frame: PublicFrame;
  status: ErrorStatus;
  /** Instead of the words every error of this status has. */
  titleKey?: MessageKey;
  textKey?: MessageKey;
  /** Where «go back» leads; the front page otherwise. */
  backHref?: string;
}

/** What happened, what it means for what you did, and what to do now. */
export function ErrorPage({
  frame,
  status,
  titleKey,
  textKey,
  backHref = publicPaths.front,
}: ErrorPageProps) {
  const t = translator(frame.locale);
  const title = t(titleKey ?? `error-page.${status}.title`);
  return (
    <PublicLayout frame={frame} title={title} noindex>
      <div role="alert">
        <h1>{title}</h1>
        <p class="lead">{t(textKey ?? `error-page.${status}.text`)}</p>
      </div>
      <p>{t(`error-page.${status}.do`)}</p>
      <p class="alone">
        <a href={backHref}>{t(backHref === publicPaths.front ? 'error-page.front' : 'error-page.back')}</a>
      </p>
      <p class="hint">{t('error-page.code', { status: String(status) })}</p>
    </PublicLayout>
  );
}
