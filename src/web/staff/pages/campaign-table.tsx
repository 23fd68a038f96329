import { formats } from '../../../platform/i18n/formats.js';
import { translator } from '../../../platform/i18n/messages.js';
import type { StaffFrame } from '../../pages/frame.js';
import { staffPaths } from '../../pages/paths.js';
import { CAMPAIGN_WORDS, type CampaignState } from './campaign-words.js';

export interface CampaignLine {
  id: string;
  registerId: string;
  subject: string;
  list: string;
  state: CampaignState;
  /** When it last changed state. */
  at: Date;
  /** To how many; null while it is a draft. */
  total: number | null;
}

export function CampaignTable({
  frame,
  campaigns,
}: {
  frame: StaffFrame;
  campaigns: readonly CampaignLine[];
}) {
  if (campaigns.length === 0) return null;
  const t = translator(frame.locale);
  const { number, dateTime } = formats(frame.locale, frame.timeZone);
  return (
    <table class="stacked">
      <thead>
        <tr>
          <th scope="col">{t('campaigns.subject')}</th>
          <th scope="col">{t('campaign.list')}</th>
          <th scope="col">{t('campaigns.state')}</th>
          <th scope="col" class="number">
            {t('campaigns.total')}
          </th>
        </tr>
      </thead>
      <tbody>
        {campaigns.map(({ id, registerId, subject, list, state, at, total }) => (
          <tr key={id}>
            <th scope="row">
              <a href={staffPaths.campaign(registerId, id)}>{subject || t('edit.preview.no-subject')}</a>
            </th>
            <td>{list}</td>
            <td>
              {t(CAMPAIGN_WORDS[state])}
              <span class="hint when">{dateTime(at)}</span>
            </td>
            <td class="number">
              {total === null ? '' : number(total)}
              {total !== null && <span class="narrow"> {t('campaigns.recipients', { count: total })}</span>}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
