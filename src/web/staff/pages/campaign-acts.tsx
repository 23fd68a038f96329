import { translator, type MessageKey } from '../../../platform/i18n/messages.js';
import { mayDo } from '../../../staff/policy.js';
import { ActButton } from '../../pages/form.js';
import type { StaffFrame } from '../../pages/frame.js';
import { staffPaths, type CampaignAct } from '../../pages/paths.js';
import type { ProgressStage } from './campaign-stage.js';

type Act = Extract<CampaignAct, 'undo' | 'send' | 'pause' | 'resume' | 'cancel'>;

/** What of a campaign on its way decides what may be done to it. */
export interface Standing {
  state: ProgressStage['state'];
  begun: boolean;
  /** Its start was chosen, and is not the end of the time for undoing. */
  chosen: boolean;
}

/** What a person may still do to a campaign on its way. */
const ACTS: Record<Standing['state'], readonly Act[]> = {
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

export function standingOf(stage: ProgressStage): Standing {
  return {
    state: stage.state,
    begun: 'begun' in stage && stage.begun,
    chosen: stage.state === 'scheduled' && stage.chosen,
  };
}

export interface CampaignActsProps {
  frame: StaffFrame;
  registerId: string;
  campaign: { id: string; list: { id: string } };
  standing: Standing;
  /** What would go by between sending it at once and the start. */
  undoMinutes?: number | undefined;
  /** Without a word about what the acts do: where there are many campaigns. */
  brief?: boolean;
}

export function CampaignActs({
  frame,
  registerId,
  campaign,
  standing,
  undoMinutes,
  brief = false,
}: CampaignActsProps) {
  const t = translator(frame.locale);
  const place = { registerId, listId: campaign.list.id };
  const { state, begun } = standing;
  const unbegun = state === 'held' && !begun;
  const chosen = state === 'scheduled' && standing.chosen;
  const acts = (unbegun ? UNBEGUN_ACTS : chosen ? CHOSEN_ACTS : ACTS[state]).filter((act) =>
    mayDo(frame.member.grants, STARTS.has(act) ? 'send-campaign' : 'stop-campaign', place),
  );
  if (acts.length === 0) return null;
  const labelOf = (act: Act) => {
    if (unbegun) return t(UNBEGUN[act]);
    return t(chosen && act === 'undo' ? 'campaign.act.take-back' : `campaign.act.${act}`);
  };
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
      {acts.includes('cancel') && !brief && (
        <p class="hint">{t(unbegun ? 'campaign.unbegun-hint' : 'campaign.cancel-hint')}</p>
      )}
      {acts.includes('send') && undoMinutes !== undefined && (
        <p class="hint">{t('ready.undo', { minutes: undoMinutes })}</p>
      )}
    </div>
  );
}
