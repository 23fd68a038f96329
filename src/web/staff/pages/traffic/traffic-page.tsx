import { formats } from '../../../../platform/i18n/formats.js';
import { type Message, translator } from '../../../../platform/i18n/messages.js';
import { mayDo } from '../../../../staff/policy.js';
import { OWN_SITE } from '../../../../traffic/dimensions.js';
import type { KindCell, TrafficChoices } from '../../../../traffic/traffic.queries.js';
import type { StaffFrame } from '../../../pages/frame.js';
import { staffPaths } from '../../../pages/paths.js';
import { TRAFFIC_GRAINS, type TrafficGrain, type TrafficPeriod } from '../../traffic-view.js';
import { StaffLayout } from '../staff-layout.js';
import { KindTable } from './kind-table.js';
import { TrafficOverTime } from './traffic-over-time.js';
import { TrafficToday } from './traffic-today.js';

export interface TrafficPageProps {
  frame: StaffFrame;
  notice?: Message;
  grain: TrafficGrain;
  /** OWN_SITE first. */
  sites: readonly string[];
  site: string;
  /** What our own pages are called. */
  ownHost: string;
  /** Oldest first, the last one going on. */
  periods: readonly TrafficPeriod[];
  /** Today so far, rounded down to fives. */
  today: TrafficPeriod;
  kinds: readonly KindCell[];
  choices: TrafficChoices;
}

const SHOWN = ['page', 'referrer', 'browser', 'system', 'domain'] as const;

/** How many looked, and at what: numbers of five and more, made of nothing that tells of anybody. */
export function TrafficPage(props: TrafficPageProps) {
  const { frame, grain, sites, site, ownHost, periods, today, kinds, choices } = props;
  const t = translator(frame.locale);
  const { number } = formats(frame.locale, frame.timeZone);
  const nameOf = (one: string) => (one === OWN_SITE ? ownHost : one);
  const path = (to: { by?: TrafficGrain; site?: string }) => {
    const query = new URLSearchParams({ by: to.by ?? grain, site: to.site ?? site });
    return `${staffPaths.traffic}?${query}`;
  };
  const nothing = periods.every(({ views }) => views === 0) && today.views === 0;
  return (
    <StaffLayout frame={frame} title={t('traffic.title')} here={{ place: 'traffic' }} notice={props.notice}>
      <h1>{t('traffic.title')}</h1>
      <p class="lead">{t('traffic.lead')}</p>
      {!choices.counting && <p class="note">{t(nothing ? 'traffic.off-nothing' : 'traffic.off')}</p>}
      {sites.length > 1 && (
        <nav class="tabs sites" aria-label={t('traffic.site')}>
          <ul>
            {sites.map((one) => (
              <li key={one}>
                <a href={path({ site: one })} aria-current={one === site ? 'page' : undefined}>
                  {nameOf(one)}
                </a>
              </li>
            ))}
          </ul>
        </nav>
      )}
      {(choices.counting || !nothing) && (
        <>
          <TrafficToday {...{ frame, site, today, choices }} />
          <nav class="tabs" aria-label={t('numbers.by')}>
            <ul>
              {TRAFFIC_GRAINS.map((by) => (
                <li key={by}>
                  <a href={path({ by })} aria-current={by === grain ? 'page' : undefined}>
                    {t(`traffic.by.${by}`)}
                  </a>
                </li>
              ))}
            </ul>
          </nav>
        </>
      )}
      {nothing ? (
        choices.counting && <p class="note">{t('traffic.nothing')}</p>
      ) : (
        <>
          <TrafficOverTime frame={frame} grain={grain} periods={periods} />
          {SHOWN.map((kind) => (
            <KindTable
              key={kind}
              frame={frame}
              kind={kind}
              cells={kinds.filter((cell) => cell.kind === kind)}
              number={number}
            />
          ))}
        </>
      )}
      {mayDo(frame.member.grants, 'manage-organisation') && (
        <p class="alone">
          <a href={staffPaths.trafficSettings}>
            {t(choices.counting ? 'traffic.settings.link' : 'traffic.settings.switch-on')}
          </a>
        </p>
      )}
      <details class="after">
        <summary>{t('numbers.how')}</summary>
        {(['what', 'five', 'visits', 'left-out', 'made-up', 'visitors', 'devices', 'kept'] as const).map(
          (key) => (
            <p key={key}>{t(`traffic.how.${key}`)}</p>
          ),
        )}
      </details>
    </StaffLayout>
  );
}
