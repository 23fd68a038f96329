/**
 * How what staff write looks in a mail: mail programs read styles on the elements themselves, so each has its own;
 * light, as the most of them show it. Lengths are pixels, since Outlook knows no other.
 */
const SANS = "system-ui,-apple-system,'Segoe UI',Roboto,Arial,sans-serif";
const SERIF = "'Iowan Old Style','Palatino Linotype',Georgia,serif";

/** The widest that a line of text gets, without the paper's edge on both sides. */
export const COLUMN_PX = 560;

/** Between two columns, half of it on each side. */
export const GUTTER_PX = 24;

export const LETTER_STYLE = {
  a: 'color:#0f5c55',
  p: 'margin:0 0 16px',
  h1: `margin:0 0 16px;font:600 28px/1.25 ${SERIF}`,
  h2: `margin:32px 0 12px;font:600 22px/1.3 ${SERIF}`,
  h3: `margin:28px 0 8px;font:600 18px/1.35 ${SERIF}`,
  ul: 'margin:0 0 16px;padding-left:22px',
  ol: 'margin:0 0 16px;padding-left:26px',
  li: 'margin:0 0 6px',
  quote: `margin:24px 0;padding:0 0 0 18px;border-left:3px solid #0f5c55;font:italic 20px/1.5 ${SERIF}`,
  quoted: 'margin:0 0 8px',
  by: `margin:0;font:15px/1.5 ${SANS};color:#55605f`,
  divider: 'margin:32px 0;border:0;border-top:1px solid #dcd8ce;height:0;line-height:0;font-size:0',
  action: 'margin:24px 0',
  button:
    'display:inline-block;padding:14px 22px;border-radius:6px;background:#0f5c55;color:#ffffff;font-weight:600;text-decoration:none',
  picture: 'margin:0 0 20px',
  // Seen where images are not: the words in the picture's place.
  image: `display:block;width:100%;height:auto;border:0;border-radius:6px;color:#55605f;font:italic 15px/1.5 ${SANS}`,
  event:
    'table-layout:fixed;margin:0 0 20px;border-collapse:separate;border:1px solid #dcd8ce;border-radius:8px',
  tile: 'width:60px;padding:16px 0 16px 16px;vertical-align:top',
  day: `margin:0;padding:8px 0 0;border-radius:6px 6px 0 0;background:#e3efec;color:#0f5c55;font:600 24px/1.1 ${SERIF};text-align:center`,
  month: `margin:0;padding:2px 0 8px;border-radius:0 0 6px 6px;background:#e3efec;color:#0f5c55;font:600 13px/1.2 ${SANS};text-align:center`,
  occasion: 'padding:16px;vertical-align:top',
  occasionTitle: `margin:0 0 4px;font:600 18px/1.35 ${SERIF}`,
  occasionLine: `margin:0;font:15px/1.5 ${SANS}`,
} as const;

/** Mail programs that honour it get a dark page, and columns as wide as the phone; the others keep what they have. */
export const NIGHT_LETTER =
  'a{color:#7cc7bb!important}.button{background:#7cc7bb!important;color:#0b201e!important}' +
  '.soft{color:#a6b0ad!important}.rule,blockquote{border-color:#2f3938!important}' +
  '.tile{background:#1f3a36!important;color:#cfe9e3!important}.image{color:#a6b0ad!important}';

export const PHONE_LETTER =
  '.column{max-width:100%!important}.column-edge{padding-left:0!important;padding-right:0!important}';
