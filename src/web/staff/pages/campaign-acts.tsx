import { translator, type MessageKey } from '../../../platform/i18n/messages.js';
import { mayDo } from '../../../staff/policy.js';
import { ActButton } from '../../pages/form.js';
import type { StaffFrame } from '../../pages/frame.js';
import { staffPaths, type CampaignAct } from '../../pages/paths.js';
import type { CampaignView, ProgressStage } from './campaign-stage.js';

type Act = Extract<CampaignAct, 'undo' | 'send' | 'pause' | 'resume' | 'cancel'>;

/** What a person may still do to a campaign on its way. */
const ACTS: Record<ProgressStage['state'], readonly Act[]> = {
  scheduled: ['undo'],
  sending: ['pause', 'cancel'],
  paused: ['resume', 'cancel'],
  held: ['resume', 'cancel'],
  sent: [],
  cancelled: [],
};

/** Its start was chosen: there is time for more than thinking better of it. */
const CHOSEN_ACTS: readonly Act[] = ['send', 'undo'];

/** Held before anybody got anything. */
const UNBEGUN_ACTS: readonly Act[] = ['resume', 'undo', 'cancel'];

const STARTS: ReadonlySet<Act> = new Set(['send', 'resume']);

const KINDS: Record<Act, 'primary' | 'quiet' | 'stop'> = {
  undo: 'primary',
  send: 'quiet',
  pause: 'quiet',
  resume: 'primary',
  cancel: 'stop',
};

/** What the acts are called while nobody has got anything. */
const UNBEGUN: Record<Act, MessageKey> = {
  undo: 'campaign.act.draft-again',
  send: 'campaign.act.send',
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
  const chosen = stage.state === 'scheduled' && stage.chosen;
  const acts = (unbegun ? UNBEGUN_ACTS : chosen ? CHOSEN_ACTS : ACTS[stage.state]).filter((act) =>
    mayDo(frame.member.grants, STARTS.has(act) ? 'send-campaign' : 'stop-campaign', place),
  );
  const labelOf = (act: Act) => {
    if (unbegun) return t(UNBEGUN[act]);
    return t(chosen && act === 'undo' ? 'campaign.act.take-back' : `campaign.act.${act}`);
  };
  if (acts.length === 0) return null;
  return (
    <div class="buttons">
      {acts.map((act) => (
        <ActButton
          key={act}
          action={staffPaths.campaignAct(registerId, campaign.id, act)}
          csrf={frame.csrf}
          label={labelOf(act)}
          kind={(unbegun || chosen) && act === 'undo' ? 'quiet' : KINDS[act]}
        />
      ))}
      {acts.includes('cancel') && (
        <p class="hint">{t(unbegun ? 'campaign.unbegun-hint' : 'campaign.cancel-hint')}</p>
      )}
      {stage.state === 'scheduled' && acts.includes('send') && (
        <p class="hint">{t('ready.undo', { minutes: stage.undoMinutes })}</p>
      )}
    </div>
  );
}
