import { createHmac, randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { CountViews } from '../../src/traffic/count-views.service.js';
import { DailyVisitors } from '../../src/traffic/daily-visitors.js';
import { KeepTraffic } from '../../src/traffic/keep-traffic.service.js';
import { TrafficChoicesKept } from '../../src/traffic/traffic-choices.service.js';
import { AGENTS, beacon, chooses, opens, running, SITE } from '../support/beacons.js';
import { TestHouse } from '../support/house.js';
import { signInto } from './support/attempt.js';
import { dumpAll } from './support/dump.js';
import { filesBelow, hitsIn, needlesFor } from './support/needles.js';
import { StartedHouse } from './support/started-house.js';

const MARK = 'kanarifugl';
const FROM = (n: number) => `198.51.100.${n + 101}`;
const nameOf = (n: number) => `${MARK}-nr${n}`;

/** Thirty people, each with a name of their own in everything that a browser can send. */
const asPerson = (n: number): Record<string, string> => {
  const name = nameOf(n);
  return {
    'x-forwarded-for': FROM(n),
    'user-agent': `${[AGENTS.firefox, AGENTS.safari, AGENTS.edge][n % 3]!} ${name}/1.${n}`,
    referer: `https://${name}.example/${name}?q=${name}`,
    cookie: `${name}=${name}`,
    from: `${name}@post.example`,
    'accept-language': `${MARK}-${n}`,
    [`x-${name}`]: name,
    forwarded: `for=${FROM(n)};by=${name}`,
  };
};

describe('a whole house, as npm start raises it', () => {
  let house: StartedHouse;
  let networks: string;
  let said: string;

  beforeAll(async () => {
    networks = mkdtempSync(join(tmpdir(), 'jatakk-networks-'));
    writeFileSync(join(networks, 'n.tsv'), '198.51.100.0/24\tuniversitet.example\n', { mode: 0o644 });
    chmodSync(networks, 0o755);
    house = await StartedHouse.start({
      TRUSTED_PROXIES: '127.0.0.1,::1',
      NETWORK_DOMAINS: join(networks, 'n.tsv'),
    });
    const staff = house.client();
    await house.setUp(staff, 'ola@fjellhallen.example');
    const path = '/staff/traffic/settings';
    await staff.submit(path, path, { counting: 'yes', visitors: 'yes', sites: SITE });
    const statuses = new Set<number>();
    for (let n = 0; n < 30; n += 1) {
      const headers = asPerson(n);
      const own = nameOf(n);
      statuses.add(
        (await beacon(house.url, `/${own}/min side?${own}#${own}\n${own}.example`, headers)).status,
      );
      statuses.add((await opens(house.url, `/?navn=${own}&lang=nb`, headers)).status);
      statuses.add((await opens(house.url, `/lists/${own}?navn=${own}`, headers)).status);
    }
    expect(statuses).toEqual(new Set([204, 200, 404]));
    said = house.said;
    // What is held in memory goes to the database now.
    await house.stop();
  }, 150_000);
  afterAll(async () => {
    await house.throwAway();
    rmSync(networks, { recursive: true, force: true });
  }, 50_000);

  test('visit as 30 people with a name in every header, path and query: no byte of one in anything the house leaves, data, log and WAL', () => {
    const needles = [
      ...needlesFor(MARK),
      ...Array.from({ length: 30 }, (_, n) => Buffer.from(FROM(n))),
      Buffer.from('Gecko/20100101'),
    ];
    const files = [...filesBelow(house.dataFolder)];
    // The write-ahead log is among them, and the counts in it or beside it.
    expect(files.some(({ path }) => path.includes('pg_wal'))).toBe(true);
    const whole = Buffer.concat(files.map(({ bytes }) => bytes));
    expect(hitsIn(whole, [Buffer.from('universitet.example'), Buffer.from('Firefox')])).toBe(2);
    const found = files.filter(({ bytes }) => hitsIn(bytes, needles) > 0).map(({ path }) => path);
    expect(found).toEqual([]);
    expect(hitsIn(Buffer.from(house.said), needles)).toBe(0);
    expect(said.length).toBeGreaterThan(100);
  });
});

describe('web and its database', () => {
  let house: TestHouse;
  let traffic: pg.Client;
  let web: pg.Client;

  beforeAll(async () => {
    house = await TestHouse.open();
    await house.setUp();
    // It notes every few seconds that it is there.
    await house.stopKeeper();
    await chooses(house, { visitors: 'yes' });
    traffic = await signInto(house.database.urls.traffic);
    web = await signInto(house.database.urls.web);
  }, 60_000);
  afterAll(async () => {
    await Promise.all([traffic.end(), web.end()]);
    await house.close();
  });

  test('visit as 30 people: what is written of it are numbers, and no row, order or moment is anybody’s', async () => {
    const { owner } = house.database;
    const before = (await dumpAll(owner)).filter(({ table }) => !table.startsWith('traffic.'));
    const come = async (from: number) => {
      for (let n = from; n < from + 30; n += 1) {
        await beacon(house.url, `/${MARK}-${n}\n${MARK}${n}.example`, asPerson(n));
        await opens(house.url, `/?navn=${MARK}`, asPerson(n));
      }
      return running(house);
    };
    const cells = await come(0);
    // Of what several have in common their number; of what each had alone that there was something else.
    expect(cells.filter(({ kind }) => kind === 'page').map(({ value, count }) => [value, count])).toEqual([
      ['/', 30],
      ['/', 30],
    ]);
    for (const { value, count } of cells) if (!value.startsWith('~')) expect(count).toBeGreaterThanOrEqual(5);
    // Thirty more people are not one row more.
    expect(await come(30)).toHaveLength(cells.length);
    const after = (await dumpAll(owner)).filter(({ table }) => !table.startsWith('traffic.'));
    expect(after).toEqual(before);
    const columns = await owner.query<{ name: string; type: string }>(
      `select column_name as name, data_type as type from information_schema.columns
        where table_schema = 'traffic' and table_name in ('running', 'kept') group by 1, 2 order by 1`,
    );
    expect(columns.rows.map(({ name, type }) => `${name} ${type}`)).toEqual([
      'count bigint',
      'day date',
      'kind text',
      'measure text',
      'site text',
      'value text',
    ]);
    await owner.query(`update traffic.running set day = day - 3`);
    await house.web.get(KeepTraffic).tidy();
    const { rows } = await owner.query<{ least: number; names: string[] }>(
      'select min(count)::integer as least, array_agg(distinct value) as names from traffic.kept',
    );
    expect(rows[0]!.least).toBeGreaterThanOrEqual(5);
    expect(rows[0]!.names.join(' ')).not.toContain(MARK);
  });

  test('read the counts as web, or anything of people as the role that counts; write a number of one’s own: permission denied', async () => {
    for (const table of ['running', 'kept', 'setting', 'site'])
      await expect(web.query(`select 1 from traffic.${table}`)).rejects.toThrow('permission denied');
    await expect(web.query('select * from traffic.so_far()')).rejects.toThrow('permission denied');
    for (const sql of [
      'select 1 from jatakk.subscriber',
      'select 1 from jatakk.list',
      'select 1 from jatakk.installation',
      'select 1 from vault.row_key',
      'select jatakk.day_here()',
      'select count from traffic.running',
      'delete from traffic.kept',
      `insert into traffic.kept values ('2026-01-01', '~own', 'views', 'page', '/x', 9)`,
      `update traffic.kept set value = 'kari'`,
      `insert into traffic.site values ('x.example')`,
    ])
      await expect(traffic.query(sql)).rejects.toThrow('permission denied');
  });

  test('store a number under five of a day that is over, as the owner: the database refuses', async () => {
    await expect(
      house.database.owner.query(
        `insert into traffic.kept values ('2026-01-01', '~own', 'views', 'page', '/x', 4)`,
      ),
    ).rejects.toThrow('kept_count_check');
  });

  test('read what is small of today as the role that counts: numbers in fives alone', async () => {
    await house.database.owner.query('truncate traffic.running, traffic.kept');
    await traffic.query(
      `select traffic.add(traffic_day.d, '{~own,~own,~own}', '{views,views,views}', '{page,page,page}', '{/a,/b,/c}', '{4,5,13}')
         from (select (now() at time zone 'Europe/Oslo')::date as d) traffic_day`,
    );
    const { rows } = await traffic.query<{ value: string; count: string }>(
      'select value, count from traffic.so_far() order by 1',
    );
    expect(rows).toEqual([
      { value: '/b', count: '5' },
      { value: '/c', count: '10' },
    ]);
  });

  test('count a device of a site where nobody is asked, as the role that counts: nothing is added', async () => {
    const { owner } = house.database;
    await owner.query('truncate traffic.running, traffic.kept');
    const add = () =>
      traffic.query(
        `select traffic.add((now() at time zone 'Europe/Oslo')::date, $1, '{devices,new-devices,devices}',
                            '{total,total,total}', '{~all,~all,~all}', '{9,9,9}')`,
        [[SITE, SITE, '~own']],
      );
    await add();
    expect(await running(house)).toEqual([]);
    await chooses(house, { visitors: 'yes', asking: SITE });
    await add();
    expect((await running(house)).map(({ site, measure, count }) => [site, measure, count])).toEqual([
      [SITE, 'devices', 9],
      [SITE, 'new-devices', 9],
    ]);
    await chooses(house, { visitors: 'yes' });
  });

  test('flood it with 2,000 made-up pages and hosts, each often enough: 500 pages and 200 of each other kind at most', async () => {
    await house.database.owner.query('truncate traffic.running, traffic.kept');
    const counting = house.web.get(CountViews);
    for (let n = 0; n < 1000; n += 1)
      for (let again = 0; again < 5; again += 1)
        counting.count({
          site: SITE,
          page: `/oppdiktet-${n}`,
          entry: true,
          referrer: `oppdiktet-${n}.example`,
          agent: `${AGENTS.firefox} ${n % 100}`,
          ip: '198.51.100.1',
        });
    await running(house);
    // And once more in another process, which knows nothing of those.
    const other = new CountViews(house.web.get(TrafficChoicesKept), {
      table: undefined,
      resolver: undefined,
    });
    for (let n = 0; n < 1000; n += 1)
      for (let again = 0; again < 5; again += 1)
        other.count({
          site: SITE,
          page: `/annen-${n}`,
          entry: true,
          referrer: undefined,
          agent: AGENTS.edge,
          ip: '198.51.100.2',
        });
    const [day] = other.held({ closing: true });
    const counts = day!.take();
    await traffic.query('select traffic.add($1, $2, $3, $4, $5, $6)', [
      day!.day,
      ...(['site', 'measure', 'kind', 'value', 'count'] as const).map((key) => counts.map((one) => one[key])),
    ]);
    const cells = await running(house);
    const of = (measure: string, kind: string) =>
      cells.filter((one) => one.measure === measure && one.kind === kind && !one.value.startsWith('~'))
        .length;
    expect([of('views', 'page'), of('visits', 'page'), of('visits', 'referrer')]).toEqual([500, 500, 200]);
    const sum = (kind: string) =>
      cells
        .filter((one) => one.measure === 'views' && one.kind === kind)
        .reduce((total, one) => total + one.count, 0);
    expect([sum('total'), sum('page'), sum('browser')]).toEqual([10_000, 10_000, 10_000]);
  });
});

describe('the number of visitors of a day', () => {
  const people = Array.from(
    { length: 200 },
    (_, n) => [`198.51.${n}.0/24`, `${AGENTS.safari} ${n}`] as const,
  );
  const setOf = () => {
    const seen = new Map<string, Set<string>>();
    const day = new DailyVisitors(seen);
    for (const [network, agent] of people) day.see(SITE, network, agent);
    expect(day.more()).toEqual([[SITE, people.length]]);
    return seen.get(SITE)!;
  };

  test('put two days together, or one day of two processes, with the same 200 people: not one hash is the same', () => {
    const [today, tomorrow] = [setOf(), setOf()];
    expect([today.size, tomorrow.size]).toEqual([people.length, people.length]);
    expect([...today].filter((hash) => tomorrow.has(hash))).toEqual([]);
  });

  test('make the salt again from what is stored, with every secret in hand and the day: no hash comes out', async () => {
    const secret = randomBytes(32);
    const today = setOf();
    const days = ['2026-11-29', '2026-11-30', new Date().toISOString().slice(0, 10)];
    const keys = [
      secret,
      Buffer.alloc(32),
      ...days.map((day) => Buffer.from(day)),
      ...days.map((day) => createHmac('sha256', secret).update(day).digest()),
    ];
    const made = keys.flatMap((key) =>
      people.map(([network, agent]) =>
        createHmac('sha256', key).update(`${SITE}\n${network}\n${agent}`).digest().toString('latin1', 0, 12),
      ),
    );
    expect(made.filter((hash) => today.has(hash))).toEqual([]);
    // Its source is read too: there is nothing it could be made from but chance.
    const source = readFileSync(join(process.cwd(), 'src/traffic/daily-visitors.ts'), 'utf8');
    expect(source.match(/#salt/g)).toHaveLength(2);
    expect(source).toContain('readonly #salt = randomBytes(32);');
  });

  test('wait for midnight in Oslo: salt and set are gone, and the day’s number stays', () => {
    const choices = {
      current: { counting: true, visitors: true, sites: [SITE], asking: [] },
    } as unknown as TrafficChoicesKept;
    const counting = new CountViews(choices, { table: undefined, resolver: undefined });
    const evening = Date.parse('2026-11-29T22:59:30Z');
    const view = { site: SITE, page: '/program', entry: true, referrer: undefined, agent: AGENTS.firefox };
    for (let n = 0; n < 7; n += 1) counting.count({ ...view, ip: `198.51.${n}.7` }, evening);
    const day = counting.day(evening);
    const visitors = day.visitors;
    expect([day.day, visitors !== undefined]).toEqual(['2026-11-29', true]);
    counting.count({ ...view, ip: '198.51.1.7' }, evening + 60_000);
    expect(day.visitors).toBeUndefined();
    const [before, today] = counting.held({ now: evening + 60_000 });
    expect([before!.day, today!.day]).toEqual(['2026-11-29', '2026-11-30']);
    expect(today!.visitors).not.toBe(visitors);
    const told = (held: typeof before) =>
      held!.take().flatMap(({ measure, count }) => (measure === 'visitors' ? [count] : []));
    expect([told(before), told(today)]).toEqual([[7], [1]]);
  });
});
