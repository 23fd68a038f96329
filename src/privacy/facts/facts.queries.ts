import type { DataSource } from 'typeorm';
import type { ListState } from '../../registers/list.entity.js';
import type { MailFacts, RelayFacts, WebFacts, Words } from './facts.js';

/** A register and what it holds, without what only counting tells. */
export interface RegisterRow {
  id: string;
  name: string;
  slug: string;
}

export interface ListRow {
  id: string;
  registerId: string;
  slug: string;
  name: string;
  state: ListState;
  eyes: number;
  version: number;
  revision: number;
  senderName: string;
  senderAddress: string;
  archive: boolean;
  movedIn: boolean;
  words: Record<string, { text: string; frequency: string }>;
}

export async function registerRows(database: DataSource): Promise<RegisterRow[]> {
  return (await database.query(
    'select id, name, slug from jatakk.register order by name, id',
  )) as RegisterRow[];
}

/** Every list that has published its purpose, in what it is open, resting or on its way out. */
export async function listRows(database: DataSource): Promise<ListRow[]> {
  return (await database.query(
    `select l.id, l.register_id as "registerId", l.slug, l.name, l.state, l.eyes, p.version, p.revision,
            l.sender_name as "senderName", l.sender_address as "senderAddress", l.archive_since is not null as archive,
            exists (select 1 from jatakk.import i
                     where i.list_id = l.id and i.state = 'done' and i.taken > 0) as "movedIn",
            jsonb_object_agg(p.locale, jsonb_build_object('text', p.text, 'frequency', p.frequency)) as words
       from jatakk.list l join jatakk.current_purpose p on p.list_id = l.id
      where l.state <> 'deleting'
      group by l.id, l.register_id, l.slug, l.name, l.state, l.eyes, p.version, p.revision, l.sender_name,
               l.sender_address, l.archive_since
      order by l.name, l.id`,
  )) as ListRow[];
}

export async function relayRows(database: DataSource): Promise<RelayFacts[]> {
  return (await database.query(
    `select r.host, coalesce((select p.place from jatakk.relay_place p where p.host = r.host), 'unsaid') as place
       from jatakk.relay r order by r.position`,
  )) as RelayFacts[];
}

export async function webSettings(database: DataSource): Promise<WebFacts> {
  const rows = (await database.query(
    `select keeps_network as "keepsNetwork", provider, minimum_age as "minimumAge", asks_names as "asksNames"
       from jatakk.web_settings`,
  )) as WebFacts[];
  return rows[0]!;
}

/** What web runs with is said by each web as it starts: nobody else knows it. */
export async function saySettings(database: DataSource, web: WebFacts): Promise<void> {
  await database.query('select jatakk.say_settings($1, $2, $3, $4)', [
    web.keepsNetwork,
    web.provider,
    web.minimumAge,
    web.asksNames,
  ]);
}

export async function countsFollows(database: DataSource): Promise<boolean> {
  const rows = (await database.query(
    'select exists (select 1 from jatakk.campaign c where c.counts_follows) as counts',
  )) as { counts: boolean }[];
  return rows[0]!.counts;
}

/** Mail comes here once a receiver has been at work. */
export async function mailFacts(database: DataSource): Promise<MailFacts> {
  const rows = (await database.query(
    `select case when jatakk.receives_mail() then 'here' else 'elsewhere' end as comes,
            coalesce((select jsonb_agg(jsonb_build_object('register', r.name, 'months', i.kept_months) order by r.name)
                        from jatakk.inbox_setting i join jatakk.register r on r.id = i.register_id), '[]') as kept,
            coalesce((select jsonb_agg(jsonb_build_object('register', r.name, 'slug', r.slug) order by r.name)
                        from jatakk.register r where exists (
                          select 1 from jatakk.heard h where h.register_id = r.id and h.published)), '[]') as heard`,
  )) as MailFacts[];
  return rows[0]!;
}

/** What the organisation adds, by language. */
export async function privacyTexts(database: DataSource): Promise<Words> {
  const rows = (await database.query('select locale, text from jatakk.privacy_text')) as {
    locale: string;
    text: string;
  }[];
  return Object.fromEntries(rows.map(({ locale, text }) => [locale, text]));
}
