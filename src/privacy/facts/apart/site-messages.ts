import type { DataSource } from 'typeorm';
import type { Sentence } from '../sentence.js';

/** Whether a message on the organisation's own site can be dismissed, which the device then remembers. */
export interface SiteMessageFacts {
  state: 'none' | 'shown';
}

export async function siteMessageFacts(database: DataSource): Promise<SiteMessageFacts> {
  const rows = (await database.query(
    'select exists (select 1 from jatakk.site_message m where m.shown) as shown',
  )) as { shown: boolean }[];
  return { state: rows[0]!.shown ? 'shown' : 'none' };
}

export function siteMessageSentences({ state }: SiteMessageFacts): Sentence[] {
  return [{ id: 'site-messages', says: `privacy.site-messages.${state}` }];
}
