import { noonOf } from '../platform/i18n/formats.js';
import type { DataSource } from 'typeorm';
import type { Eyes, ListState } from '../registers/list.entity.js';

/** A list as staff see it: numbers, never an address. */
export interface ListOverview {
  id: string;
  registerId: string;
  slug: string;
  name: string;
  senderName: string;
  senderAddress: string;
  state: ListState;
  /** How many must stand behind what is sent to it. */
  eyes: Eyes;
  /** Since when everybody may read what it is sent; null where nobody may. */
  archiveSince: Date | null;
  /** Whoever confirms now is sent a welcome. */
  welcomes: boolean;
  purposeVersion: number;
  purposeRevision: number;
  publishedOn: Date;
  texts: { locale: string; text: string; frequency: string }[];
  confirmed: number;
  /** Those among them who said yes to the newest version. */
  consented: number;
}

interface Row {
  id: string;
  register_id: string;
  slug: string;
  name: string;
  sender_name: string;
  sender_address: string;
  state: ListState;
  eyes: Eyes;
  archive_since: Date | null;
  welcomes: boolean;
  version: number;
  revision: number;
  published_on: string;
  texts: ListOverview['texts'];
  confirmed: string;
  consented: string;
}

/** The lists of one register, or one of them, with how many are on each. */
export async function listOverviews(
  database: DataSource,
  registerId: string,
  listId?: string,
): Promise<ListOverview[]> {
  const rows = (await database.query(
    `select l.id, l.register_id, l.slug, l.name, l.sender_name, l.sender_address, l.state, l.eyes, l.archive_since,
            jatakk.welcome_of(l.id) is not null as welcomes, p.version, p.revision,
            min(p.published_on)::text as published_on,
            jsonb_agg(jsonb_build_object('locale', p.locale, 'text', p.text, 'frequency', p.frequency)
                      order by p.locale desc) as texts,
            jatakk.confirmed_count(l.id) as confirmed,
            (select coalesce(sum(c.count), 0) from jatakk.consented_counts(l.id) c where c.version = p.version) as consented
       from jatakk.list l
       join jatakk.current_purpose p on p.list_id = l.id
      where l.register_id = $1 and l.state <> 'deleting' and ($2::uuid is null or l.id = $2)
      group by l.id, l.register_id, l.slug, l.name, l.sender_name, l.sender_address, l.state, l.eyes, l.archive_since, p.version, p.revision
      order by l.name`,
    [registerId, listId ?? null],
  )) as Row[];
  return rows.map((row) => ({
    id: row.id,
    registerId: row.register_id,
    slug: row.slug,
    name: row.name,
    senderName: row.sender_name,
    senderAddress: row.sender_address,
    state: row.state,
    eyes: row.eyes,
    archiveSince: row.archive_since,
    welcomes: row.welcomes,
    purposeVersion: row.version,
    purposeRevision: row.revision,
    publishedOn: noonOf(row.published_on),
    texts: row.texts,
    confirmed: Number(row.confirmed),
    consented: Number(row.consented),
  }));
}
