import { convert } from 'html-to-text';

/** A link as its reader sees it, and where it leads. */
export interface ShownLink {
  text: string;
  href: string;
  /** It leads through us first, where it is counted how many follow it. */
  counted?: boolean;
}

/** Every link of a message's HTML, once, in order. `html` is what our own renderer made. */
export function linksOf(html: string): ShownLink[] {
  const found = new Map<string, ShownLink>();
  for (const [, href, inside] of html.matchAll(/<a\s[^>]*?href="([^"]*)"[^>]*>([^]*?)<\/a>/gi)) {
    const link = { text: wordsOf(inside!), href: unescaped(href!) };
    found.set(`${link.href} ${link.text}`, link);
  }
  return [...found.values()];
}

/** What stands between the tags of a link, as its reader sees it. */
export function wordsOf(inside: string): string {
  return convert(inside.replace(IMAGE, '$1'), { wordwrap: false });
}

// A picture that is a link is read by its words.
const IMAGE = /<img\s[^>]*?alt="([^"]*)"[^>]*>/gi;

export function unescaped(value: string): string {
  return value
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');
}
