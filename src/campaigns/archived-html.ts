import type { ArchivedCampaign } from './archive.queries.js';
import { renderMarkdown } from './render-markdown.js';

/**
 * A campaign's text as HTML for everybody: in each place of a recipient's own words stands the word for whoever has
 * given none, whatever the list asks by now.
 */
export function archivedHtml({ body }: Pick<ArchivedCampaign, 'body'>, topHeading: 1 | 2): string {
  // A fallback holds no character of HTML: place.ts says which it may hold.
  return renderMarkdown(body, { topHeading, place: ({ fallback }) => fallback });
}
