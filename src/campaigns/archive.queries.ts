import type { DataSource } from 'typeorm';
import type { WrittenText } from './written-text.js';
import { isLocale, type Locale } from '../platform/i18n/messages.js';

/** A campaign as everybody may read it. */
export interface ArchivedCampaign extends WrittenText {
  id: string;
  subject: string;
  preheader: string;
  locale: Locale;
  /** When its first message left. */
  sentAt: Date;
  /** When its last had. */
  finishedAt: Date;
}

interface Row extends Omit<ArchivedCampaign, 'locale'> {
  locale: string;
}

/**
 * What a list's archive holds: ordinary campaigns that are sent, since it was opened, but those left out. No question
 * about new words and no last word, which are for those who are on the list; no correction, which is for those who got
 * the mistake: in the archive the mistake itself is taken out.
 */
const IN_ARCHIVE = `
  from jatakk.campaign c join jatakk.list l on l.register_id = c.register_id and l.id = c.list_id
 where c.list_id = $1 and c.state = 'sent' and c.kind = 'regular' and not c.left_out
   and c.started_at >= l.archive_since and l.state <> 'deleting'`;

const COLUMNS = `c.id, c.subject, c.preheader, c.locale, c.format, c.body, c.started_at as "sentAt", c.finished_at as "finishedAt"`;

/** The newest first. */
export async function archivedCampaigns(
  database: DataSource,
  listId: string,
  limit: number,
): Promise<ArchivedCampaign[]> {
  const rows = (await database.query(
    `select ${COLUMNS} ${IN_ARCHIVE} order by c.started_at desc, c.id limit $2`,
    [listId, limit],
  )) as Row[];
  return rows.map(archived);
}

export async function archivedCampaign(
  database: DataSource,
  listId: string,
  id: string,
): Promise<ArchivedCampaign | undefined> {
  const rows = (await database.query(`select ${COLUMNS} ${IN_ARCHIVE} and c.id = $2`, [listId, id])) as Row[];
  return rows[0] && archived(rows[0]);
}

function archived({ locale, ...row }: Row): ArchivedCampaign {
  return { ...row, locale: isLocale(locale) ? locale : 'nb' };
}
