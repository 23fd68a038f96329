import type pg from 'pg';
import { ALL, LEAST, NONE, OTHER, OWN_SITE } from '../../../src/traffic/dimensions.js';
import { Chance } from '../chance.js';
import { DAYS, dayBefore } from '../days.js';

/** The organisation's own site, which sends beacons. */
export const SITE = 'www.fjellhallen.example';

/** Of what a site's views were, by kind, with how many of a hundred. */
type Shares = Readonly<Record<string, readonly (readonly [value: string, share: number])[]>>;

const COMMON: Shares = {
  browser: [
    ['Safari', 36],
    ['Chrome', 34],
    ['Microsoft Edge', 12],
    ['Firefox', 8],
    ['Samsung Internet for Android', 6],
    [NONE, 4],
  ],
  system: [
    ['iOS', 34],
    ['Windows', 29],
    ['Android', 20],
    ['macOS', 13],
    [OTHER, 4],
  ],
  domain: [
    ['fjellnett.example', 21],
    ['universitetet.example', 7],
    [NONE, 72],
  ],
};

const SITES: readonly { site: string; views: number; shares: Shares }[] = [
  {
    site: SITE,
    views: 640,
    shares: {
      ...COMMON,
      page: [
        ['/', 31],
        ['/program', 27],
        ['/billetter', 16],
        ['/program/julekonserten', 9],
        ['/om-oss/slik-kommer-du-hit', 7],
        [OTHER, 10],
      ],
      referrer: [
        [NONE, 48],
        ['sok.example', 33],
        ['fjellavisen.example', 11],
        [OTHER, 8],
      ],
    },
  },
  {
    site: OWN_SITE,
    views: 58,
    shares: {
      ...COMMON,
      page: [
        ['/', 34],
        ['/lists/programmet', 38],
        ['/lists/programmet/archive', 16],
        [OTHER, 12],
      ],
      referrer: [
        ['fjellhallen.example', 61],
        [NONE, 39],
      ],
    },
  },
];

/** Hardly anybody looks in July. */
const OF_THE_MONTH = [0.9, 0.9, 0.9, 0.8, 0.8, 0.6, 0.35, 0.9, 1.2, 1.2, 1.3, 1.2];
/** From Sunday on: most come on the days before something happens. */
const OF_THE_WEEK = [0.8, 0.7, 0.8, 0.9, 1.3, 1.2, 1.1];

interface Row {
  day: string;
  site: string;
  measure: string;
  kind: string;
  value: string;
  count: number;
}

/** A year of visits, as a day is kept once it is over: by itself each number, and none under five. */
export async function seedVisits(owner: pg.Client): Promise<void> {
  await owner.query('update traffic.setting set counting = true, visitors = true');
  await owner.query('insert into traffic.site (host) values ($1)', [SITE]);
  const rows = SITES.flatMap((of) => Array.from({ length: DAYS }, (_, at) => dayOf(of, DAYS - at)).flat());
  await owner.query(
    `insert into traffic.kept (day, site, measure, kind, value, count)
     select r.* from unnest($1::date[], $2::text[], $3::text[], $4::text[], $5::text[], $6::bigint[]) r`,
    [
      rows.map(({ day }) => day),
      rows.map(({ site }) => site),
      rows.map(({ measure }) => measure),
      rows.map(({ kind }) => kind),
      rows.map(({ value }) => value),
      rows.map(({ count }) => count),
    ],
  );
}

function dayOf({ site, views, shares }: (typeof SITES)[number], ago: number): Row[] {
  const chance = new Chance(`visits ${site} ${ago}`);
  const day = dayBefore(ago);
  const date = new Date(`${day}T12:00:00Z`);
  const all = chance.about(views * OF_THE_MONTH[date.getUTCMonth()]! * OF_THE_WEEK[date.getUTCDay()]!);
  const visits = Math.round(all * 0.42);
  const row = (measure: string, kind: string, value: string, count: number): Row[] =>
    count < LEAST ? [] : [{ day, site, measure, kind, value, count }];
  const parts = (measure: string, whole: number) =>
    Object.entries(shares).flatMap(([kind, of]) =>
      of.flatMap(([value, share]) => row(measure, kind, value, chance.about((whole * share) / 100))),
    );
  return [
    ...row('views', 'total', ALL, all),
    ...row('visits', 'total', ALL, visits),
    ...row('visitors', 'total', ALL, Math.round(visits * 0.83)),
    ...parts('views', all),
    ...parts('visits', visits),
  ];
}
