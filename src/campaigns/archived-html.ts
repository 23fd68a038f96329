import type { ArchivedCampaign } from './archive.queries.js';
import { renderForPage } from './render-text.js';

/**
 * A campaign's text as HTML for everybody: in each place of a recipient's own words stands the word for whoever has
 * given none, whatever the list asks by now.
 */
export function archivedHtml(campaign: ArchivedCampaign, topHeading: 1 | 2): string {
  // A fallback holds no character of HTML: place.ts says which it may hold.
  return renderForPage(campaign, { locale: campaign.locale, topHeading, place: ({ fallback }) => fallback });
}
