import type { DataSource } from 'typeorm';
import { type InboxSettings, replyTexts } from './inbox-settings.js';

/** Every register has some from its beginning. */
export async function inboxSettings(database: DataSource, registerId: string): Promise<InboxSettings> {
  const rows = (await database.query(
    `select auto_reply as "autoReply", answer_days as "answerDays", texts, kept_months as "keptMonths"
       from jatakk.inbox_setting where register_id = $1`,
    [registerId],
  )) as (Omit<InboxSettings, 'texts'> & { texts: unknown })[];
  const row = rows[0]!;
  return { ...row, texts: replyTexts.parse(row.texts) };
}

export interface InboxTheme {
  id: string;
  name: string;
  inUse: boolean;
}

/** What mail may be about, in use or not any more. */
export async function inboxThemes(database: DataSource, registerId: string): Promise<InboxTheme[]> {
  return (await database.query(
    `select id, name, in_use as "inUse" from jatakk.inbox_theme where register_id = $1 order by lower(name), id`,
    [registerId],
  )) as InboxTheme[];
}
