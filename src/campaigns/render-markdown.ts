import { randomBytes } from 'node:crypto';
import MarkdownIt from 'markdown-it';
import { PLACE, type Place } from './place.js';
import { withoutPrivateUse } from './private-use.js';

// HTML in the source is text, and only links that lead somewhere harmless are links: nothing staff type is ever code.
const markdown = new MarkdownIt('default', { html: false, linkify: true, typographer: false, breaks: true });
markdown.disable('image');
markdown.validateLink = (url) => /^(https?:\/\/|mailto:)/i.test(url.trim());
markdown.linkify.set({ fuzzyLink: false, fuzzyEmail: false });

export interface RenderOptions {
  topHeading?: 1 | 2;
  /** The HTML for a place of a recipient's own words; undefined leaves what was written. Asked in text alone. */
  place?: (place: Place) => string | undefined;
}

/** Markdown to HTML. Raw HTML, images and links other than http, https and mailto stay as the text they are. */
export function renderMarkdown(source: string, { topHeading = 1, place }: RenderOptions = {}): string {
  const tokens = markdown.parse(source, {});
  for (const token of tokens) {
    const level = /^h([1-6])$/.exec(token.tag)?.[1];
    // Inside a page that has a first heading of its own, the text's headings come below it.
    if (level) token.tag = `h${Math.min(Number(level) + topHeading - 1, 6)}`;
  }
  const held = place ? holdPlaces(tokens, place) : undefined;
  // Of the result, since Markdown knows other ways to write a character: &#xE001;, or %EE%80%81 in a link.
  const html = withoutPrivateUse(markdown.renderer.render(tokens, markdown.options, {}));
  return held ? held.put(html) : html;
}

/**
 * Text nodes alone have places: in the target of a link a recipient's own words would be told to another site. A word
 * that nobody can have typed keeps each until the text is HTML.
 */
function holdPlaces(tokens: Tokens, place: NonNullable<RenderOptions['place']>) {
  const word = `x${randomBytes(12).toString('hex')}x`;
  const kept: string[] = [];
  for (const { children } of tokens) {
    let inAddress = false;
    for (const token of children ?? []) {
      if (token.type === 'link_open') inAddress = token.info === 'auto';
      if (token.type === 'link_close') inAddress = false;
      if (token.type !== 'text' || inAddress) continue;
      token.content = token.content.replace(PLACE, (written: string, name: string, fallback: string) => {
        const put = place({ name, fallback });
        return put === undefined ? written : `${word}${kept.push(put) - 1}x`;
      });
    }
  }
  return {
    put: (html: string) =>
      html.replace(new RegExp(`${word}(\\d+)x`, 'g'), (_, at: string) => kept[Number(at)]!),
  };
}

type Tokens = ReturnType<typeof markdown.parse>;
