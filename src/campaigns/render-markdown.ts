import MarkdownIt from 'markdown-it';

// HTML in the source is text, and only links that lead somewhere harmless are links: nothing staff type is ever code.
const markdown = new MarkdownIt('default', { html: false, linkify: true, typographer: false, breaks: true });
markdown.disable('image');
markdown.validateLink = (url) => /^(https?:\/\/|mailto:)/i.test(url.trim());
markdown.linkify.set({ fuzzyLink: false, fuzzyEmail: false });

/** Markdown to HTML. Raw HTML, images and links other than http, https and mailto stay as the text they are. */
export function renderMarkdown(source: string, { topHeading = 1 }: { topHeading?: 1 | 2 } = {}): string {
  const tokens = markdown.parse(source, {});
  for (const token of tokens) {
    const level = /^h([1-6])$/.exec(token.tag)?.[1];
    // Inside a page that has a first heading of its own, the text's headings come below it.
    if (level) token.tag = `h${Math.min(Number(level) + topHeading - 1, 6)}`;
  }
  // Of the result, since Markdown knows other ways to write a character: &#xE001;, or %EE%80%81 in a link.
  return withoutPrivateUse(markdown.renderer.render(tokens, markdown.options, {}));
}

/** Gmail cuts HTML that is larger than 102 KB; what stands around a campaign's text takes less than six of them. */
const LARGEST_HTML_BYTES = 96 * 1024;

/** Whether a text becomes more HTML than mail programs show. */
export function isTooLargeToShow(source: string): boolean {
  return Buffer.byteLength(renderMarkdown(source)) > LARGEST_HTML_BYTES;
}

/**
 * Characters of Unicode's private use area mean nothing to a reader; inside a message template they stand for what is
 * filled in per recipient, so typed text must not bring its own.
 */
export function withoutPrivateUse(text: string): string {
  return text.replace(/[\uE000-\uF8FF]/g, '');
}
