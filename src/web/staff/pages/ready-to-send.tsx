import type { CampaignKind } from '../../../campaigns/campaign.entity.js';
import { isAtMost } from '../../../campaigns/recipient-count.queries.js';
import type { TestReader } from '../../../campaigns/test-readers.queries.js';
import { translator, type Message, type MessageKey } from '../../../platform/i18n/messages.js';
import { mayDo } from '../../../staff/policy.js';
import { ActButton } from '../../pages/form.js';
import type { StaffFrame } from '../../pages/frame.js';
import { staffPaths } from '../../pages/paths.js';
import type { CampaignView, Check, DraftStage } from './campaign-stage.js';
import { AskForReview } from './ask-for-review.js';
import { LinksToTry } from './links-to-try.js';
import { ReviewOutcome } from './review-outcome.js';
import { Remedy } from './held-note.js';
import { domainOf, heldWords } from './held-words.js';
import { Recipients } from './recipients.js';
import { TestCampaignForm } from './test-campaign.js';
import { ScheduleCampaign, type StartChosen } from './schedule-campaign.js';

export interface ReadyToSendProps {
  frame: StaffFrame;
  registerId: string;
  campaign: CampaignView;
  stage: DraftStage;
  /** Why it was not sent just now, when somebody wanted to. */
  refusal?: Message;
  /** A start that was chosen just now and will not do. */
  choosing?: StartChosen | undefined;
  /** Colleagues who can be sent a test. */
  readers: readonly TestReader[];
}

/** How many will get it, what has been looked over, and the button. */
export function ReadyToSend({
  frame,
  registerId,
  campaign,
  stage,
  refusal,
  choosing,
  readers,
}: ReadyToSendProps) {
  const t = translator(frame.locale);
  const { recipients, checks } = stage;
  const place = { registerId, listId: campaign.list.id };
  const sends = mayDo(frame.member.grants, 'send-campaign', place);
  const writes = mayDo(frame.member.grants, 'write-campaign', place);
  const atMost = isAtMost(campaign.kind, recipients);
  const welcome = campaign.kind === 'welcome';
  const ready = (welcome || recipients > 0) && checks.every(({ ok }) => ok);
  // Where two must stand behind it, only what is approved is sent.
  const approved = campaign.eyes === 1 || stage.state === 'approved';
  return (
    <section>
      {refusal && <Refused frame={frame} refusal={refusal} />}
      <Recipients frame={frame} kind={campaign.kind} recipients={recipients} />
      {checks.length > 0 && (
        <ul class="checks">
          {checks.map((check) => (
            <CheckLine
              key={
                'why' in check ? check.why : `${check.message.key} ${JSON.stringify(check.message.params)}`
              }
              frame={frame}
              campaign={campaign}
              check={check}
            />
          ))}
        </ul>
      )}
      <LinksToTry frame={frame} campaign={campaign} links={stage.links} />
      {stage.state === 'draft' && <ReviewOutcome frame={frame} review={campaign.review} />}
      {!welcome && recipients === 0 && <p class="note">{t(nobodyWords(campaign.kind))}</p>}
      {ready && sends && !approved && (
        <AskForReview frame={frame} registerId={registerId} campaignId={campaign.id} />
      )}
      <div class="buttons">
        {ready && sends && approved && (
          <ActButton
            action={staffPaths.campaignAct(registerId, campaign.id, 'send')}
            csrf={frame.csrf}
            label={
              welcome
                ? t('welcome.put-on')
                : t(atMost ? 'ready.send-at-most' : 'ready.send', { count: recipients })
            }
          />
        )}
        {writes && campaign.kind !== 'reconsent' && (
          <a class="button quiet" href={staffPaths.editCampaign(registerId, campaign.id)}>
            {t('ready.edit')}
          </a>
        )}
        {writes && (
          <ActButton
            action={staffPaths.campaignAct(registerId, campaign.id, 'test')}
            csrf={frame.csrf}
            label={t('ready.test')}
            kind="quiet"
          />
        )}
      </div>
      {ready && sends && approved && (
        <p class="hint">
          {welcome ? t('welcome.put-on-hint') : t('ready.undo', { minutes: stage.undoMinutes })}
        </p>
      )}
      {writes && (
        <TestCampaignForm frame={frame} registerId={registerId} campaignId={campaign.id} readers={readers} />
      )}
      {ready && approved && !welcome && (
        <ScheduleCampaign frame={frame} registerId={registerId} campaign={campaign} choosing={choosing} />
      )}
      {stage.state === 'approved' && writes && <p class="hint">{t('review.edit-hint')}</p>}
    </section>
  );
}

/** Why it was not sent just now. */
export function Refused({ frame, refusal }: { frame: StaffFrame; refusal: Message }) {
  const t = translator(frame.locale);
  return (
    <div class="note stop" role="alert">
      <p>
        <strong>{t('ready.refused')}</strong> {t(refusal.key, refusal.params)}
      </p>
    </div>
  );
}

/** Why nobody would get it: an ordinary one has no members yet, another kind none whom it is for. */
export function nobodyWords(kind: CampaignKind): MessageKey {
  return kind === 'regular' || kind === 'farewell' ? 'ready.nobody' : 'ready.nobody-now';
}

function CheckLine({
  frame,
  campaign,
  check,
}: Pick<ReadyToSendProps, 'frame' | 'campaign'> & { check: Check }) {
  const t = translator(frame.locale);
  if (!('why' in check)) {
    const kind = check.ok ? (check.warns ? 'warns' : 'ok') : 'missing';
    return (
      <li class={kind}>
        <div class="anywhere">
          <span class="unseen">{t(`ready.${kind}`)}: </span>
          {t(check.message.key, check.message.params)}
        </div>
      </li>
    );
  }
  const words = heldWords(check.why);
  return (
    <li class="missing">
      <div>
        <span class="unseen">{t('ready.missing')}: </span>
        {t(words.what, { domain: domainOf(campaign.sender.address) })}
        <Remedy frame={frame} words={words} />
      </div>
    </li>
  );
}
