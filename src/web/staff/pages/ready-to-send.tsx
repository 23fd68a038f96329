import { formats } from '../../../platform/i18n/formats.js';
import { translator } from '../../../platform/i18n/messages.js';
import { ActButton } from '../../pages/form.js';
import type { StaffFrame } from '../../pages/frame.js';
import { staffPaths } from '../../pages/paths.js';
import type { CampaignView, DraftStage } from './campaign-stage.js';

export interface ReadyToSendProps {
  frame: StaffFrame;
  registerId: string;
  campaign: CampaignView;
  stage: DraftStage;
}

/** How many will get it, what has been looked over, and the button. */
export function ReadyToSend({ frame, registerId, campaign, stage }: ReadyToSendProps) {
  const t = translator(frame.locale);
  const { number } = formats(frame.locale, frame.timeZone);
  const { recipients, checks } = stage;
  const ready = recipients > 0 && checks.every(({ ok }) => ok);
  return (
    <section>
      <p class="big">
        <strong>{number(recipients)}</strong>
        <span>{t('ready.recipients', { count: recipients })}</span>
      </p>
      {checks.length > 0 && (
        <ul class="checks">
          {checks.map(({ message, ok }) => (
            <li key={message.key} class={ok ? 'ok' : 'missing'}>
              <span class="unseen">{t(ok ? 'ready.ok' : 'ready.missing')}: </span>
              {t(message.key, message.params)}
            </li>
          ))}
        </ul>
      )}
      {recipients === 0 && <p class="note">{t('ready.nobody')}</p>}
      <div class="buttons">
        {ready && (
          <ActButton
            action={staffPaths.campaignAct(registerId, campaign.id, 'send')}
            csrf={frame.csrf}
            label={t('ready.send', { count: recipients })}
          />
        )}
        <a class="button quiet" href={staffPaths.editCampaign(registerId, campaign.id)}>
          {t('ready.edit')}
        </a>
        <ActButton
          action={staffPaths.campaignAct(registerId, campaign.id, 'test')}
          csrf={frame.csrf}
          label={t('ready.test')}
          kind="quiet"
        />
      </div>
      <p class="hint">{t('ready.undo')}</p>
    </section>
  );
}
