import type { SinceSent } from '../../../../campaigns/came-back.queries.js';
import type { DayAfter } from '../../../../campaigns/campaign-numbers.queries.js';
import { formats } from '../../../../platform/i18n/formats.js';
import { translator } from '../../../../platform/i18n/messages.js';
import type { StaffFrame } from '../../../pages/frame.js';
import { staffPaths } from '../../../pages/paths.js';
import { CameBackTable } from '../came-back-table.js';
import { DeliveryTable } from '../delivery-table.js';
import type { DeliveryCounts } from '../delivery-words.js';
import { FailureTable } from '../failure-table.js';
import type { ShownFailureClass } from '../failure-words.js';
import { StaffLayout } from '../staff-layout.js';
import { DaysAfter } from './days-after.js';
import { Follows, type FollowsProps } from './follows.js';
import { HowCounted } from './how-counted.js';
import { NoOpens } from './no-opens.js';

export interface CampaignNumbersPageProps {
  frame: StaffFrame;
  register: { id: string; name: string };
  campaign: { id: string; subject: string; language: string; list: { id: string; name: string } };
  counts: DeliveryCounts;
  failures: readonly ShownFailureClass[];
  since: SinceSent;
  /** Who unsubscribed from the list on the days after it began. */
  days: readonly DayAfter[];
  /** Null where it is not counted how many follow its links. */
  follows: FollowsProps['follows'];
  /** The day from which it is counted by day. */
  countedSince: string;
}

/** What came of a campaign, without anybody having been watched. */
export function CampaignNumbersPage(props: CampaignNumbersPageProps) {
  const { frame, register, campaign, counts, failures, since, days, follows, countedSince } = props;
  const t = translator(frame.locale);
  const { number } = formats(frame.locale, frame.timeZone);
  const here = { place: 'campaigns', register: register.id } as const;
  const tried = counts.total - counts.skipped - counts.queued - counts.claimed - counts.handed;
  return (
    <StaffLayout frame={frame} title={t('numbers.of', { name: campaign.subject })} here={here}>
      <p class="crumbs">
        <a href={staffPaths.listNumbers(register.id, campaign.list.id)}>
          {t('numbers.of', { name: campaign.list.name })}
        </a>{' '}
        /{' '}
        <a href={staffPaths.campaign(register.id, campaign.id)} lang={campaign.language}>
          {campaign.subject}
        </a>
      </p>
      <h1>{t('numbers.what-came')}</h1>
      <p class="big">
        <strong>{number(counts.accepted)}</strong>
        <span>{t('progress.handed-on', { total: counts.total })}</span>
      </p>
      <p>{t('numbers.handed-on')}</p>
      <section aria-labelledby="delivered">
        <h2 id="delivered">{t('numbers.delivered')}</h2>
        <DeliveryTable frame={frame} counts={counts} />
        <FailureTable frame={frame} failures={failures} />
        <CameBackTable frame={frame} since={since} />
        {tried > 0 && counts.bounced + counts.dead === 0 && <p>{t('numbers.no-failures')}</p>}
        <p class="hint">{t('numbers.complaints')}</p>
      </section>
      <DaysAfter frame={frame} list={campaign.list.name} days={days} />
      <Follows frame={frame} follows={follows} reached={counts.accepted + counts.unknown} />
      <NoOpens frame={frame} />
      <HowCounted frame={frame} since={countedSince} />
    </StaffLayout>
  );
}
