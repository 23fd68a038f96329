import { COLUMN_PX, letterStyle, nightLetter, PHONE_LETTER } from '../letter-style.js';
import type { Look } from '../theme/look.js';

/** A column with the paper's edge on both sides. */
export const SHEET_PX = COLUMN_PX + 40;

/** What stands around a letter, and what our own mails are written with. */
export function mailStyle(look: Look) {
  const { a, button, h1 } = letterStyle(look);
  const { light, type } = look;
  const edge = light.rule === light.accent ? 2 : 1;
  return {
    body: 'margin:0;padding:0;background:#fbfaf7;color:#1d2528',
    // Gmail takes the body's colours away, so the paper has them too.
    paper: 'background:#fbfaf7;color:#1d2528',
    sheet: `table-layout:fixed;width:100%;max-width:${SHEET_PX}px;margin:0 auto`,
    column: `padding:24px 20px 32px;font:17px/1.6 ${type.text};overflow-wrap:break-word;word-wrap:break-word`,
    preheader: 'margin:0 0 16px;font-size:15px;color:#55605f',
    head: `margin:0 0 28px;padding:0 0 12px;border-bottom:${edge}px solid ${light.rule};font:600 20px/1.25 ${type.headings}`,
    // A mark has its own words where images are not shown, in the head's letters.
    logo: 'display:block;border:0;max-width:100%;height:auto',
    foot: 'margin-top:40px;padding-top:8px;border-top:1px solid #dcd8ce;font-size:15px;line-height:1.5;color:#55605f',
    note: 'margin:0 0 28px;padding:12px 16px;border-radius:6px;background:#fbeedb;color:#8a4b00',
    offer: `margin:0 0 16px;padding-left:16px;border-left:3px solid ${light.accent}`,
    block:
      'margin:0 0 16px;padding:12px;border:1px solid #dcd8ce;border-radius:6px;font:13px/1.5 ui-monospace,Menlo,Consolas,monospace;white-space:pre-wrap;word-break:break-all;color:#55605f',
    button,
    a,
    h1,
  } as const;
}

/** Mail programs that honour it get a dark page, and one made for a phone; the others keep what stands on the elements. */
export const nightAndPhone = (look: Look) =>
  '@media (prefers-color-scheme:dark){' +
  '.paper{background:#14191a!important;color:#e9ece8!important}' +
  nightLetter(look) +
  `.head{border-color:${look.dark.rule}!important}` +
  `.offer{border-color:${look.dark.accent}!important}` +
  // Most marks are drawn for light paper.
  '.logo{padding:10px 14px!important;border-radius:6px!important;background:#fbfaf7!important;color:#1d2528!important}' +
  '.note{background:#33261a!important;color:#f0b36a!important}}' +
  `@media (max-width:${SHEET_PX}px){${PHONE_LETTER}}`;
