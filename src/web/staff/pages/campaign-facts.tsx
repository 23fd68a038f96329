import { formats } from '../../../platform/i18n/formats.js';
import { translator } from '../../../platform/i18n/messages.js';
import type { StaffFrame } from '../../pages/frame.js';
import { CampaignArchive } from './campaign-archive.js';
import type { CampaignView } from './campaign-stage.js';

export interface CampaignFactsProps {
  frame: StaffFrame;
  registerId: string;
  campaign: CampaignView;
}

/** To whom, under which yes, from whom. */
export function CampaignFacts({ frame, registerId, campaign }: CampaignFactsProps) {
  const t = translator(frame.locale);
  const { number, date } = formats(frame.locale, frame.timeZone);
  const { list, purpose, sender, language } = campaign;
  return (
    <section class="card" aria-labelledby="facts">
      <h2 id="facts">{t('campaign.facts')}</h2>
      <dl class="facts">
        <div>
          <dt>{t('campaign.list')}</dt>
          <dd>{list.name}</dd>
        </div>
        <div>
          <dt>{t('campaign.purpose')}</dt>
          <dd>
            {t('campaign.purpose-version', { version: number(purpose.version), since: date(purpose.since) })}
          </dd>
        </div>
        <div>
          <dt>{t('campaign.from')}</dt>
          <dd class="anywhere">
            {t('sign-up.sender-value', { name: sender.name, address: sender.address })}
          </dd>
        </div>
        <div>
          <dt>{t('campaign.language')}</dt>
          <dd lang={language}>{translator(language)('locale.name')}</dd>
        </div>
        <CampaignArchive frame={frame} registerId={registerId} campaign={campaign} />
      </dl>
    </section>
  );
}
