import { z } from 'zod';
import { countedHost } from '../../traffic/view.js';
import type { FormErrors } from '../pages/field.js';
import { faults, typed } from './fields.js';

export const trafficForm = z.object({
  counting: z.enum(['yes', 'no']),
  visitors: z.enum(['yes', 'no']),
  sites: typed,
  /** Ticked: none, one, or several. */
  asking: z.union([typed, z.array(typed).max(20)]).optional(),
});

export type TrafficValues = z.infer<typeof trafficForm>;

export const MOST_SITES = 20;

/** Sites that are ticked and are still among those that are counted. */
export function askingOf({ asking = [] }: TrafficValues, hosts: readonly string[]): string[] {
  return hosts.filter((host) => (typeof asking === 'string' ? [asking] : asking).includes(host));
}

/** One a line, as they are typed or pasted from the address bar: `https://www.fjellhallen.example/` is its host. */
export function sitesOf(text: string): { hosts: string[]; wrong: string | undefined } {
  const lines = text.split(/[\s,]+/).filter((line) => line !== '');
  const hosts = lines.map((line) => countedHost(line.replace(/^https?:\/\//i, '').replace(/\/.*$/, '')));
  const wrong = lines.find((_, index) => hosts[index] === undefined);
  return { hosts: [...new Set(hosts.filter((host) => host !== undefined))], wrong };
}

export function trafficFaults({ sites }: TrafficValues): FormErrors<'sites'> {
  const { hosts, wrong } = sitesOf(sites);
  if (wrong !== undefined)
    return faults({ sites: { key: 'traffic.error.site', params: { site: wrong.slice(0, 100) } } });
  return faults({
    sites:
      hosts.length > MOST_SITES ? { key: 'traffic.error.too-many', params: { max: MOST_SITES } } : undefined,
  });
}
