import type { Sentence } from '../sentence.js';

/** Whether there are messages that a visitor can close, and what is then kept on the device. */
export interface SiteMessageFacts {
  on: false;
}

/** There is nothing here yet that could be closed. */
export async function siteMessageFacts(): Promise<SiteMessageFacts> {
  return { on: false };
}

export function siteMessageSentences(_: SiteMessageFacts): Sentence[] {
  return [{ id: 'site-messages', says: 'privacy.site-messages.none' }];
}
