import { translator } from '../../../platform/i18n/messages.js';
import { mayDo } from '../../../staff/policy.js';
import { ActButton } from '../../pages/form.js';
import type { StaffFrame } from '../../pages/frame.js';
import { staffPaths } from '../../pages/paths.js';
import type { CampaignView } from './campaign-stage.js';

export interface CampaignArchiveProps {
  frame: StaffFrame;
  registerId: string;
  campaign: Pick<CampaignView, 'id' | 'list' | 'archive'>;
}

/** Whether everybody may read it, or will when it is sent; and keeping it out. */
export function CampaignArchive({ frame, registerId, campaign }: CampaignArchiveProps) {
  const { archive, id, list } = campaign;
  if (archive === null) return null;
  const t = translator(frame.locale);
  const { leftOut, href } = archive;
  return (
    <div>
      <dt>{t('campaign.archive')}</dt>
      <dd>
        {leftOut
          ? t('campaign.archive.out')
          : href === null
            ? t('campaign.archive.will')
            : t('campaign.archive.in')}
        {href !== null && !leftOut && (
          <>
            {' '}
            <a href={href}>{t('campaign.archive.read')}</a>
          </>
        )}
      </dd>
      {mayDo(frame.member.grants, 'send-campaign', { registerId, listId: list.id }) && (
        <dd>
          <ActButton
            action={staffPaths.campaignAct(registerId, id, 'archive')}
            csrf={frame.csrf}
            label={t(leftOut ? 'campaign.archive.put-in' : 'campaign.archive.leave-out')}
            kind="quiet"
            fields={{ out: leftOut ? 'no' : 'yes' }}
          />
        </dd>
      )}
    </div>
  );
}
