import { translator, type Message } from '../../../platform/i18n/messages.js';
import { mayDo } from '../../../staff/policy.js';
import type { StaffFrame } from '../../pages/frame.js';
import { staffPaths } from '../../pages/paths.js';
import { CampaignTable, type CampaignLine } from './campaign-table.js';
import { StaffLayout } from './staff-layout.js';

export interface CampaignsPageProps {
  frame: StaffFrame;
  notice?: Message;
  register: { id: string; name: string };
  /** False where there is no list that the reader may write to. */
  hasLists: boolean;
  /** Newest first. */
  campaigns: readonly CampaignLine[];
}

export function CampaignsPage({ frame, notice, register, hasLists, campaigns }: CampaignsPageProps) {
  const t = translator(frame.locale);
  const makesLists = mayDo(frame.member.grants, 'make-list', { registerId: register.id });
  const here = { place: 'campaigns', register: register.id } as const;
  return (
    <StaffLayout frame={frame} title={t('campaigns.title')} here={here} notice={notice}>
      <p class="crumbs">{register.name}</p>
      <h1>{t('campaigns.title')}</h1>
      {campaigns.length === 0 && (
        <p class="lead">
          {t(hasLists ? 'campaigns.empty' : makesLists ? 'campaigns.no-lists' : 'campaigns.none')}
        </p>
      )}
      {hasLists && (
        <p class="buttons">
          <a class="button" href={staffPaths.newCampaign(register.id)}>
            {t('campaigns.new')}
          </a>
          <a class="button quiet" href={staffPaths.images(register.id)}>
            {t('images.title')}
          </a>
        </p>
      )}
      {!hasLists && makesLists && (
        <p>
          <a class="button" href={staffPaths.newList(register.id)}>
            {t('lists.new')}
          </a>
        </p>
      )}
      <CampaignTable frame={frame} campaigns={campaigns} />
    </StaffLayout>
  );
}
