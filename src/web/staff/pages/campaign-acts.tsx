import { translator } from '../../../platform/i18n/messages.js';
import { ActButton } from '../../pages/form.js';
import type { StaffFrame } from '../../pages/frame.js';
import { staffPaths, type CampaignAct } from '../../pages/paths.js';
import type { ProgressStage } from './campaign-stage.js';

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

const KINDS: Record<Act, 'primary' | 'quiet' | 'stop'> = {
  undo: 'primary',
  pause: 'quiet',
  resume: 'primary',
  cancel: 'stop',
};

export interface CampaignActsProps {
  frame: StaffFrame;
  registerId: string;
  campaignId: string;
  state: ProgressStage['state'];
}

export function CampaignActs({ frame, registerId, campaignId, state }: CampaignActsProps) {
  const t = translator(frame.locale);
  const acts = ACTS[state];
  if (acts.length === 0) return null;
  return (
    <div class="buttons">
      {acts.map((act) => (
        <ActButton
          key={act}
          action={staffPaths.campaignAct(registerId, campaignId, act)}
          csrf={frame.csrf}
          label={t(`campaign.act.${act}`)}
          kind={KINDS[act]}
        />
      ))}
      {acts.includes('cancel') && <p class="hint">{t('campaign.cancel-hint')}</p>}
    </div>
  );
}
