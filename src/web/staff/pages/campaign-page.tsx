import { formats } from '../../../platform/i18n/formats.js';
import type { TestReader } from '../../../campaigns/test-readers.queries.js';
import { translator, type Message } from '../../../platform/i18n/messages.js';
import { mayDo } from '../../../staff/policy.js';
import type { StaffFrame } from '../../pages/frame.js';
import { staffPaths } from '../../pages/paths.js';
import { CampaignActs, standingOf } from './campaign-acts.js';
import { CampaignFacts } from './campaign-facts.js';
import { CampaignProgress } from './campaign-progress.js';
import type { CampaignStage, CampaignView } from './campaign-stage.js';
import { CampaignSteps } from './campaign-steps.js';
import { CountingChoice } from './counting-choice.js';
import { CorrectCampaign } from './correct-campaign.js';
import { CopyCampaign, type CopyTarget } from './copy-campaign.js';
import { InReview } from './in-review.js';
import { ReadyToSend, Refused } from './ready-to-send.js';
import { HeldNote } from './held-note.js';
import { ScheduleCampaign, type StartChosen } from './schedule-campaign.js';
import { StaffLayout } from './staff-layout.js';

export interface CampaignPageProps {
  frame: StaffFrame;
  notice?: Message;
  register: { id: string; name: string };
  campaign: CampaignView;
  stage: CampaignStage;
  /** Why it was not sent just now, when somebody wanted to. */
  refusal?: Message;
  /** A start that was chosen just now and will not do. */
  choosing?: StartChosen;
  /** Colleagues who can be sent a test. */
  readers?: readonly TestReader[];
  /** Lists it may be copied to, in every register the reader may write for. */
  copyTargets: readonly CopyTarget[];
}

export function CampaignPage(props: CampaignPageProps) {
  const { frame, notice, register, campaign, stage, refusal, choosing, readers = [], copyTargets } = props;
  const t = translator(frame.locale);
  const subject = campaign.subject || t('edit.preview.no-subject');
  const here = { place: 'campaigns', register: register.id } as const;
  return (
    <StaffLayout frame={frame} title={subject} here={here} notice={notice}>
      <p class="crumbs">
        <a href={staffPaths.campaigns(register.id)}>{register.name}</a> /{' '}
        <a href={staffPaths.list(register.id, campaign.list.id)}>{campaign.list.name}</a>
      </p>
      <h1 lang={campaign.subject ? campaign.language : undefined}>{subject}</h1>
      <CampaignSteps
        t={t}
        formats={formats(frame.locale, frame.timeZone)}
        author={campaign.author}
        review={campaign.review}
        eyes={campaign.eyes}
        stage={stage}
      />
      {campaign.kind !== 'regular' && <p class="note">{t(`campaign.kind.${campaign.kind}`)}</p>}
      <div class="beside">
        <div>
          {stage.state === 'in-review' ? (
            <InReview frame={frame} registerId={register.id} campaign={campaign} stage={stage} />
          ) : stage.state === 'draft' || stage.state === 'approved' ? (
            <ReadyToSend
              frame={frame}
              registerId={register.id}
              campaign={campaign}
              stage={stage}
              refusal={refusal}
              choosing={choosing}
              readers={readers}
            />
          ) : campaign.kind === 'welcome' ? (
            <p class="note">
              {t('welcome.was-put-on')}{' '}
              <a href={staffPaths.welcome(register.id, campaign.list.id)}>{t('welcome.see-page')}</a>
            </p>
          ) : (
            <>
              {refusal && <Refused frame={frame} refusal={refusal} />}
              {(stage.state === 'paused' || stage.state === 'cancelled') && (
                <p class="note">{t(`campaign.${stage.state}`)}</p>
              )}
              {stage.state === 'held' && (
                <HeldNote
                  frame={frame}
                  why={stage.why}
                  sender={campaign.sender.address}
                  begun={stage.begun}
                />
              )}
              <CampaignProgress frame={frame} registerId={register.id} campaign={campaign} stage={stage} />
              <CampaignActs
                frame={frame}
                registerId={register.id}
                campaign={campaign}
                standing={standingOf(stage)}
                undoMinutes={stage.state === 'scheduled' ? stage.undoMinutes : undefined}
              />
              {stage.state === 'scheduled' && (
                <ScheduleCampaign
                  frame={frame}
                  registerId={register.id}
                  campaign={campaign}
                  startsAt={stage.startsAt}
                  choosing={choosing}
                />
              )}
              {stage.state !== 'scheduled' && stage.begun && (
                <p>
                  <a href={staffPaths.campaignNumbers(register.id, campaign.id)}>{t('campaign.numbers')}</a>
                </p>
              )}
            </>
          )}
          {(stage.state === 'draft' || stage.state === 'in-review' || stage.state === 'approved') && (
            <CountingChoice
              frame={frame}
              registerId={register.id}
              campaign={campaign}
              reviewed={stage.state !== 'draft'}
            />
          )}
          <CorrectCampaign frame={frame} registerId={register.id} campaign={campaign} stage={stage} />
          {campaign.kind !== 'reconsent' && (
            <CopyCampaign
              frame={frame}
              registerId={register.id}
              campaignId={campaign.id}
              targets={copyTargets}
            />
          )}
          {campaign.kind !== 'reconsent' &&
            mayDo(frame.member.grants, 'write-campaign', {
              registerId: register.id,
              listId: campaign.list.id,
            }) && (
              <p>
                <a href={staffPaths.campaignAct(register.id, campaign.id, 'template')}>
                  {t('templates.keep')}
                </a>
              </p>
            )}
        </div>
        <CampaignFacts frame={frame} registerId={register.id} campaign={campaign} />
      </div>
    </StaffLayout>
  );
}
