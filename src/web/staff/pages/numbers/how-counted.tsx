import { translator } from '../../../../platform/i18n/messages.js';
import { dayOf } from '../../../pages/month.js';
import type { Frame } from '../../../pages/frame.js';

/** How a number comes about, and why it may be a few off. */
export function HowCounted({ frame, since }: { frame: Pick<Frame, 'locale'>; since: string }) {
  const t = translator(frame.locale);
  return (
    <details class="after">
      <summary>{t('numbers.how')}</summary>
      <p>{t('numbers.how.five')}</p>
      <p>{t('numbers.how.night')}</p>
      <p>{t('numbers.how.pending')}</p>
      <p>{t('numbers.how.since', { date: dayOf(since, frame.locale) })}</p>
    </details>
  );
}
