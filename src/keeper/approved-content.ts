import type { DataSource } from 'typeorm';
import { z } from 'zod';
import { themeShape } from '../campaigns/theme/theme.js';
import { campaignFormat } from '../campaigns/written-text.js';
import type { AskedField } from '../consent/asked-fields.queries.js';
import { isLocale } from '../platform/i18n/messages.js';
import type { House } from '../registers/house.queries.js';
import type { CampaignContent } from './campaign.queries.js';

/** What a campaign is made of, beside keys. */
export interface GivenCampaign {
  campaign: CampaignContent;
  organisation: NonNullable<House['organisation']>;
  asked: readonly AskedField[];
}

/** As `jatakk.campaign_content` puts it. */
const approved = z.object({
  locale: z.string(),
  subject: z.string(),
  preheader: z.string(),
  /** Written into the content only where it is another. */
  format: campaignFormat.default('markdown'),
  body: z.string(),
  /** Written into the content only where it is so. */
  countsFollows: z.boolean().default(false),
  /** Written into the content only where there is one. */
  theme: themeShape.nullable().default(null),
  corrected: z.string().nullable(),
  list: z.object({ name: z.string(), slug: z.string() }),
  sender: z.object({ name: z.string(), address: z.string() }),
  purpose: z.object({ version: z.int() }),
  asks: z.array(z.tuple([z.uuid(), z.string()])),
  organisation: z.object({
    name: z.string(),
    number: z.string(),
    postalAddress: z.string(),
    email: z.string(),
    privacyEmail: z.string(),
  }),
});

/**
 * A campaign that has begun, as a second person approved it, whatever has changed around it since. As it was given
 * where nobody had to.
 */
export async function asApproved(database: DataSource, given: GivenCampaign): Promise<GivenCampaign> {
  const rows = (await database.query('select jatakk.approved_content($1) as content', [
    given.campaign.id,
  ])) as { content: unknown }[];
  if (rows[0]!.content === null) return given;
  const { list, sender, purpose, asks, organisation, locale, ...text } = approved.parse(rows[0]!.content);
  return {
    campaign: {
      ...given.campaign,
      ...text,
      locale: isLocale(locale) ? locale : 'nb',
      purposeVersion: purpose.version,
      listName: list.name,
      listSlug: list.slug,
      senderName: sender.name,
      senderAddress: sender.address,
    },
    organisation,
    asked: given.asked.filter((field) => asks.some(([id, name]) => id === field.id && name === field.name)),
  };
}
