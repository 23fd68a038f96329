import type { Sentence } from '../sentence.js';

/**
 * How visits are counted. Whether they are just now, and of which sites, no role that writes this page can see: so it
 * says what may be, and what is never.
 */
export interface TrafficFacts {
  state: 'numbers';
}

export async function trafficFacts(): Promise<TrafficFacts> {
  return { state: 'numbers' };
}

export function trafficSentences({ state }: TrafficFacts): Sentence[] {
  return [
    { id: 'traffic', says: `privacy.traffic.${state}` },
    { id: 'traffic.visitors', says: 'privacy.traffic.visitors' },
  ];
}
