import type { ArchivedCampaign } from './archive.queries.js';
import type { ImageOf } from './blocks/block-context.js';
import { renderForPage } from './render-text.js';

/**
 * A campaign's text as HTML for everybody: in each place of a recipient's own words stands the word for whoever has
 * given none, whatever the list asks by now.
 */
export function archivedHtml(campaign: ArchivedCampaign, topHeading: 1 | 2, imageOf: ImageOf): string {
  // A fallback holds no character of HTML: place.ts says which it may hold.
  const { locale } = campaign;
  return renderForPage(campaign, { locale, topHeading, imageOf, place: ({ fallback }) => fallback });
}
