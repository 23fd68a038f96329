import type { Sentence } from '../sentence.js';

/** Whether there are messages that a visitor can close, and what is then kept on the device. */
export interface SiteMessageFacts {
  /** Which sentence is true: `none` is all there is, until what does more says so here. */
  state: 'none';
}

/** There is nothing here yet that could be closed. */
export async function siteMessageFacts(): Promise<SiteMessageFacts> {
  return { state: 'none' };
}

export function siteMessageSentences({ state }: SiteMessageFacts): Sentence[] {
  return [{ id: 'site-messages', says: `privacy.site-messages.${state}` }];
}
