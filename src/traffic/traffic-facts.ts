import type { DataSource } from 'typeorm';
import { readChoices } from './traffic.queries.js';

/** What is true of the counting of visits just now: for whoever has to say it to the public. */
export interface TrafficFacts {
  /** Whether views of our own pages, and of `sites`, are counted. */
  counting: boolean;
  /** Hosts whose pages send beacons here. */
  sites: readonly string[];
  /** Those of them whose visitors are asked whether they may be counted. */
  asking: readonly string[];
  /** Whether there is a daily number of visitors. */
  visitors: boolean;
  /** Whether the domain that a network belongs to is counted, from the operator's table. */
  networkTable: boolean;
  /** Whether a resolver on this machine is asked for that besides. */
  resolver: boolean;
  /** How long a day's numbers are kept, in months; the database holds the same (traffic.forget). */
  keptMonths: number;
}

export const KEPT_MONTHS = 25;

/** @param database the connection named `traffic` */
export async function readTrafficFacts(
  database: DataSource,
  settings: { NETWORK_DOMAINS?: string | undefined; TRAFFIC_RESOLVER?: string | undefined },
): Promise<TrafficFacts> {
  const { counting, sites, asking, visitors } = await readChoices(database);
  return {
    counting,
    sites: counting ? sites : [],
    asking: counting ? asking : [],
    visitors: counting && visitors,
    networkTable: settings.NETWORK_DOMAINS !== undefined,
    resolver: settings.TRAFFIC_RESOLVER !== undefined,
    keptMonths: KEPT_MONTHS,
  };
}
