import { formats } from '../../../platform/i18n/formats.js';
import { translator } from '../../../platform/i18n/messages.js';
import type { StaffFrame } from '../../pages/frame.js';
import { type ShownReview, voidWords } from './review-stage.js';

/** What became of a draft's last review, where that is why it is a draft again. */
export function ReviewOutcome({ frame, review }: { frame: StaffFrame; review: ShownReview | null }) {
  const t = translator(frame.locale);
  const { dateTime } = formats(frame.locale, frame.timeZone);
  if (review?.state === 'refused') {
    return (
      <div class="note warn">
        <p>
          <strong>
            {t('review.refused', {
              name: review.second ?? '',
              date: review.decidedAt ? dateTime(review.decidedAt) : '',
            })}
          </strong>
        </p>
        {review.reply && <blockquote class="lines">{review.reply}</blockquote>}
      </div>
    );
  }
  if (review?.state !== 'void') return null;
  return (
    <p class="note warn">
      <strong>{t(review.second ? 'review.void' : 'review.void-unread')}</strong>{' '}
      {t(`review.void.${voidWords(review.voidWhy)}`)}
    </p>
  );
}
