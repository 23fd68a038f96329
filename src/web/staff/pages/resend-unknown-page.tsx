import { formats } from '../../../platform/i18n/formats.js';
import { translator } from '../../../platform/i18n/messages.js';
import { ActButton } from '../../pages/form.js';
import type { StaffFrame } from '../../pages/frame.js';
import { staffPaths } from '../../pages/paths.js';
import type { CampaignView } from './campaign-stage.js';
import { StaffLayout } from './staff-layout.js';

export interface ResendUnknownPageProps {
  frame: StaffFrame;
  register: { id: string; name: string };
  campaign: CampaignView;
  /** How many are unknown: posted back as `told`, so that nobody answers for another number than they read. */
  unknown: number;
  /** Nothing leaves before somebody continues it. */
  stands: boolean;
  /** The number was another when somebody decided just now. */
  changed?: boolean;
}

/** Before what is unknown is sent once more: how many, what that means, and who decides. */
export function ResendUnknownPage(props: ResendUnknownPageProps) {
  const { frame, register, campaign, unknown: count, stands, changed = false } = props;
  const t = translator(frame.locale);
  const here = { place: 'campaigns', register: register.id } as const;
  const back = staffPaths.campaign(register.id, campaign.id);
  return (
    <StaffLayout frame={frame} title={t('resend.title')} here={here}>
      <p class="crumbs">
        <a href={staffPaths.campaigns(register.id)}>{register.name}</a> /{' '}
        <a href={back} lang={campaign.language}>
          {campaign.subject}
        </a>
      </p>
      <h1>{t('resend.title')}</h1>
      {changed && (
        <div class="note stop" role="alert">
          <p>
            <strong>{t('resend.other-number', { count })}</strong> {t('resend.other-number.text')}
          </p>
        </div>
      )}
      <p class="big">
        <strong>{formats(frame.locale, frame.timeZone).number(count)}</strong>
        <span>{t('resend.number', { count })}</span>
      </p>
      <p>{t('resend.meaning', { count })}</p>
      <div class="note warn">
        <p>
          <strong>{t('resend.twice', { count })}</strong> {t('resend.twice.text')}
        </p>
      </div>
      <p>{t('resend.left', { count })}</p>
      {stands && <p>{t('resend.stands', { count })}</p>}
      <p>{t('resend.who', { name: frame.member.name })}</p>
      <div class="buttons">
        <ActButton
          action={staffPaths.campaignAct(register.id, campaign.id, 'resend-unknown')}
          csrf={frame.csrf}
          label={t('resend.submit', { count })}
          kind="stop"
          fields={{ told: String(count) }}
        />
        <a class="button quiet" href={back}>
          {t('resend.leave')}
        </a>
      </div>
    </StaffLayout>
  );
}
