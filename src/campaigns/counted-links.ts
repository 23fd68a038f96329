import { escapeHtml } from '../platform/rendering/html.js';
import { unescaped, wordsOf } from './links-of.js';
import type { RenderedText } from './render-text.js';

/** A link that leads through us, and where it leads. */
export interface CountedLink {
  /** The address that stands in the message, the same for every recipient. */
  address: string;
  target: string;
}

/** Characters that stand for what is filled in per recipient. */
const FILLED_IN = /[\uE000-\uF8FF]/;

/** Words that are, or name, an address: what leads elsewhere than it says is taken for fraud, and rightly. */
const NAMES_A_HOST = /:\/\/|(?:^|[\s(«"])(?:[\p{L}\p{N}-]{2,}\.)+\p{L}{2,}(?=$|[\s/:.,;)»"?!])/u;

/**
 * Leads the links of a text through us, each target once, in both its parts. Not what is no web address, what a
 * recipient's own words stand in, and what shows the reader an address.
 * @param letter what our own renderer made of what staff wrote, without what stands around it
 * @param addressOf the address of ours for a target, which is normalised; undefined for what is not counted
 */
export function countLinks(
  letter: RenderedText,
  addressOf: (target: string) => string | undefined,
): RenderedText & { links: CountedLink[] } {
  const links = new Map<string, CountedLink>();
  /** As they were written. */
  const addresses = new Map<string, string>();
  const html = letter.html.replace(
    /(<a\s[^>]*?href=")([^"]*)("[^>]*>)([^]*?)(?=<\/a>)/gi,
    (whole: string, before: string, href: string, after: string, inside: string) => {
      const written = unescaped(href);
      const target = webAddress(written);
      if (target === undefined || FILLED_IN.test(href + inside)) return whole;
      if (NAMES_A_HOST.test(wordsOf(inside))) return whole;
      const address = links.get(target)?.address ?? addressOf(target);
      if (address === undefined) return whole;
      const link = { address, target };
      links.set(target, link);
      addresses.set(written, link.address);
      return `${before}${escapeHtml(link.address)}${after}${inside}`;
    },
  );
  // In plain text an address stands by itself, or in brackets after the words that lead to it.
  const text = letter.text.replace(
    /(?<=^|[\s[])https?:\/\/[^\s\]]+(?=$|[\s\]])/gi,
    (written) => addresses.get(written) ?? written,
  );
  return { html, text, links: [...links.values()] };
}

/** As a browser would send it, in ASCII; undefined for what is none, or carries a name or a password. */
function webAddress(href: string): string | undefined {
  if (!/^https?:\/\//i.test(href) || !URL.canParse(href)) return undefined;
  const url = new URL(href);
  return url.username || url.password || url.href.length > 4000 ? undefined : url.href;
}
