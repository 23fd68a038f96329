import type { Look } from './theme/look.js';

/** The widest that a line of text gets, without the paper's edge on both sides. */
export const COLUMN_PX = 560;

/** Between two columns, half of it on each side. */
export const GUTTER_PX = 24;

/**
 * How what staff write looks in a mail: mail programs read styles on the elements themselves, so each has its own;
 * light, as the most of them show it. Lengths are pixels, since Outlook knows no other.
 */
export function letterStyle({ light: { accent, on, tile, onTile }, type: { text, headings } }: Look) {
  return {
    a: `color:${accent}`,
    p: 'margin:0 0 16px',
    h1: `margin:0 0 16px;font:600 28px/1.25 ${headings}`,
    h2: `margin:32px 0 12px;font:600 22px/1.3 ${headings}`,
    h3: `margin:28px 0 8px;font:600 18px/1.35 ${headings}`,
    ul: 'margin:0 0 16px;padding-left:22px',
    ol: 'margin:0 0 16px;padding-left:26px',
    li: 'margin:0 0 6px',
    quote: `margin:24px 0;padding:0 0 0 18px;border-left:3px solid ${accent};font:italic 20px/1.5 ${headings}`,
    quoted: 'margin:0 0 8px',
    by: `margin:0;font:15px/1.5 ${text};color:#55605f`,
    divider: 'margin:32px 0;border:0;border-top:1px solid #dcd8ce;height:0;line-height:0;font-size:0',
    action: 'margin:24px 0',
    button: `display:inline-block;padding:14px 22px;border-radius:6px;background:${accent};color:${on};font-weight:600;text-decoration:none`,
    picture: 'margin:0 0 20px',
    // Seen where images are not: the words in the picture's place.
    image: `display:block;width:100%;height:auto;border:0;border-radius:6px;color:#55605f;font:italic 15px/1.5 ${text}`,
    event:
      'table-layout:fixed;margin:0 0 20px;border-collapse:separate;border:1px solid #dcd8ce;border-radius:8px',
    tile: 'width:60px;padding:16px 0 16px 16px;vertical-align:top',
    day: `margin:0;padding:8px 0 0;border-radius:6px 6px 0 0;background:${tile};color:${onTile};font:600 24px/1.1 ${headings};text-align:center`,
    month: `margin:0;padding:2px 0 8px;border-radius:0 0 6px 6px;background:${tile};color:${onTile};font:600 13px/1.2 ${text};text-align:center`,
    occasion: 'padding:16px;vertical-align:top',
    occasionTitle: `margin:0 0 4px;font:600 18px/1.35 ${headings}`,
    occasionLine: `margin:0;font:15px/1.5 ${text}`,
  } as const;
}

export type LetterStyle = ReturnType<typeof letterStyle>;

/** Mail programs that honour it get a dark page, and columns as wide as the phone; the others keep what they have. */
export const nightLetter = ({ dark: { accent, on, tile, onTile } }: Look) =>
  `a{color:${accent}!important}.button{background:${accent}!important;color:${on}!important}` +
  '.soft{color:#a6b0ad!important}.rule,blockquote{border-color:#2f3938!important}' +
  `.tile{background:${tile}!important;color:${onTile}!important}.image{color:#a6b0ad!important}`;

export const PHONE_LETTER =
  '.column{max-width:100%!important}.column-edge{padding-left:0!important;padding-right:0!important}';
