import type { Sentence } from '../sentence.js';

/** Whether visits to pages are counted, and how. */
export interface TrafficFacts {
  counted: false;
}

/** There is nothing here yet that could count. */
export async function trafficFacts(): Promise<TrafficFacts> {
  return { counted: false };
}

export function trafficSentences(_: TrafficFacts): Sentence[] {
  return [{ id: 'traffic', says: 'privacy.traffic.none' }];
}
