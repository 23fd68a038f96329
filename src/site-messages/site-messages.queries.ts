import type { DataSource } from 'typeorm';
import type { SiteMessage } from './site-message.js';

const COLUMNS = `id, words, link, pages, from_day::text as "fromDay", until_day::text as "untilDay", shown, revision`;

/** All of them, the newest first. */
export async function siteMessages(database: DataSource): Promise<SiteMessage[]> {
  return (await database.query(
    `select ${COLUMNS} from jatakk.site_message order by made_on desc, id`,
  )) as SiteMessage[];
}

export async function siteMessageOf(database: DataSource, id: string): Promise<SiteMessage | undefined> {
  const rows = (await database.query(`select ${COLUMNS} from jatakk.site_message where id = $1`, [
    id,
  ])) as SiteMessage[];
  return rows[0];
}

/** Those that visitors are shown on a day, the newest first. */
export async function shownSiteMessages(database: DataSource, day: string): Promise<SiteMessage[]> {
  return (await database.query(
    `select ${COLUMNS} from jatakk.site_message
      where shown and coalesce(from_day, $1) <= $1 and coalesce(until_day, $1) >= $1 order by made_on desc, id`,
    [day],
  )) as SiteMessage[];
}
