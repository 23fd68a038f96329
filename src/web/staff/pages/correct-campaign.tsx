import type { CampaignKind } from '../../../campaigns/campaign.entity.js';
import { translator } from '../../../platform/i18n/messages.js';
import { mayDo } from '../../../staff/policy.js';
import { ActButton } from '../../pages/form.js';
import type { StaffFrame } from '../../pages/frame.js';
import { staffPaths } from '../../pages/paths.js';
import type { CampaignStage, CampaignView } from './campaign-stage.js';

export interface CorrectCampaignProps {
  frame: StaffFrame;
  registerId: string;
  campaign: CampaignView;
  stage: CampaignStage;
}

/** What asks or welcomes is not put right by a mail to those who got it; a list that has ended sends nothing. */
const NEVER_CORRECTED: ReadonlySet<CampaignKind> = new Set(['reconsent', 'farewell', 'welcome']);

/** After a mistake: a correction to those alone who were sent it. */
export function CorrectCampaign({ frame, registerId, campaign, stage }: CorrectCampaignProps) {
  const t = translator(frame.locale);
  const isOut = (stage.state === 'sent' || stage.state === 'cancelled') && stage.begun;
  const writes = mayDo(frame.member.grants, 'write-campaign', { registerId, listId: campaign.list.id });
  if (!writes || !isOut || NEVER_CORRECTED.has(campaign.kind)) return null;
  return (
    <details class="after">
      <summary>{t('correction.title')}</summary>
      <p>{t('correction.text')}</p>
      <ActButton
        action={staffPaths.campaignAct(registerId, campaign.id, 'correct')}
        csrf={frame.csrf}
        label={t('correction.submit')}
        kind="quiet"
      />
    </details>
  );
}
