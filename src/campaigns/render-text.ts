import { convert } from 'html-to-text';
import { type Locale } from '../platform/i18n/messages.js';
import { TIME_ZONE } from '../platform/i18n/formats.js';
import type { ImageOf } from './blocks/block-context.js';
import { blocksHtml } from './blocks/blocks-html.js';
import { blocksText } from './blocks/blocks-text.js';
import { readBlocks } from './blocks/read-blocks.js';
import { letterStyle } from './letter-style.js';
import type { Place } from './place.js';
import { renderMarkdown } from './render-markdown.js';
import { styledLetter } from './styled-letter.js';
import { HOUSE_LOOK, type Look } from './theme/look.js';
import type { WrittenText } from './written-text.js';

export interface TextOptions {
  /** The mail's language. */
  locale: Locale;
  /** What stands at a place, in both parts as it is; undefined leaves what was written. */
  place?: (place: Place) => string | undefined;
  /** The images of its register; without them their words are shown. */
  imageOf?: ImageOf;
  /** The level of the outermost heading, where it stands among others. */
  topHeading?: 1 | 2;
  /** Whose wall the times of events are read on. */
  timeZone?: string;
  /** Its register's; ours where none is given. */
  look?: Look;
}

/** The inside of a message, in both its parts. */
export interface RenderedText {
  html: string;
  text: string;
}

/**
 * A campaign's text in either format, with its styles on each element: what is sent, tested, reviewed and previewed.
 * Nothing in it is ever compiled. What cannot be read is empty: it is held back before anything is sent (`isUnreadable`).
 */
export function renderText({ format, body }: WrittenText, options: TextOptions): RenderedText {
  const {
    locale,
    place = () => undefined,
    imageOf = () => undefined,
    timeZone = TIME_ZONE,
    topHeading = 1,
  } = options;
  const style = letterStyle(options.look ?? HOUSE_LOOK);
  if (format === 'markdown') {
    const html = renderMarkdown(body, { place, topHeading });
    return { html: styledLetter(html, style), text: convert(html, { wordwrap: 76, selectors: AS_WRITTEN }) };
  }
  const document = readBlocks(body);
  if (!document) return { html: '', text: '' };
  const marks = new Map<Place, string | undefined>();
  // Both parts ask for the same places: each is given out once.
  const once = (of: Place) => {
    if (!marks.has(of)) marks.set(of, place(of));
    return marks.get(of);
  };
  const context = { locale, timeZone, imageOf, place: once, style };
  return { html: blocksHtml(document, context, { topHeading }), text: blocksText(document, context) };
}

/**
 * The same inside on a page of ours, whose stylesheet says how it looks: without styles on the elements, which the
 * pages' policy does not allow, and without what is for Outlook alone.
 */
export function renderForPage(written: WrittenText, options: TextOptions): string {
  const { place, topHeading } = options;
  if (written.format === 'markdown')
    return renderMarkdown(written.body, { ...(place && { place }), ...(topHeading && { topHeading }) });
  // Of what was typed no quotation mark and no bracket is left as it was, so that these are our own.
  return renderText(written, options)
    .html.replaceAll(/ style="[^"]*"/g, '')
    .replaceAll(/<!--\[if mso\]>.*?<!\[endif\]-->/g, '');
}

// Headings are not shouted in the plain part.
const AS_WRITTEN = ['h1', 'h2', 'h3', 'h4', 'h5', 'h6'].map((selector) => ({
  selector,
  format: 'heading',
  options: { uppercase: false },
}));
