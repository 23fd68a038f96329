import type { DataSource } from 'typeorm';
import type { CampaignFormat } from './written-text.js';

export interface DraftVersion {
  id: string;
  author: string;
  savedAt: Date;
  subject: string;
}

export interface WholeVersion extends DraftVersion {
  locale: string;
  preheader: string;
  format: CampaignFormat;
  body: string;
}

const OF = `from jatakk.campaign_version v join jatakk.staff s on s.id = v.author_id
             where v.register_id = $1 and v.campaign_id = $2`;
const LINE = 'v.id, s.name as author, v.saved_at as "savedAt", v.subject';

/** What a draft has been, the newest first: the first is what it is now. */
export function draftVersions(database: DataSource, registerId: string, campaignId: string) {
  return database.query<DraftVersion[]>(`select ${LINE} ${OF} order by v.saved_at desc, v.begun_at desc`, [
    registerId,
    campaignId,
  ]);
}

export async function draftVersion(
  database: DataSource,
  registerId: string,
  campaignId: string,
  versionId: string,
): Promise<WholeVersion | undefined> {
  const [found] = await database.query<WholeVersion[]>(
    `select ${LINE}, v.locale, v.preheader, v.format, v.body ${OF} and v.id = $3`,
    [registerId, campaignId, versionId],
  );
  return found;
}
