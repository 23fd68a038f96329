import { mayResendUnknown } from '../../../campaigns/may-resend-unknown.js';
import { formats } from '../../../platform/i18n/formats.js';
import { translator } from '../../../platform/i18n/messages.js';
import { mayDo } from '../../../staff/policy.js';
import type { StaffFrame } from '../../pages/frame.js';
import { staffPaths } from '../../pages/paths.js';
import type {
  CampaignView,
  ProgressStage,
  ScheduledStage,
  StartedStage,
  UnbegunStage,
} from './campaign-stage.js';
import { CameBackTable } from './came-back-table.js';
import { DeliveryTable } from './delivery-table.js';
import { shownLines } from './delivery-words.js';
import { FailureTable } from './failure-table.js';
import { HeldNote } from './held-note.js';
import { ProgressBar } from './progress-bar.js';
import { recipientNumber } from './recipient-number.js';

export interface CampaignProgressProps {
  frame: Pick<StaffFrame, 'locale' | 'timeZone' | 'member'>;
  registerId: string;
  campaign: Pick<CampaignView, 'id' | 'kind' | 'list' | 'sender'>;
  stage: ProgressStage;
}

/**
 * The part of a campaign's page that moves while it is sent. It asks for itself every 2 s or so with `?seen=<state>`; where
 * the state is another by now, answer with the header `HX-Refresh: true`, since the buttons around it differ too.
 */
export function CampaignProgress({ frame, registerId, campaign, stage }: CampaignProgressProps) {
  // Nothing was ever on its way, and nothing will be.
  if (stage.state === 'cancelled' && !stage.begun) return null;
  const seconds = secondsBetweenLooks(stage);
  const url = staffPaths.campaignAct(registerId, campaign.id, 'progress');
  const poll = seconds
    ? { 'hx-get': `${url}?seen=${stage.state}`, 'hx-trigger': `every ${seconds}s`, 'hx-swap': 'outerHTML' }
    : {};
  return (
    <section id="progress" aria-label={translator(frame.locale)('progress.label')} {...poll}>
      {stage.state === 'scheduled' ? (
        <Countdown frame={frame} campaign={campaign} stage={stage} />
      ) : stage.begun ? (
        <Sending frame={frame} registerId={registerId} campaign={campaign} stage={stage} />
      ) : (
        <Unbegun frame={frame} campaign={campaign} stage={stage} />
      )}
    </section>
  );
}

const HOUR_MS = 3_600_000;

/** None for what moves no more; seldom for what starts in days. */
function secondsBetweenLooks(stage: ProgressStage): number | undefined {
  if (stage.state === 'sending') return 2;
  if (stage.state !== 'scheduled') return undefined;
  return stage.startsAt.getTime() - stage.now.getTime() > HOUR_MS ? 60 : 2;
}

type CampaignProgressPart<Stage> = Pick<CampaignProgressProps, 'frame' | 'campaign'> & { stage: Stage };

function Countdown({ frame, campaign, stage }: CampaignProgressPart<ScheduledStage>) {
  const t = translator(frame.locale);
  const { time, dateTime } = formats(frame.locale, frame.timeZone);
  const minutes = Math.max(0, Math.ceil((stage.startsAt.getTime() - stage.now.getTime()) / 60_000));
  return (
    <>
      <p class="big">
        <strong>{recipientNumber(frame, campaign.kind, stage.recipients)}</strong>
        <span>
          {stage.chosen
            ? t('progress.scheduled-on', { count: stage.recipients, at: dateTime(stage.startsAt) })
            : t('progress.scheduled', { count: stage.recipients, time: time(stage.startsAt) })}
        </span>
      </p>
      <p>{stage.chosen ? t('progress.until-then') : t('progress.countdown', { minutes })}</p>
    </>
  );
}

function Unbegun({ frame, campaign, stage }: CampaignProgressPart<UnbegunStage>) {
  const { recipients } = stage;
  return (
    <p class="big">
      <strong>{recipientNumber(frame, campaign.kind, recipients)}</strong>
      <span>{translator(frame.locale)('progress.unbegun', { count: recipients })}</span>
    </p>
  );
}

interface SendingProps extends CampaignProgressProps {
  stage: StartedStage;
}

function Sending({ frame, registerId, campaign, stage }: SendingProps) {
  const t = translator(frame.locale);
  const place = { registerId, listId: campaign.list.id };
  const sends = mayDo(frame.member.grants, 'send-campaign', place);
  const { number, time, dateTime } = formats(frame.locale, frame.timeZone);
  const { counts, failures, since, pace, endsAt, state, why } = stage;
  return (
    <>
      {state === 'sending' && why !== null && (
        <HeldNote frame={frame} why={why} sender={campaign.sender.address} />
      )}
      <p class="big">
        <strong>{number(counts.accepted)}</strong>
        <span>{t('progress.handed-on', { total: counts.total })}</span>
      </p>
      <ProgressBar
        label={t('progress.bar', { accepted: counts.accepted, total: counts.total })}
        lines={shownLines(counts)}
        total={counts.total}
      />
      {state === 'sending' && (pace !== undefined || endsAt) && (
        <p class="hint">
          {pace !== undefined && t('progress.pace', { pace })}
          {pace !== undefined && endsAt && ' '}
          {endsAt && t('progress.ends', { time: time(endsAt) })}
        </p>
      )}
      {state === 'sent' && endsAt && <p class="hint">{t('progress.ended', { at: dateTime(endsAt) })}</p>}
      <DeliveryTable frame={frame} counts={counts} />
      <FailureTable frame={frame} failures={failures} />
      <CameBackTable frame={frame} since={since} />
      {counts.unknown > 0 && (
        <div class="note warn">
          <p>
            <strong>{t('progress.unknown.title', { count: counts.unknown })}</strong>{' '}
            {t('progress.unknown.text', { count: counts.unknown })}
          </p>
          {mayResendUnknown(state, counts.unknown) && sends && (
            <p>
              <a href={staffPaths.campaignAct(registerId, campaign.id, 'resend-unknown')}>
                {t('progress.unknown.resend', { count: counts.unknown })}
              </a>
            </p>
          )}
        </div>
      )}
      {counts.dead > 0 && (
        <div class="note stop">
          <p>
            <strong>{t('progress.dead.title', { count: counts.dead })}</strong> {t('progress.dead.text')}
          </p>
        </div>
      )}
    </>
  );
}
