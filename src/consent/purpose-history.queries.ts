import { noonOf } from '../platform/i18n/formats.js';
import type { DataSource } from 'typeorm';
import type { PurposeWords } from './purpose-text.entity.js';

/** What a list published at one time. */
export interface PublishedPurpose {
  version: number;
  revision: number;
  publishedOn: Date;
  texts: PurposeWords[];
  /** How many of the confirmed said yes to this version, in whichever revision. */
  consented: number;
}

/** Everything a list has published, the newest first. */
export async function purposeHistory(database: DataSource, listId: string): Promise<PublishedPurpose[]> {
  const rows = (await database.query(
    `select p.version, p.revision, min(p.published_on)::text as published_on,
            jsonb_agg(jsonb_build_object('locale', p.locale, 'text', p.text, 'frequency', p.frequency)
                      order by p.locale desc) as texts,
            coalesce(max(c.count), 0) as consented
       from jatakk.purpose_text p
       left join jatakk.consented_counts($1) c on c.version = p.version
      where p.list_id = $1 group by p.version, p.revision order by p.version desc, p.revision desc`,
    [listId],
  )) as (Omit<PublishedPurpose, 'publishedOn' | 'consented'> & { published_on: string; consented: string })[];
  return rows.map(({ published_on: on, consented, ...row }) => ({
    ...row,
    publishedOn: noonOf(on),
    consented: Number(consented),
  }));
}
