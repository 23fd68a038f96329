import { formats } from '../../../platform/i18n/formats.js';
import { type Message, translator } from '../../../platform/i18n/messages.js';
import type { StaffFrame } from '../../pages/frame.js';
import { staffPaths } from '../../pages/paths.js';
import { StaffLayout } from './staff-layout.js';

export interface DraftHistoryPageProps {
  frame: StaffFrame;
  notice?: Message;
  register: { id: string; name: string };
  campaign: { id: string; subject: string };
  /** The newest first: it is what the draft is now. */
  versions: readonly { id: string; author: string; savedAt: Date; subject: string }[];
}

export function DraftHistoryPage({ frame, notice, register, campaign, versions }: DraftHistoryPageProps) {
  const t = translator(frame.locale);
  const { dateTime } = formats(frame.locale, frame.timeZone);
  return (
    <StaffLayout
      frame={frame}
      title={t('history.title')}
      here={{ place: 'campaigns', register: register.id }}
      notice={notice}
    >
      <p class="crumbs">
        <a href={staffPaths.campaigns(register.id)}>{register.name}</a> /{' '}
        <a href={staffPaths.editCampaign(register.id, campaign.id)}>
          {campaign.subject || t('edit.preview.no-subject')}
        </a>
      </p>
      <h1>{t('history.title')}</h1>
      <p class="lead">{t(versions.length === 0 ? 'history.empty' : 'history.lead')}</p>
      {versions.length > 0 && (
        <table class="stacked">
          <thead>
            <tr>
              <th scope="col">{t('history.when')}</th>
              <th scope="col">{t('history.by')}</th>
              <th scope="col">{t('campaigns.subject')}</th>
            </tr>
          </thead>
          <tbody>
            {versions.map(({ id, author, savedAt, subject }, index) => (
              <tr key={id}>
                <th scope="row">
                  <a href={staffPaths.draftVersion(register.id, campaign.id, id)}>{dateTime(savedAt)}</a>
                  {index === 0 && <span class="hint when">{t('history.now')}</span>}
                </th>
                <td>{author}</td>
                <td>{subject || t('edit.preview.no-subject')}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <p>
        <a class="button quiet" href={staffPaths.editCampaign(register.id, campaign.id)}>
          {t('history.back')}
        </a>
      </p>
    </StaffLayout>
  );
}
