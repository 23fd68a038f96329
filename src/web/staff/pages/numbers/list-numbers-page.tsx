import type { ComparedCampaign } from '../../../../campaigns/campaign-numbers.queries.js';
import { translator } from '../../../../platform/i18n/messages.js';
import { endedIn, type Grain, joinedIn, type Period } from '../../../../subscriptions/periods.js';
import type { StaffFrame } from '../../../pages/frame.js';
import { staffPaths } from '../../../pages/paths.js';
import { StaffLayout } from '../staff-layout.js';
import { CompareSection } from './compare-section.js';
import { GrowthSection } from './growth-section.js';
import { HowCounted } from './how-counted.js';
import { NoOpens } from './no-opens.js';
import { ReasonsSection } from './reasons-section.js';

export interface ListNumbersPageProps {
  frame: StaffFrame;
  register: { id: string; name: string };
  list: { id: string; name: string };
  grain: Grain;
  /** Oldest first; at least one. */
  periods: readonly Period[];
  campaigns: readonly ComparedCampaign[];
  /** The day from which it is counted by day. */
  countedSince: string;
}

/** What became of a list, in numbers that tell of nobody. */
export function ListNumbersPage(props: ListNumbersPageProps) {
  const { frame, register, list, grain, periods, campaigns, countedSince } = props;
  const t = translator(frame.locale);
  const here = { place: 'numbers', register: register.id } as const;
  const path = staffPaths.listNumbers(register.id, list.id);
  const nothing = periods.every((period) => joinedIn(period) + endedIn(period) === 0);
  return (
    <StaffLayout frame={frame} title={t('numbers.of', { name: list.name })} here={here}>
      <p class="crumbs">
        <a href={staffPaths.numbers(register.id)}>{t('numbers.title')}</a> /{' '}
        <a href={staffPaths.list(register.id, list.id)}>{list.name}</a>
      </p>
      <h1>{t('numbers.of', { name: list.name })}</h1>
      <p class="lead">{t('numbers.lead')}</p>
      <nav class="tabs" aria-label={t('numbers.by')}>
        <ul>
          {(['month', 'week'] as const).map((by) => (
            <li key={by}>
              <a
                href={by === 'month' ? path : `${path}?by=week`}
                aria-current={by === grain ? 'page' : undefined}
              >
                {t(`numbers.by.${by}`)}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      {nothing ? (
        <p class="note">{t('numbers.nothing')}</p>
      ) : (
        <>
          <GrowthSection frame={frame} grain={grain} periods={periods} />
          <ReasonsSection frame={frame} grain={grain} periods={periods} />
        </>
      )}
      <CompareSection frame={frame} registerId={register.id} campaigns={campaigns} />
      <NoOpens frame={frame} />
      <HowCounted frame={frame} since={countedSince} />
    </StaffLayout>
  );
}
