import { translator, type MessageKey } from '../../../platform/i18n/messages.js';
import { mayDo } from '../../../staff/policy.js';
import { ActButton } from '../../pages/form.js';
import type { StaffFrame } from '../../pages/frame.js';
import { staffPaths, type CampaignAct } from '../../pages/paths.js';
import type { CampaignView, ProgressStage } from './campaign-stage.js';

type Act = Extract<CampaignAct, 'undo' | 'pause' | 'resume' | 'cancel'>;

/** What a person may still do to a campaign on its way. */
const ACTS: Record<ProgressStage['state'], readonly Act[]> = {
  scheduled: ['undo'],
  sending: ['pause', 'cancel'],
  paused: ['resume', 'cancel'],
  held: ['resume', 'cancel'],
  sent: [],
  cancelled: [],
};

/** Held before anybody got anything. */
const UNBEGUN_ACTS: readonly Act[] = ['resume', 'undo', 'cancel'];

const KINDS: Record<Act, 'primary' | 'quiet' | 'stop'> = {
  undo: 'primary',
  pause: 'quiet',
  resume: 'primary',
  cancel: 'stop',
};

/** What the acts are called while nobody has got anything. */
const UNBEGUN: Record<Act, MessageKey> = {
  undo: 'campaign.act.draft-again',
  pause: 'campaign.act.pause',
  resume: 'campaign.act.start-anew',
  cancel: 'campaign.act.cancel-unbegun',
};

export interface CampaignActsProps {
  frame: StaffFrame;
  registerId: string;
  campaign: Pick<CampaignView, 'id' | 'list'>;
  stage: ProgressStage;
}

export function CampaignActs({ frame, registerId, campaign, stage }: CampaignActsProps) {
  const t = translator(frame.locale);
  const place = { registerId, listId: campaign.list.id };
  const unbegun = stage.state === 'held' && !stage.begun;
  const acts = (unbegun ? UNBEGUN_ACTS : ACTS[stage.state]).filter((act) =>
    mayDo(frame.member.grants, act === 'resume' ? 'send-campaign' : 'stop-campaign', place),
  );
  if (acts.length === 0) return null;
  return (
    <div class="buttons">
      {acts.map((act) => (
        <ActButton
          key={act}
          action={staffPaths.campaignAct(registerId, campaign.id, act)}
          csrf={frame.csrf}
          label={t(unbegun ? UNBEGUN[act] : `campaign.act.${act}`)}
          kind={unbegun && act === 'undo' ? 'quiet' : KINDS[act]}
        />
      ))}
      {acts.includes('cancel') && (
        <p class="hint">{t(unbegun ? 'campaign.unbegun-hint' : 'campaign.cancel-hint')}</p>
      )}
    </div>
  );
}
