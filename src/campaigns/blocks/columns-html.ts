import { Html, markup } from '../../platform/rendering/html.js';
import { COLUMN_PX, GUTTER_PX } from '../letter-style.js';

const HALF_PX = COLUMN_PX / 2;

// Outlook for Windows reads what stands in these comments, and knows neither inline blocks nor widest widths.
const forOutlook = (table: string) => new Html(`<!--[if mso]>${table}<![endif]-->`);
const BEGIN = forOutlook(
  `<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0"><tr><td width="50%" valign="top">`,
);
const NEXT = forOutlook('</td><td width="50%" valign="top">');
const END = forOutlook('</td></tr></table>');

/**
 * Side by side where both have room, one below the other where they have not: by the width of a line alone, so that it
 * needs no media query. A phone that honours one gives both columns the whole width.
 */
export function columnsHtml([first, second]: readonly Html[]): Html {
  return markup`<div class="columns" style="margin:0 0 4px">${BEGIN}${columnHtml(first!, 'right')}${NEXT}${columnHtml(second!, 'left')}${END}</div>`;
}

function columnHtml(inside: Html, edge: 'left' | 'right'): Html {
  const column = `display:inline-block;width:100%;max-width:${HALF_PX}px;vertical-align:top`;
  return markup`<div class="column" style="${column}"><div class="column-edge" style="padding-${edge}:${GUTTER_PX / 2}px">${inside}</div></div>`;
}
