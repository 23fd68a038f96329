import type { StaffFrame } from '../../src/web/pages/frame.js';
import { TrafficPage } from '../../src/web/staff/pages/traffic/traffic-page.js';
import { TrafficSettingsPage } from '../../src/web/staff/pages/traffic/traffic-settings-page.js';
import { TRAFFIC_GRAINS, trafficStarts } from '../../src/web/staff/traffic-view.js';
import { NONE, OTHER, OWN_SITE } from '../../src/traffic/dimensions.js';
import type { KindCell } from '../../src/traffic/traffic.queries.js';
import type { NamedPage } from './every-page.js';
import type { Words } from './words.js';

const TODAY = '2026-11-29';
const SITES = [OWN_SITE, 'www.fjellhallen.example', 'blogg.fjellhallen.example'];

const of = (kind: KindCell['kind'], values: readonly string[]): KindCell[] =>
  values.map((value, index) => ({
    kind,
    value,
    views: Math.round(12_640 / (index + 1) ** 2),
    visits: index === 3 ? 0 : Math.round(5210 / (index + 1) ** 2),
  }));

const KINDS = [
  ...of('page', [
    '/',
    '/program',
    '/program/2026-11-29-julekonsert-med-koret-og-orkesteret',
    '/om-oss/slik-kommer-du-hit-med-buss-og-baat/…',
    OTHER,
  ]),
  ...of('referrer', ['sok.example', 'avisen.example', NONE, OTHER]),
  ...of('browser', ['Chrome', 'Safari', 'Samsung Internet for Android', NONE]),
  ...of('system', ['iOS', 'Windows', 'Android']),
  ...of('domain', ['universitetet.example', NONE]),
];

/** The counts of visits by each grain, with nothing to show, and what is chosen. */
export function trafficPages(frame: StaffFrame, words: Words): NamedPage[] {
  const choices = { counting: true, visitors: true, sites: SITES.slice(1), asking: SITES.slice(1, 2) };
  const own = { frame, sites: SITES, ownHost: 'liste.fjellhallen.example' };
  const nothing = { start: TODAY, views: 0, visits: 0, visitors: 0, devices: 0, going: true };
  const tag = '<script defer src="https://liste.fjellhallen.example/t.js"></script>';
  return [
    ...TRAFFIC_GRAINS.map(
      (grain) =>
        [
          `traffic by ${grain}`,
          <TrafficPage
            {...own}
            grain={grain}
            site={SITES[1]!}
            periods={trafficStarts(grain, TODAY).map((start, index, all) => ({
              start,
              views: index === 4 ? 0 : 400 + ((index * 137) % 500),
              visits: index % 4 === 0 ? 0 : 120 + ((index * 61) % 170),
              visitors: grain === 'day' ? 90 + ((index * 37) % 90) : 0,
              devices: grain === 'week' ? 0 : 40 + ((index * 29) % 60),
              going: index === all.length - 1,
            }))}
            today={{ ...nothing, views: 1235, visits: 420, visitors: 310, devices: 95 }}
            kinds={KINDS}
            choices={choices}
          />,
        ] as const,
    ),
    [
      'traffic, nothing yet and off',
      <TrafficPage
        {...own}
        sites={[OWN_SITE]}
        grain="day"
        site={OWN_SITE}
        periods={[nothing]}
        today={nothing}
        kinds={[]}
        choices={{ counting: false, visitors: false, sites: [], asking: [] }}
      />,
    ],
    [
      'traffic settings',
      <TrafficSettingsPage
        frame={frame}
        values={{ counting: 'yes', visitors: 'no', sites: SITES.slice(1).join('\n') }}
        sites={SITES.slice(1)}
        asking={SITES.slice(1, 2)}
        tag={tag}
        notice={{ key: 'form.saved' }}
      />,
    ],
    [
      'traffic settings, refused',
      <TrafficSettingsPage
        frame={frame}
        values={{ counting: 'no', visitors: 'yes', sites: words.token }}
        sites={[]}
        asking={[]}
        tag={tag}
        errors={{ sites: { key: 'traffic.error.site', params: { site: words.token } } }}
      />,
    ],
  ];
}
