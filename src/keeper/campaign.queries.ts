import type { DataSource } from 'typeorm';
import type { CampaignKind } from '../campaigns/campaign.entity.js';
import type { CountedLink } from '../campaigns/counted-links.js';
import { linkId } from '../campaigns/link-code.js';
import type { Theme } from '../campaigns/theme/theme.js';
import { THEME_OF_CAMPAIGN } from '../campaigns/theme/themes.queries.js';
import type { WrittenText } from '../campaigns/written-text.js';
import { isLocale, type Locale } from '../platform/i18n/messages.js';

/** A campaign as the keeper renders it. */
export interface CampaignContent extends WrittenText {
  id: string;
  kind: CampaignKind;
  registerId: string;
  listId: string;
  locale: Locale;
  subject: string;
  preheader: string;
  /** Whether it is counted how many follow its links, and what their addresses are made of. */
  countsFollows: boolean;
  /** How it looks; null for what our own mails look like. */
  theme: Theme | null;
  followSeed: string;
  startsAt: Date | null;
  /** Which version of the register's link key its messages are made of; not known before it starts. */
  linkKeyVersion: number | undefined;
  purposeVersion: number;
  /** The subject of what a correction corrects. */
  corrected: string | null;
  listName: string;
  listSlug: string;
  senderName: string;
  senderAddress: string;
}

interface CampaignRow extends WrittenText {
  id: string;
  kind: CampaignKind;
  register_id: string;
  list_id: string;
  locale: string;
  subject: string;
  preheader: string;
  counts_follows: boolean;
  follow_seed: string;
  theme: Theme | null;
  starts_at: Date | null;
  link_key_version: number | null;
  purpose_version: number;
  corrected: string | null;
  name: string;
  slug: string;
  sender_name: string;
  sender_address: string;
}

export async function readCampaign(database: DataSource, id: string): Promise<CampaignContent> {
  const rows = (await database.query(
    `select c.id, c.kind, c.register_id, c.list_id, c.locale, c.subject, c.preheader, c.format, c.body, c.starts_at,
            c.counts_follows, c.follow_seed, ${THEME_OF_CAMPAIGN} as theme,
            c.link_key_version, c.purpose_version, o.subject as corrected, l.name, l.slug, l.sender_name, l.sender_address
       from jatakk.campaign c join jatakk.list l on l.register_id = c.register_id and l.id = c.list_id
       left join jatakk.campaign o on o.register_id = c.register_id and o.id = c.corrects
      where c.id = $1`,
    [id],
  )) as CampaignRow[];
  const row = rows[0]!;
  return {
    id: row.id,
    kind: row.kind,
    registerId: row.register_id,
    listId: row.list_id,
    locale: isLocale(row.locale) ? row.locale : 'nb',
    subject: row.subject,
    preheader: row.preheader,
    format: row.format,
    body: row.body,
    countsFollows: row.counts_follows,
    followSeed: row.follow_seed,
    theme: row.theme,
    startsAt: row.starts_at,
    linkKeyVersion: row.link_key_version ?? undefined,
    purposeVersion: row.purpose_version,
    corrected: row.corrected,
    listName: row.name,
    listSlug: row.slug,
    senderName: row.sender_name,
    senderAddress: row.sender_address,
  };
}

/** Writes down where the links of a campaign that has begun lead. Once and for all: the database changes none. */
export async function keepLinks(
  database: DataSource,
  { id, followSeed }: Pick<CampaignContent, 'id' | 'followSeed'>,
  links: readonly CountedLink[],
): Promise<void> {
  const targets = links.map(({ target }) => target);
  await database.query('select jatakk.keep_links($1, $2, $3)', [
    id,
    targets.map((target) => linkId(followSeed, target)),
    targets,
  ]);
}
