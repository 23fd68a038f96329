import type { CampaignKind } from '../../../campaigns/campaign.entity.js';
import { translator } from '../../../platform/i18n/messages.js';
import type { StaffFrame } from '../../pages/frame.js';
import { recipientNumber } from './recipient-number.js';

export interface RecipientsProps {
  frame: StaffFrame;
  kind: CampaignKind;
  recipients: number;
}

/** How many would get a campaign if it went out now, written large; of a welcome nobody knows. */
export function Recipients({ frame, kind, recipients }: RecipientsProps) {
  const t = translator(frame.locale);
  if (kind === 'welcome') return <p class="lead">{t('welcome.to-each')}</p>;
  return (
    <p class="big">
      <strong>{recipientNumber(frame, kind, recipients)}</strong>
      <span>{t('ready.recipients', { count: recipients })}</span>
    </p>
  );
}
