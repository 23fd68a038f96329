import { formats } from '../../../platform/i18n/formats.js';
import { translator } from '../../../platform/i18n/messages.js';
import { ActButton } from '../../pages/form.js';
import type { StaffFrame } from '../../pages/frame.js';
import { staffPaths } from '../../pages/paths.js';
import { StaffLayout } from './staff-layout.js';

export interface DraftVersionPageProps {
  frame: StaffFrame;
  register: { id: string; name: string };
  campaign: { id: string };
  version: { id: string; author: string; savedAt: Date; subject: string; preheader: string; locale: string };
}

/** One earlier version of a draft, as it would have been sent. */
export function DraftVersionPage({ frame, register, campaign, version }: DraftVersionPageProps) {
  const t = translator(frame.locale);
  const { dateTime } = formats(frame.locale, frame.timeZone);
  const title = t('history.version', { when: dateTime(version.savedAt) });
  return (
    <StaffLayout frame={frame} title={title} here={{ place: 'campaigns', register: register.id }}>
      <p class="crumbs">
        <a href={staffPaths.campaigns(register.id)}>{register.name}</a> /{' '}
        <a href={staffPaths.campaignAct(register.id, campaign.id, 'history')}>{t('history.title')}</a>
      </p>
      <h1>{title}</h1>
      <p class="lead">
        {t('history.by')} {version.author}
      </p>
      <div class="envelope" lang={version.locale}>
        <p>
          <strong>{version.subject || t('edit.preview.no-subject')}</strong>
        </p>
        {version.preheader && <p class="hint">{version.preheader}</p>}
      </div>
      <iframe
        class="mail"
        title={title}
        sandbox="allow-popups allow-popups-to-escape-sandbox"
        src={staffPaths.versionAct(register.id, campaign.id, version.id, 'frame')}
      />
      <div class="buttons">
        <ActButton
          action={staffPaths.versionAct(register.id, campaign.id, version.id, 'bring-back')}
          csrf={frame.csrf}
          label={t('history.bring-back')}
        />
        <a href={staffPaths.editCampaign(register.id, campaign.id)}>{t('history.back')}</a>
      </div>
      <p class="hint">{t('history.bring-back-hint')}</p>
    </StaffLayout>
  );
}
