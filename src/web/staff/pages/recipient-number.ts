import type { CampaignKind } from '../../../campaigns/campaign.entity.js';
import { isAtMost } from '../../../campaigns/recipient-count.queries.js';
import { formats } from '../../../platform/i18n/formats.js';
import { translator } from '../../../platform/i18n/messages.js';
import type { StaffFrame } from '../../pages/frame.js';

/** How many will get a campaign, as it is written large: of a correction to very many, at most. */
export function recipientNumber(
  { locale, timeZone }: Pick<StaffFrame, 'locale' | 'timeZone'>,
  kind: CampaignKind,
  recipients: number,
): string {
  const number = formats(locale, timeZone).number(recipients);
  return isAtMost(kind, recipients) ? translator(locale)('ready.at-most', { number }) : number;
}
