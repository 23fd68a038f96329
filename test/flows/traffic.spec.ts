import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type pg from 'pg';
import { ALL, KINDS, LEAST, MEASURES, NONE, OTHER, OWN_SITE } from '../../src/traffic/dimensions.js';
import { KeepTraffic } from '../../src/traffic/keep-traffic.service.js';
import { KEPT_MONTHS, readTrafficFacts } from '../../src/traffic/traffic-facts.js';
import { RETENTION } from '../../src/privacy/retention.js';
import { COUNTED_ROUTES } from '../../src/web/public/own-views.js';
import { getDataSourceToken } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { AGENTS, beacon, cell, chooses, opens, running, SITE } from '../support/beacons.js';
import { colleague } from '../support/colleague.js';
import { signInto } from '../promises/support/attempt.js';
import { textOf } from '../support/html.js';
import { leavePath, type ListIds, TestHouse } from '../support/house.js';
import { routesOf } from '../support/routes.js';

let house: TestHouse;
let owner: pg.Client;
let list: ListIds;

beforeAll(async () => {
  house = await TestHouse.open();
  await house.setUp();
  owner = house.database.owner;
  list = await house.makeList(await house.makeRegister('publikum'), 'program', 'Programmet');
}, 60_000);
afterAll(() => house.close());

/** As at the beginning of a day. */
beforeEach(async () => {
  await running(house);
  await owner.query('truncate traffic.running, traffic.kept');
  await chooses(house, {});
});

async function times(count: number, act: (n: number) => Promise<Response>): Promise<void> {
  for (let n = 0; n < count; n += 1) {
    const response = await act(n);
    expect([200, 204]).toContain(response.status);
    await response.arrayBuffer();
  }
}

describe('a beacon', () => {
  test('adds one to the page, the browser, the system, the referrer and all, each by itself', async () => {
    await times(6, () => beacon(house.url, '/program\nsok.example'));
    await times(5, () => beacon(house.url, `/om-oss\n${SITE}`, { 'user-agent': AGENTS.edge }));
    const cells = await running(house);
    expect(cells.map(({ measure, kind, value, count }) => [measure, kind, value, count])).toEqual([
      ['views', 'browser', 'Firefox', 6],
      ['views', 'browser', 'Microsoft Edge', 5],
      ['views', 'page', '/om-oss', 5],
      ['views', 'page', '/program', 6],
      ['views', 'system', 'Linux', 6],
      ['views', 'system', 'Windows', 5],
      ['views', 'total', ALL, 11],
      ['visits', 'browser', 'Firefox', 6],
      ['visits', 'page', '/program', 6],
      ['visits', 'referrer', 'sok.example', 6],
      ['visits', 'system', 'Linux', 6],
      ['visits', 'total', ALL, 6],
    ]);
    expect(new Set(cells.map(({ site }) => site))).toEqual(new Set([SITE]));
  });

  test('is answered in the same way whatever it brings: nothing, kept nowhere, without a cookie', async () => {
    const answers = await Promise.all([
      beacon(house.url, '/program\n'),
      beacon(house.url, '/program\n', { origin: 'https://fremmed.example' }),
      beacon(house.url, 'ingen sti', { origin: 'null' }),
      beacon(house.url, '', { 'sec-gpc': '1' }),
    ]);
    for (const answer of answers) {
      expect([answer.status, await answer.text()]).toEqual([204, '']);
      expect(answer.headers.get('cache-control')).toBe('no-store');
      expect([...answer.headers.keys()]).not.toEqual(
        expect.arrayContaining([expect.stringMatching(/set-cookie|etag|last-modified/)]),
      );
    }
    expect(answers.map(({ headers }) => headers.get('access-control-allow-origin'))).toEqual([
      `https://${SITE}`,
      null,
      null,
      `https://${SITE}`,
    ]);
  });

  test('of another site, of a robot, fetched ahead, or of who asks not to be counted is not counted', async () => {
    const others: Record<string, string>[] = [
      { origin: 'https://fremmed.example' },
      { origin: `https://x.${SITE}` },
      { 'user-agent': 'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)' },
      { 'user-agent': '' },
      { 'sec-gpc': '1' },
      { dnt: '1' },
      { 'sec-purpose': 'prefetch;prerender' },
      { purpose: 'preview' },
      { 'x-moz': 'prefetch' },
    ];
    for (const headers of others) await times(6, () => beacon(house.url, '/program\n', headers));
    expect(await running(house)).toEqual([]);
  });

  test('takes text alone, and little of it', async () => {
    const statuses = await Promise.all([
      beacon(house.url, 'a=b', { 'content-type': 'application/x-www-form-urlencoded' }),
      beacon(house.url, '{}', { 'content-type': 'application/json' }),
      beacon(house.url, `/${'a'.repeat(3000)}`),
      fetch(`${house.url}/t`),
      fetch(`${house.url}/t`, { method: 'OPTIONS' }),
    ]);
    expect(statuses.map(({ status }) => status)).toEqual([415, 415, 413, 405, 405]);
  });

  test('comes from a script of less than 1 kB that any site may load', async () => {
    const response = await fetch(`${house.url}/t.js`);
    const script = await response.text();
    expect(Buffer.byteLength(script)).toBeLessThan(1000);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'text/javascript; charset=utf-8',
      'cross-origin-resource-policy': 'cross-origin',
      'cache-control': 'public, max-age=3600',
    });
    // It takes away what a question that is no longer asked may have left, and reads and keeps nothing.
    const rest = script.replace("localStorage.removeItem('jatakk-counted')", '');
    expect(rest).not.toMatch(/cookie|storage|indexedDB|screen|language|userAgent|canvas/i);
  });
});

describe('our own pages', () => {
  test('are counted by their routes, once they were shown to a person', async () => {
    await times(5, () =>
      opens(house.url, '/lists/program?navn=kari', { referer: 'https://sok.example/?q=kari' }),
    );
    await times(5, () => opens(house.url, '/', { 'sec-fetch-site': 'same-origin' }));
    const others: Record<string, string>[] = [
      { dnt: '1' },
      { 'sec-fetch-dest': 'iframe' },
      { purpose: 'prefetch' },
    ];
    for (const headers of others) await times(5, () => opens(house.url, '/loftene', headers));
    const cells = await running(house);
    expect(
      cells.filter(({ kind }) => kind === 'page').map(({ measure, value, count }) => [measure, value, count]),
    ).toEqual([
      ['views', '/', 5],
      ['views', '/lists/program', 5],
      ['visits', '/lists/program', 5],
    ]);
    expect(cell(cells, OWN_SITE, 'visits', 'referrer', 'sok.example')).toBe(5);
    expect(cell(cells, OWN_SITE, 'views', 'system', 'iOS')).toBe(10);
  });

  test('are not counted where a link of a mail leads, where staff work, or where nothing was found', async () => {
    const mail = await house.joins(list, 'anne@example.org');
    await running(house);
    await owner.query('truncate traffic.running');
    for (const path of [
      leavePath(mail),
      '/staff/sign-in',
      '/lists/finnes-ikke',
      '/health',
      '/t.js',
      '/assets/jatakk.css',
    ])
      for (let n = 0; n < 6; n += 1) await (await opens(house.url, path)).arrayBuffer();
    expect(await running(house)).toEqual([]);
  });

  test('are all there, and none of them has anything of a person in its path', () => {
    const there = routesOf(house)
      .filter(({ method }) => method === 'GET')
      .map(({ pattern }) => pattern);
    for (const route of COUNTED_ROUTES) {
      expect(there).toContain(route);
      expect(route.match(/:\w+/g) ?? []).toEqual(
        (route.match(/:\w+/g) ?? []).filter((name) => name === ':slug' || name === ':campaign'),
      );
      expect(route).not.toMatch(/^\/(staff|manage|u|confirm)\b/);
    }
  });
});

describe('what staff choose', () => {
  test('counting off counts nothing; sites are their own, and typed in any way', async () => {
    const response = await chooses(house, {
      sites: `https://${SITE.toUpperCase()}/om-oss\n\nblogg.fjellhallen.example:8443`,
    });
    expect(response.status).toBe(303);
    const { rows } = await owner.query<{ host: string }>('select host from traffic.site order by 1');
    expect(rows.map(({ host }) => host)).toEqual(['blogg.fjellhallen.example:8443', SITE]);
    await chooses(house, { counting: 'no' });
    await times(6, () => beacon(house.url, '/program\n'));
    await times(6, () => opens(house.url, '/'));
    expect(await running(house)).toEqual([]);
  });

  test('is refused where it names no site, and what was typed stays', async () => {
    const response = await chooses(house, { sites: 'Kari Nordmann <b>' });
    expect(response.status).toBe(422);
    const page = textOf(await response.text());
    expect(page).toContain('«Kari» er ikke navnet på et nettsted.');
    const many = await chooses(house, {
      sites: Array.from({ length: 21 }, (_, n) => `s${n}.example`).join('\n'),
    });
    expect(textOf(await many.text())).toContain('Det kan være høyst 20 nettsteder.');
    expect((await owner.query('select 1 from traffic.site')).rowCount).toBe(1);
  });

  test('is in the log, and administrators alone may choose it; whoever has a role sees the numbers', async () => {
    await chooses(house, { visitors: 'yes' });
    const log = textOf(await house.staff.page('/staff/log'));
    expect(log).toContain('Kari Nordmann bestemte hva som telles av besøk på sidene');
    const viewer = await colleague(house, { name: 'Vilde Viser', roles: ['viewer'] });
    expect((await viewer.get('/staff/traffic')).status).toBe(200);
    expect((await viewer.get('/staff/traffic/settings')).status).toBe(404);
    expect(await viewer.page('/staff/traffic')).not.toContain('/staff/traffic/settings');
    expect(await house.staff.page('/staff')).toContain('href="/staff/traffic"');
  });

  test('is told to whoever has to say it in public', async () => {
    await chooses(house, { visitors: 'yes' });
    const traffic = house.web.get<DataSource>(getDataSourceToken('traffic'));
    expect(await readTrafficFacts(traffic, { TRAFFIC_RESOLVER: '127.0.0.1' })).toEqual({
      counting: true,
      sites: [SITE],
      asking: [],
      visitors: true,
      networkTable: false,
      resolver: true,
      keptMonths: 25,
    });
    const rule = RETENTION.find(({ id }) => id === 'traffic')!;
    expect('months' in rule && rule.months).toBe(KEPT_MONTHS);
  });
});

describe('visitors of a day', () => {
  test('are counted once each, where it is switched on', async () => {
    await chooses(house, { visitors: 'yes' });
    for (const agent of Object.values(AGENTS))
      await times(4, () => beacon(house.url, '/program\n', { 'user-agent': agent }));
    const cells = await running(house);
    expect(cell(cells, SITE, 'visitors', 'total', ALL)).toBe(3);
    expect(cells.filter(({ measure }) => measure === 'visitors')).toHaveLength(1);
    await times(4, () => beacon(house.url, '/program\n', { 'user-agent': AGENTS.firefox }));
    expect(cell(await running(house), SITE, 'visitors', 'total', ALL)).toBe(3);
  });
});

describe('devices that said yes', () => {
  const devices = async () => {
    const cells = await running(house);
    return ['devices', 'new-devices'].map((measure) => cell(cells, SITE, measure, 'total', ALL));
  };

  test('say that they are new today or in this month, and add one: to nothing else, and only where it is asked', async () => {
    await times(3, () => beacon(house.url, '~month'));
    expect(await running(house)).toEqual([]);
    await chooses(house, { asking: SITE });
    await times(3, () => beacon(house.url, '~month'));
    await times(4, () => beacon(house.url, '~day'));
    expect(
      (await running(house)).map(({ measure, kind, value, count }) => [measure, kind, value, count]),
    ).toEqual([
      ['devices', 'total', ALL, 7],
      ['new-devices', 'total', ALL, 3],
    ]);
  });

  test('can say nothing more: what is not one of two words, of another site, of a robot or of who asks not to be counted adds nothing', async () => {
    await chooses(house, { asking: SITE });
    for (const body of ['~year', '~month 1000', '~month\n~month', '~MONTH', ' ~day', '~day\n', '~'])
      await times(1, () => beacon(house.url, body));
    const refused: Record<string, string>[] = [
      { origin: 'https://fremmed.example' },
      { 'user-agent': 'Googlebot/2.1 (+http://www.google.com/bot.html)' },
      { 'sec-gpc': '1' },
      { dnt: '1' },
    ];
    for (const headers of refused) await times(1, () => beacon(house.url, '~month', headers));
    expect(await devices()).toEqual([0, 0]);
    await chooses(house, { counting: 'no', asking: SITE });
    await times(1, () => beacon(house.url, '~month'));
    expect(await devices()).toEqual([0, 0]);
  });

  test('are asked in the words of the house, and only pages of a site where it is switched on are told them', async () => {
    const told = async (origin?: string) => {
      const answer = await fetch(`${house.url}/v.json`, origin ? { headers: { origin } } : {});
      expect([answer.headers.get('access-control-allow-origin'), answer.headers.get('vary')]).toEqual([
        '*',
        'origin',
      ]);
      return (await answer.json()) as Record<string, { from: string }> | null;
    };
    expect(await told(`https://${SITE}`)).toBeNull();
    await chooses(house, { sites: `${SITE}\nwww.annet.example`, asking: SITE });
    expect((await told(`https://${SITE}`))!['nn']!.from).toBe('Spørsmål frå Fjellhallen');
    for (const origin of [undefined, 'https://www.annet.example', 'null'])
      expect(await told(origin)).toBeNull();
    for (const script of ['t.js', 'v.js', 'm.js']) {
      const answer = await fetch(`${house.url}/${script}`);
      const { length } = await answer.arrayBuffer().then((bytes) => new Uint8Array(bytes));
      expect([script, length < (script === 't.js' ? 1000 : 4000)]).toEqual([script, true]);
    }
  });

  test('and staff see them of a day and of a month, and never fewer than five', async () => {
    await chooses(house, { asking: SITE });
    await owner.query(
      `insert into traffic.kept
       select (now() at time zone 'Europe/Oslo')::date - 1, $1, m, 'total', '~all', n
         from (values ('views', 90), ('visits', 40), ('devices', 17)) v (m, n)`,
      [SITE],
    );
    const page = async (by: string) => textOf(await house.staff.page(`/staff/traffic?by=${by}&site=${SITE}`));
    expect(await page('day')).toMatch(/Enheter.* 40 90 17 /s);
    expect(await page('week')).not.toMatch(/Visninger Enheter/);
    const few = owner.query(
      `insert into traffic.kept values ('2026-01-01', $1, 'new-devices', 'total', '~all', 4)`,
      [SITE],
    );
    await expect(few).rejects.toThrow('kept_count_check');
  });

  test('of a month are put together from day to day, so that a small site has a number too', async () => {
    await chooses(house, { asking: SITE });
    const { rows } = await owner.query<{ today: string; yesterday: string; same: boolean }>(
      `select d::text as today, (d - 1)::text as yesterday, date_trunc('month', d) = date_trunc('month', d - 1) as same
         from (select traffic.first_open_day() as d) x`,
    );
    const { today, yesterday, same } = rows[0]!;
    await owner.query(
      `insert into traffic.running values ($1, $3, 'new-devices', 'total', '~all', 3), ($1, $3, 'devices', 'total', '~all', 3),
                                          ($2, $3, 'new-devices', 'total', '~all', 2)`,
      [yesterday, today, SITE],
    );
    await house.web.get(KeepTraffic).tidy();
    await house.web.get(KeepTraffic).tidy();
    const left = await owner.query('select day::text, measure, count::integer from traffic.running');
    expect(left.rows).toEqual([{ day: today, measure: 'new-devices', count: same ? 5 : 2 }]);
    expect((await owner.query('select 1 from traffic.kept')).rowCount).toBe(0);
  });
});

describe('the night', () => {
  const cells = fc.array(
    fc.record({
      day: fc.constantFrom('2026-03-01', '2026-03-02'),
      site: fc.constantFrom(OWN_SITE, SITE),
      measure: fc.constantFrom(...MEASURES),
      kind: fc.constantFrom(...KINDS),
      value: fc.constantFrom('/a', '/b', '/c', '/d', '/e', OTHER, NONE),
      count: fc.oneof(
        { weight: 3, arbitrary: fc.integer({ min: 1, max: 6 }) },
        fc.integer({ min: 1, max: 900 }),
      ),
    }),
    { maxLength: 60 },
  );
  type Row = { day: string; site: string; measure: string; kind: string; value: string; count: number };
  const groupOf = ({ day, site, measure, kind }: Row) => [day, site, measure, kind].join(' ');

  function sums(rows: readonly Row[]): Map<string, number> {
    const found = new Map<string, number>();
    for (const row of rows) found.set(groupOf(row), (found.get(groupOf(row)) ?? 0) + row.count);
    return found;
  }

  const put = (rows: readonly Row[]) =>
    owner.query(
      `insert into traffic.running
       select day, site, measure, kind, value, sum(count)::bigint from jsonb_to_recordset($1)
         as r (day date, site text, measure text, kind text, value text, count bigint) group by 1, 2, 3, 4, 5`,
      [JSON.stringify(rows)],
    );
  const kept = async () =>
    (
      await owner.query<Row>(
        'select day::text, site, measure, kind, value, count::integer from traffic.kept order by 1, 2, 3, 4, 5',
      )
    ).rows;

  test('keeps no number under five, and every sum; merges no more than it must; does it once', async () => {
    await fc.assert(
      fc.asyncProperty(cells, async (rows) => {
        await owner.query('truncate traffic.running, traffic.kept');
        await put(rows);
        await Promise.all([1, 2].map(() => house.web.get(KeepTraffic).tidy()));
        const after = await kept();
        expect((await owner.query('select 1 from traffic.running')).rowCount).toBe(0);
        expect(Math.min(LEAST, ...after.map(({ count }) => count))).toBe(LEAST);
        const before = new Map([...sums(rows)].filter(([, sum]) => sum >= LEAST));
        expect(Object.fromEntries(sums(after))).toEqual(Object.fromEntries(before));
        for (const [group, sum] of before) {
          const given = new Map<string, number>();
          for (const row of rows)
            if (groupOf(row) === group) given.set(row.value, (given.get(row.value) ?? 0) + row.count);
          const named = new Map(
            after.filter((row) => groupOf(row) === group).map((row) => [row.value, row.count]),
          );
          const lost = [...given].filter(
            ([value, count]) => value !== OTHER && count >= LEAST && !named.has(value),
          );
          const small = [...given].filter(([value, count]) => value === OTHER || count < LEAST);
          const rest = small.reduce((total, [, count]) => total + count, 0);
          // What is kept by its name is exact; one at most is given up, and only where what is small is under five.
          for (const [value, count] of named) if (value !== OTHER) expect(count).toBe(given.get(value));
          expect(lost.length).toBe(rest > 0 && rest < LEAST && sum > rest ? 1 : 0);
        }
        await house.web.get(KeepTraffic).tidy();
        expect(await kept()).toEqual(after);
      }),
      { numRuns: 60 },
    );
  });

  test('leaves today as it is, and takes nothing more for a day that is over', async () => {
    await times(6, () => beacon(house.url, '/program\n'));
    const before = await running(house);
    await house.web.get(KeepTraffic).tidy();
    expect(await running(house)).toEqual(before);
    expect(await kept()).toEqual([]);
    const traffic = await signInto(house.database.urls.traffic);
    const add = (day: string) =>
      traffic.query(`select traffic.add(${day}, '{~own}', '{views}', '{page}', '{/x}', '{9}')`);
    await add('current_date - 2');
    await add('current_date + 2');
    await traffic.end();
    expect(await running(house)).toEqual(before);
  });

  test(`forgets what is older than ${KEPT_MONTHS} months`, async () => {
    const row = { site: OWN_SITE, measure: 'views', kind: 'total', value: ALL, count: 9 };
    const { rows } = await owner.query<{ old: string; young: string }>(
      `select (current_date - interval '25 months 3 days')::date::text as old,
              (current_date - interval '25 months' + interval '3 days')::date::text as young`,
    );
    await put([
      { ...row, day: rows[0]!.old },
      { ...row, day: rows[0]!.young },
    ]);
    await house.web.get(KeepTraffic).tidy();
    expect((await kept()).map(({ day }) => day)).toEqual([rows[0]!.young]);
  });
});

describe('the page of staff', () => {
  test('shows today in fives, and what is under five not at all', async () => {
    await times(13, () => beacon(house.url, '/program\nsok.example'));
    await times(4, () => beacon(house.url, '/kari-nordmann\n'));
    await running(house);
    const html = await house.staff.page(`/staff/traffic?site=${SITE}`);
    const page = textOf(html);
    expect(page).toMatch(/Besøk 15 Visninger 15 /);
    expect(page).toMatch(/\/program 10 10/);
    expect(html).not.toContain('kari-nordmann');
    expect(html).not.toContain('<script>');
  });

  test('adds up weeks and months of days that are over, in plots and tables', async () => {
    const { rows } = await owner.query<{ day: string }>(
      `select (current_date - n)::text as day from generate_series(2, 90) n`,
    );
    await owner.query(
      `insert into traffic.kept select d::date, $2, m, 'total', '~all', c from unnest($1::text[]) d,
         (values ('views', 30), ('visits', 10)) as v (m, c)`,
      [rows.map(({ day }) => day), SITE],
    );
    for (const by of ['day', 'week', 'month']) {
      const html = await house.staff.page(`/staff/traffic?by=${by}&site=${SITE}`);
      expect(html).toContain('<svg role="img" aria-labelledby="views-title views-text"');
      expect(textOf(html)).toMatch(by === 'day' ? / 10 30 / : / \d{2,} \d{3} /);
    }
  });
});
