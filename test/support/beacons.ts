import { KeepTraffic } from '../../src/traffic/keep-traffic.service.js';
import type { TestHouse } from './house.js';

/** What browsers say of themselves. */
export const AGENTS = {
  firefox: 'Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0',
  safari:
    'Mozilla/5.0 (iPhone; CPU iPhone OS 19_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.1 Mobile/15E148 Safari/604.1',
  edge: 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0',
} as const;

export const SITE = 'www.fjellhallen.example';

/** As `/t.js` on a page of the organisation's site sends it. */
export function beacon(url: string, body: string, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(`${url}/t`, {
    method: 'POST',
    headers: {
      origin: `https://${SITE}`,
      'content-type': 'text/plain;charset=UTF-8',
      'user-agent': AGENTS.firefox,
      ...headers,
    },
    body,
  });
}

/** An own page opened by a person's browser. */
export function opens(url: string, path: string, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(url + path, {
    headers: {
      accept: 'text/html',
      'user-agent': AGENTS.safari,
      'sec-fetch-dest': 'document',
      'sec-fetch-site': 'none',
      ...headers,
    },
    redirect: 'manual',
  });
}

/** What staff choose on the settings page. */
export async function chooses(
  house: TestHouse,
  choices: Partial<Record<'counting' | 'visitors', 'yes' | 'no'> & { sites: string; asking: string }>,
): Promise<Response> {
  const path = '/staff/traffic/settings';
  return house.staff.submit(path, path, { counting: 'yes', visitors: 'no', sites: SITE, ...choices });
}

export interface Cell {
  site: string;
  measure: string;
  kind: string;
  value: string;
  count: number;
}

/** What has been written down of days that are not over, as the owner sees it. */
export async function running(house: TestHouse): Promise<Cell[]> {
  await house.web.get(KeepTraffic).writeDown();
  const { rows } = await house.database.owner.query<Cell>(
    'select site, measure, kind, value, count::integer from traffic.running order by site, measure, kind, value',
  );
  return rows;
}

/** One number of it; 0 where there is none. */
export function cell(
  cells: readonly Cell[],
  site: string,
  measure: string,
  kind: string,
  value: string,
): number {
  return (
    cells.find(
      (one) => one.site === site && one.measure === measure && one.kind === kind && one.value === value,
    )?.count ?? 0
  );
}
