import { type Message, translator } from '../../../platform/i18n/messages.js';
import { TextArea } from '../../pages/field.js';
import { Form } from '../../pages/form.js';
import type { StaffFrame } from '../../pages/frame.js';
import { staffPaths } from '../../pages/paths.js';

export interface AskForReviewProps {
  frame: StaffFrame;
  registerId: string;
  campaignId: string;
  error?: Message | undefined;
}

/** Puts a draft before a second person, with a word to them where there is one. */
export function AskForReview({ frame, registerId, campaignId, error }: AskForReviewProps) {
  const t = translator(frame.locale);
  return (
    <Form action={staffPaths.reviewAct(registerId, campaignId, 'submit')} csrf={frame.csrf}>
      <TextArea
        t={t}
        name="note"
        label={t('review.note')}
        hint={t('review.note-hint')}
        rows={2}
        required={false}
        error={error}
      />
      <button type="submit" class="button">
        {t('review.submit')}
      </button>
    </Form>
  );
}
