import { translator } from '../../../platform/i18n/messages.js';
import { mayDo } from '../../../staff/policy.js';
import { ActButton } from '../../pages/form.js';
import type { StaffFrame } from '../../pages/frame.js';
import { staffPaths } from '../../pages/paths.js';
import type { CampaignView } from './campaign-stage.js';

export interface CountingChoiceProps {
  frame: StaffFrame;
  registerId: string;
  campaign: CampaignView;
  /** Somebody has approved it, or is looking at it: a change begins that anew. */
  reviewed: boolean;
}

/** Whether it is counted how many follow the links. Chosen before it is read by a second person. */
export function CountingChoice({ frame, registerId, campaign, reviewed }: CountingChoiceProps) {
  const t = translator(frame.locale);
  if (campaign.kind === 'reconsent' || campaign.kind === 'welcome') return null;
  const { counts } = campaign;
  return (
    <section class="after" aria-labelledby="counting">
      <h2 id="counting">{t('counting.title')}</h2>
      <p>{t(counts ? 'counting.on' : 'counting.off')}</p>
      {mayDo(frame.member.grants, 'write-campaign', { registerId, listId: campaign.list.id }) && (
        <>
          <p class="hint">
            {t('counting.hint')} {reviewed && t('review.edit-hint')}
          </p>
          <ActButton
            action={staffPaths.campaignAct(registerId, campaign.id, 'counting')}
            csrf={frame.csrf}
            label={t(counts ? 'counting.stop' : 'counting.start')}
            kind="quiet"
            fields={{ counts: counts ? 'no' : 'yes' }}
          />
        </>
      )}
    </section>
  );
}
