import type { Sentence } from '../sentence.js';

/** Whether visits to pages are counted, and how. */
export interface TrafficFacts {
  /** Which sentence is true: `none` is all there is, until what does more says so here. */
  state: 'none';
}

/** There is nothing here yet that could count. */
export async function trafficFacts(): Promise<TrafficFacts> {
  return { state: 'none' };
}

export function trafficSentences({ state }: TrafficFacts): Sentence[] {
  return [{ id: 'traffic', says: `privacy.traffic.${state}` }];
}
