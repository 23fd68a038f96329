import pg from 'pg';
import type { Browser } from './browser.js';
import type { ThrowAwayHouse } from './house.js';
import { until } from './steps.js';

export const SITE = 'www.fjellhallen.example';
const SETTINGS = '/staff/traffic/settings';
export const NUMBERS = `/staff/traffic?by=day&site=${SITE}`;

const AGENTS = [
  'Mozilla/5.0 (iPhone; CPU iPhone OS 19_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.1 Mobile/15E148 Safari/604.1',
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0',
  'Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0',
];
const FROM = ['sok.example', '', 'avisen.example'];
const PAGES = ['/', '/program', '/program/julekonsert', '/om-oss'];

/** Each comes in once and looks at up to four pages; every third has said yes to being counted. */
export const VISITS = 60;
export const VIEWS = Array.from({ length: VISITS }, (_, n) => pagesOf(n).length).reduce((sum, n) => sum + n);
export const DEVICES = VISITS / 3;

/** A day of visits to a site of the organisation's, as its pages tell of them. */
export async function visitSite(house: ThrowAwayHouse, staff: Browser): Promise<void> {
  const chosen = { counting: 'yes', visitors: 'no', sites: SITE };
  await staff.submit(SETTINGS, SETTINGS, chosen);
  await staff.submit(SETTINGS, SETTINGS, { ...chosen, asking: SITE });
  for (let visit = 0; visit < VISITS; visit += 1) {
    const agent = AGENTS[visit % AGENTS.length]!;
    for (const [index, page] of pagesOf(visit).entries())
      await tell(house, agent, `${page}\n${index === 0 ? FROM[visit % FROM.length] : SITE}`);
    if (visit % 3 === 0) await tell(house, agent, '~month');
  }
}

/** The day is made one that is over, and what staff and public are then shown of it is read. */
export async function readVisits(
  house: ThrowAwayHouse,
  staff: Browser,
  visitor: Browser,
): Promise<{ views: number; visits: number; devices: number; toldInPublic: number }> {
  const owner = new pg.Client({ connectionString: house.ownerUrl });
  await owner.connect();
  try {
    // Web writes down what it has counted once a minute.
    await until(
      'the visits are written down',
      async () => {
        const { rows } = await owner.query<{ views: number }>(
          `select count::integer as views from traffic.running where site = $1 and measure = 'views' and kind = 'total'`,
          [SITE],
        );
        return rows[0]?.views === VIEWS;
      },
      90_000,
    );
    await owner.query('update traffic.running set day = traffic.first_open_day() - 1 where site = $1', [
      SITE,
    ]);
    await owner.query('select traffic.fold()');
  } finally {
    await owner.end();
  }
  const page = await staff.open(NUMBERS);
  const number = (label: string) =>
    [...page.matchAll(new RegExp(`<td data-label="${label}">([\\d\\s\u00a0]+)</td>`, 'g'))]
      .map(([, text]) => Number(text!.replaceAll(/\D/g, '')))
      .reduce((sum, one) => sum + one, 0);
  const told = await visitor.open('/personvern');
  const sentences = [`telles besøk på ${SITE}`, `På ${SITE} spør vi om du vil telles`, 'jatakk-counted'];
  return {
    visits: number('Besøk'),
    views: number('Visninger'),
    devices: number('Enheter'),
    toldInPublic: sentences.filter((sentence) => told.includes(sentence)).length,
  };
}

function pagesOf(visit: number): string[] {
  return PAGES.slice(0, 1 + (visit % 4));
}

async function tell(house: ThrowAwayHouse, agent: string, body: string): Promise<void> {
  const { status } = await fetch(`${house.url}/t`, {
    method: 'POST',
    headers: { origin: `https://${SITE}`, 'content-type': 'text/plain', 'user-agent': agent },
    body,
  });
  if (status !== 204) throw new Error(`a beacon was answered with ${status}`);
}
