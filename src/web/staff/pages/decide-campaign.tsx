import { translator } from '../../../platform/i18n/messages.js';
import { TextArea } from '../../pages/field.js';
import { Form } from '../../pages/form.js';
import { staffPaths } from '../../pages/paths.js';
import { ConfirmFactor } from './confirm-factor.js';
import type { ReviewPageProps } from './review-page.js';

type DecideCampaignProps = Pick<
  ReviewPageProps,
  'frame' | 'register' | 'campaign' | 'stage' | 'prompt' | 'error' | 'replyError' | 'reply'
>;

/** Yes, with a proof of who says it; or back to its author, with the reason. */
export function DecideCampaign(props: DecideCampaignProps) {
  const { frame, register, campaign, stage, prompt, error, replyError, reply = '' } = props;
  const t = translator(frame.locale);
  const decide = staffPaths.reviewAct(register.id, campaign.id, 'decide');
  const seen = <input type="hidden" name="digest" value={stage.review.digest} />;
  if (!stage.decides)
    return error ? (
      <p class="note stop" role="alert">
        {t(error.key, error.params)}
      </p>
    ) : (
      <p class="note">{t('proposal.for-approvers')}</p>
    );
  return (
    <>
      <section class="card" aria-labelledby="approve">
        <h2 id="approve">{t('review.approve-title')}</h2>
        <p>{t('review.approve-text')}</p>
        {prompt ? (
          <Form action={decide} csrf={frame.csrf}>
            {seen}
            <ConfirmFactor frame={frame} prompt={prompt} error={error} />
            <button type="submit" class="button" name="decision" value="approve">
              {t('review.approve')}
            </button>
          </Form>
        ) : (
          <p class="note">{t('review.not-without-message')}</p>
        )}
      </section>
      <section aria-labelledby="send-back">
        <h2 id="send-back">{t('review.send-back-title')}</h2>
        <Form action={decide} csrf={frame.csrf}>
          {seen}
          <TextArea
            t={t}
            name="reply"
            label={t('review.reply')}
            hint={t('review.reply-hint')}
            rows={3}
            value={reply}
            error={replyError}
          />
          <button type="submit" class="button quiet" name="decision" value="refuse">
            {t('review.send-back')}
          </button>
        </Form>
      </section>
    </>
  );
}
