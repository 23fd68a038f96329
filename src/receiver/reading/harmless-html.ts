import sanitizeHtml from 'sanitize-html';

/** Characters that are looked at, and elements within elements; what is beyond is left out. */
const MOST_IN = 1_000_000;
const DEEPEST = 250;

const TAG = /<(\/?)([a-z][a-z0-9]*)/gi;
/** These hold nothing, or end by themselves where the next begins. */
const NEVER_DEEP = /^(?:br|hr|img|input|meta|link|col|area|base|wbr|source|p|li|td|th|tr|dt|dd|option)$/i;

const TAGS =
  'p div span br hr blockquote pre code h1 h2 h3 h4 h5 h6 ul ol li dl dt dd b strong i em u s sub sup small a ' +
  'table caption thead tbody tfoot tr th td';
const UNREAD =
  'script style title noscript template textarea option select button iframe object embed applet svg math audio video ' +
  'noembed noframes xmp';

const OPTIONS: sanitizeHtml.IOptions = {
  allowedTags: TAGS.split(' '),
  // No id or class, which would meet our own; no style, which loads and covers.
  allowedAttributes: {
    a: ['href', 'rel', 'target'],
    th: ['colspan', 'rowspan'],
    td: ['colspan', 'rowspan'],
    '*': ['dir', 'lang'],
  },
  allowedSchemes: ['https', 'http', 'mailto', 'tel'],
  allowProtocolRelative: false,
  // Their content goes too: it is nothing that anybody was to read.
  nonTextTags: UNREAD.split(' '),
  nestingLimit: 60,
  transformTags: {
    a: (tagName, { href }) => ({
      tagName,
      attribs: { ...(href && { href }), rel: 'noreferrer noopener', target: '_blank' },
    }),
    // An image says what it says it shows, and is never fetched.
    img: (_tagName, { alt }) => ({
      tagName: 'span',
      attribs: {},
      text: alt?.trim() ? `[${alt.trim()}]` : '',
    }),
  },
};

/** HTML of a stranger, made harmless: no script, no form, no style, nothing that loads. */
export function harmlessHtml(html: string): { html: string; cut: boolean } {
  const looked = withinDepth(html.slice(0, MOST_IN));
  return { html: sanitizeHtml(looked, OPTIONS), cut: looked.length < html.length };
}

/** Up to where it goes too deep: the time that sanitize-html takes grows with the square of that. */
function withinDepth(html: string): string {
  let depth = 0;
  for (const { 1: slash, 2: name, index } of html.matchAll(TAG)) {
    if (NEVER_DEEP.test(name!)) continue;
    depth = Math.max(0, depth + (slash ? -1 : 1));
    if (depth > DEEPEST) return html.slice(0, index);
  }
  return html;
}
