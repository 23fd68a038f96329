import type { DataSource } from 'typeorm';
import type { CampaignContent } from '../write-campaign.service.js';

export interface TemplateLine {
  id: string;
  name: string;
  locale: string;
  subject: string;
  keptAt: Date;
}

export type Template = TemplateLine & CampaignContent;

const LINE = 'id, name, locale, subject, kept_at as "keptAt"';

/** Those of a register, by name. */
export async function templatesOf(database: DataSource, registerId: string): Promise<TemplateLine[]> {
  return (await database.query(
    `select ${LINE} from jatakk.template where register_id = $1 order by lower(name), id`,
    [registerId],
  )) as TemplateLine[];
}

/** One of this register; undefined for any other's. */
export async function templateOf(
  database: DataSource,
  registerId: string,
  id: string,
): Promise<Template | undefined> {
  const rows = (await database.query(
    `select ${LINE}, preheader, format, body from jatakk.template where register_id = $1 and id = $2`,
    [registerId, id],
  )) as Template[];
  return rows[0];
}
