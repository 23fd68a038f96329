import { clockTimeOf, type ClockTime } from '../../../platform/i18n/clock-time.js';
import { type Message, translator } from '../../../platform/i18n/messages.js';
import { mayDo } from '../../../staff/policy.js';
import { DayField, TimeField } from '../../pages/clock-fields.js';
import { Form } from '../../pages/form.js';
import type { StaffFrame } from '../../pages/frame.js';
import { staffPaths } from '../../pages/paths.js';
import type { CampaignView } from './campaign-stage.js';

/** What was typed as the start of a campaign, and what is wrong with it. */
export interface StartChosen {
  typed: ClockTime;
  error: Message;
}

export interface ScheduleCampaignProps {
  frame: StaffFrame;
  registerId: string;
  campaign: Pick<CampaignView, 'id' | 'kind' | 'list'>;
  /** When it starts as things are; absent where nothing has been chosen yet. */
  startsAt?: Date;
  choosing?: StartChosen | undefined;
}

const DAY_MS = 86_400_000;
/** What is proposed: a day ahead, when people have come to work. */
const MORNING = '09:00';

/** Chooses when a campaign starts; folded until somebody wants to. */
export function ScheduleCampaign({ frame, registerId, campaign, startsAt, choosing }: ScheduleCampaignProps) {
  const t = translator(frame.locale);
  const { id, kind, list } = campaign;
  if (!mayDo(frame.member.grants, 'send-campaign', { registerId, listId: list.id })) return null;
  const now = Date.now();
  const today = clockTimeOf(new Date(now), frame.timeZone).day;
  const tomorrow = clockTimeOf(new Date(now + DAY_MS), frame.timeZone).day;
  const shown =
    choosing?.typed ?? (startsAt ? clockTimeOf(startsAt, frame.timeZone) : { day: tomorrow, time: MORNING });
  return (
    <details class="after" open={choosing !== undefined}>
      <summary>{t(startsAt ? 'schedule.move' : 'schedule.title')}</summary>
      <Form action={staffPaths.campaignAct(registerId, id, 'schedule')} csrf={frame.csrf}>
        {choosing && (
          <p class="error" id="start-error">
            {t(choosing.error.key, choosing.error.params)}
          </p>
        )}
        <div class="pair">
          <DayField
            name="day"
            label={t('schedule.day')}
            value={shown.day}
            min={today}
            wrong={choosing && 'start-error'}
          />
          <TimeField
            name="time"
            label={t('schedule.time')}
            value={shown.time}
            wrong={choosing && 'start-error'}
          />
        </div>
        <p class="hint">{t('schedule.zone', { zone: frame.timeZone })}</p>
        {kind === 'farewell' && !startsAt && <p class="hint">{t('schedule.farewell')}</p>}
        <button type="submit" class="button quiet">
          {t(startsAt ? 'schedule.move-submit' : 'schedule.submit')}
        </button>
      </Form>
    </details>
  );
}
