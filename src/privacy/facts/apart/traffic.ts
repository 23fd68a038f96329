import type { DataSource } from 'typeorm';
import type { Sentence } from '../sentence.js';

/** What is counted of visits, as web has said it: no role that writes this page can look there. */
export interface TrafficFacts {
  counting: boolean;
  /** Whether there is a daily number of visitors. */
  visitors: boolean;
  /** Whether the network's domain is counted: from the operator's table, from what a resolver on this machine finds. */
  networkTable: boolean;
  resolver: boolean;
  /** Hosts that are counted besides these pages. */
  sites: readonly string[];
  /** Those of them where visitors are asked whether their device may remember that it has been counted. */
  asking: readonly string[];
}

export async function trafficFacts(database: DataSource): Promise<TrafficFacts> {
  const rows = (await database.query(
    `select counting, visitors, network_table as "networkTable", resolver, sites, asking from jatakk.counting_said`,
  )) as TrafficFacts[];
  return rows[0]!;
}

export async function sayCounting(database: DataSource, facts: TrafficFacts): Promise<void> {
  const { counting, visitors, networkTable, resolver, sites, asking } = facts;
  await database.query('select jatakk.say_counting($1, $2, $3, $4, $5, $6)', [
    counting,
    visitors,
    networkTable,
    resolver,
    sites,
    asking,
  ]);
}

export function trafficSentences(facts: TrafficFacts): Sentence[] {
  if (!facts.counting) return [{ id: 'traffic', says: 'privacy.traffic.off' }];
  const { visitors, networkTable, resolver, sites } = facts;
  const sentences: Sentence[] = [{ id: 'traffic', says: 'privacy.traffic.numbers' }];
  if (sites.length > 0)
    sentences.push({
      id: 'traffic.sites',
      says: 'privacy.traffic.sites',
      parts: { sites: { names: sites } },
    });
  if (networkTable || resolver)
    sentences.push({
      id: 'traffic.network',
      says: resolver ? 'privacy.traffic.network-asked' : 'privacy.traffic.network',
    });
  sentences.push({
    id: 'traffic.visitors',
    says: visitors ? 'privacy.traffic.visitors' : 'privacy.traffic.no-visitors',
  });
  return sentences;
}

/** Where visitors are asked, and what their device remembers of what they answered. */
export function askingSentences({ asking }: TrafficFacts): Sentence[] {
  if (asking.length === 0) return [];
  return [
    { id: 'asking', says: 'privacy.asking.text', parts: { sites: { names: asking } } },
    { id: 'asking.kept', says: 'privacy.asking.kept', point: true },
    { id: 'asking.sent', says: 'privacy.asking.sent', point: true },
    ...asking.map((site): Sentence => ({
      id: `asking.${site}`,
      says: 'privacy.asking.again',
      parts: { site },
      point: true,
      link: { href: `https://${site}/#jatakk`, text: `${site}/#jatakk` },
    })),
  ];
}
