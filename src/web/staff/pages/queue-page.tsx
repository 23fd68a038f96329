import { createHash } from 'node:crypto';
import { QUEUE_STATES, type QueuedCampaign } from '../../../campaigns/queue.queries.js';
import { formats } from '../../../platform/i18n/formats.js';
import { translator } from '../../../platform/i18n/messages.js';
import { mayDo } from '../../../staff/policy.js';
import type { StaffFrame } from '../../pages/frame.js';
import { staffPaths } from '../../pages/paths.js';
import { CampaignActs } from './campaign-acts.js';
import { domainOf, heldWords } from './held-words.js';
import { recipientNumber } from './recipient-number.js';
import { StaffLayout } from './staff-layout.js';

export interface QueuePageProps {
  frame: StaffFrame;
  /** In the order to show them. */
  campaigns: readonly QueuedCampaign[];
}

/** Everything between a draft and the end: when, to whom, how many, and what one can do about it. Made for a phone too. */
export function QueuePage({ frame, campaigns }: QueuePageProps) {
  const t = translator(frame.locale);
  const seconds = secondsBetweenLooks(campaigns);
  return (
    <StaffLayout frame={frame} title={t('queue.title')} here={{ place: 'queue' }}>
      {seconds && (
        <div
          hx-get={`${staffPaths.queue}?seen=${queueMark(campaigns)}`}
          hx-trigger={`every ${seconds}s`}
          hx-swap="none"
          hx-select-oob={campaigns.map(({ id }) => `#${standingId(id)}`).join(',')}
        />
      )}
      <h1>{t('queue.title')}</h1>
      {campaigns.length === 0 && <p class="lead">{t('queue.empty')}</p>}
      {QUEUE_STATES.map((state) => {
        const here = campaigns.filter((campaign) => campaign.state === state);
        if (here.length === 0) return null;
        return (
          <section key={state} aria-labelledby={`queue-${state}`}>
            <h2 id={`queue-${state}`}>{t(`queue.${state}`)}</h2>
            <ul class="queue">
              {here.map((campaign) => (
                <Queued key={campaign.id} frame={frame} campaign={campaign} />
              ))}
            </ul>
          </section>
        );
      })}
    </StaffLayout>
  );
}

const standingId = (id: string) => `standing-${id}`;

/** None where nothing moves by itself. */
function secondsBetweenLooks(campaigns: readonly QueuedCampaign[]): number | undefined {
  if (campaigns.some(({ state }) => state === 'sending')) return 5;
  return campaigns.some(({ state }) => state === 'scheduled') ? 60 : undefined;
}

/** What is in the queue, and where in it; whoever has seen another needs the page anew, its buttons too. */
export function queueMark(campaigns: readonly QueuedCampaign[]): string {
  const standing = campaigns.map(({ id, state, why, startsAt }) => [id, state, why, startsAt]);
  return createHash('sha256').update(JSON.stringify(standing)).digest('base64url').slice(0, 12);
}

function Queued({ frame, campaign }: { frame: StaffFrame; campaign: QueuedCampaign }) {
  const t = translator(frame.locale);
  const { id, registerId, register, listId, list, kind, subject, state, begun, recipients } = campaign;
  const path = staffPaths.campaign(registerId, id);
  const place = { registerId, listId };
  const onItsWay = state !== 'approved' && state !== 'in-review';
  return (
    <li>
      <h3>
        <a href={path}>{subject}</a>
      </h3>
      <p class="hint">
        {register} / {list}
        {kind !== 'regular' && ` · ${t(`queue.kind.${kind}`)}`}
      </p>
      <p id={standingId(id)}>
        {kind === 'welcome'
          ? t('welcome.to-each')
          : begun
            ? t('queue.begun', { accepted: campaign.accepted, total: recipients })
            : t('queue.to', { number: recipientNumber(frame, kind, recipients), count: recipients })}
        <When frame={frame} campaign={campaign} />
      </p>
      {onItsWay && (
        <CampaignActs
          frame={frame}
          registerId={registerId}
          campaign={{ id, list: { id: listId } }}
          standing={{ state, begun, chosen: campaign.startChosen }}
          brief
        />
      )}
      {state === 'approved' && mayDo(frame.member.grants, 'send-campaign', place) && (
        <p>
          <a class="button quiet" href={path}>
            {t('queue.send')}
          </a>
        </p>
      )}
      {state === 'in-review' && (
        <p>
          <a class="button quiet" href={staffPaths.campaignAct(registerId, id, 'review')}>
            {t(mayDo(frame.member.grants, 'approve', place) ? 'waits.review.link' : 'queue.read')}
          </a>
        </p>
      )}
    </li>
  );
}

/** When it starts, or why it stands; said after how many get it. */
function When({ frame, campaign }: { frame: StaffFrame; campaign: QueuedCampaign }) {
  const t = translator(frame.locale);
  const { dateTime } = formats(frame.locale, frame.timeZone);
  const { state, startsAt, why, begun, sender } = campaign;
  if (state === 'scheduled' && startsAt) return <> {t('queue.starts', { at: dateTime(startsAt) })}</>;
  if (state === 'held' || (state === 'sending' && why !== null))
    return <> {t(heldWords(why, { begun }).what, { domain: domainOf(sender) })}</>;
  return null;
}
