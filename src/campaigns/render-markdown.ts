import MarkdownIt from 'markdown-it';

// HTML in the source is text, and only links that lead somewhere harmless are links: nothing staff type is ever code.
const markdown = new MarkdownIt('default', { html: false, linkify: true, typographer: false, breaks: true });
markdown.disable('image');
markdown.validateLink = (url) => /^(https?:\/\/|mailto:)/i.test(url.trim());
markdown.linkify.set({ fuzzyLink: false, fuzzyEmail: false });

/** Markdown to HTML. Raw HTML, images and links other than http, https and mailto stay as the text they are. */
export function renderMarkdown(source: string, { topHeading = 1 }: { topHeading?: 1 | 2 } = {}): string {
  const tokens = markdown.parse(withoutPrivateUse(source), {});
  for (const token of tokens) {
    const level = /^h([1-6])$/.exec(token.tag)?.[1];
    // Inside a page that has a first heading of its own, the text's headings come below it.
    if (level) token.tag = `h${Math.min(Number(level) + topHeading - 1, 6)}`;
  }
  return markdown.renderer.render(tokens, markdown.options, {});
}

/**
 * Characters of Unicode's private use area mean nothing to a reader; inside a message template they stand for what is
 * filled in per recipient, so typed text must not bring its own.
 */
export function withoutPrivateUse(text: string): string {
  return text.replace(/[\uE000-\uF8FF]/g, '');
}
