import { z } from 'zod';

/** How a campaign's text is written. What there was before there were blocks is Markdown. */
export const campaignFormat = z.enum(['markdown', 'blocks']);

export type CampaignFormat = z.infer<typeof campaignFormat>;

/** A campaign's text as it is stored: Markdown, or the JSON of a `BlockDocument`. */
export interface WrittenText {
  format: CampaignFormat;
  body: string;
}
