/** A feed as RFC 4287 describes it: what it must have (§4.1.1, §4.1.2), and what a reader can use. */
export interface AtomFeed {
  /** A permanent, universally unique IRI, whatever becomes of the address (§4.2.6). */
  id: string;
  title: string;
  subtitle: string;
  language: string;
  author: string;
  /** Where the feed is, and the page that it is of. */
  self: string;
  page: string;
  updated: Date;
  /** The newest first. */
  entries: readonly AtomEntry[];
}

export interface AtomEntry {
  id: string;
  title: string;
  language: string;
  page: string;
  published: Date;
  updated: Date;
  summary: string;
  html: string;
}

/** The whole document. Everything in it is text to XML, HTML included (§3.1.1.2). */
export function atomFeed(feed: AtomFeed): string {
  return [
    '<?xml version="1.0" encoding="utf-8"?>',
    `<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="${escaped(feed.language)}">`,
    element('id', feed.id),
    element('title', feed.title),
    element('subtitle', feed.subtitle),
    element('updated', feed.updated.toISOString()),
    `<author>${element('name', feed.author)}</author>`,
    link('self', 'application/atom+xml', feed.self),
    link('alternate', 'text/html', feed.page),
    ...feed.entries.map(entry),
    '</feed>',
    '',
  ].join('\n');
}

function entry({ id, title, language, page, published, updated, summary, html }: AtomEntry): string {
  return [
    `<entry xml:lang="${escaped(language)}">`,
    element('id', id),
    element('title', title),
    link('alternate', 'text/html', page),
    element('published', published.toISOString()),
    element('updated', updated.toISOString()),
    ...(summary ? [element('summary', summary)] : []),
    `<content type="html">${escaped(html)}</content>`,
    '</entry>',
  ].join('\n');
}

const element = (name: string, text: string) => `<${name}>${escaped(text)}</${name}>`;

const link = (rel: string, type: string, href: string) =>
  `<link rel="${rel}" type="${type}" href="${escaped(href)}"/>`;

/** What XML 1.0 §2.2 does not allow at all, escaped or not. */
const NO_CHARACTER = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu;

function escaped(text: string): string {
  return text
    .replace(NO_CHARACTER, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
