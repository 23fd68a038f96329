import { formats } from '../../../platform/i18n/formats.js';
import { translator } from '../../../platform/i18n/messages.js';
import { ActButton } from '../../pages/form.js';
import type { StaffFrame } from '../../pages/frame.js';
import { staffPaths } from '../../pages/paths.js';
import type { CampaignView, InReviewStage } from './campaign-stage.js';
import { Recipients } from './recipients.js';

export interface InReviewProps {
  frame: StaffFrame;
  registerId: string;
  campaign: CampaignView;
  stage: InReviewStage;
}

/** A campaign that waits for a second person: who could be it, and the way to read it. */
export function InReview({ frame, registerId, campaign, stage }: InReviewProps) {
  const t = translator(frame.locale);
  const { dateTime } = formats(frame.locale, frame.timeZone);
  const { review, recipients, candidates, mine, decides } = stage;
  return (
    <section>
      <Recipients frame={frame} kind={campaign.kind} recipients={recipients} />
      <p class="note">
        {t('review.waits', { name: review.author, date: dateTime(review.madeAt) })}{' '}
        {candidates.length > 0
          ? t('review.candidates', { names: candidates.join(', '), count: candidates.length })
          : t('review.nobody')}
      </p>
      <div class="buttons">
        <a
          class={decides ? 'button' : 'button quiet'}
          href={staffPaths.campaignAct(registerId, campaign.id, 'review')}
        >
          {t(decides ? 'review.read-decide' : 'review.read')}
        </a>
        {mine && (
          <ActButton
            action={staffPaths.reviewAct(registerId, campaign.id, 'withdraw')}
            csrf={frame.csrf}
            label={t('review.withdraw')}
            kind="quiet"
          />
        )}
      </div>
    </section>
  );
}
