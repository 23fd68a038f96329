import { Html, markup } from '../../platform/rendering/html.js';
import type { BlockContext } from './block-context.js';
import type { Inline } from './block-document.js';
import { runsOf } from './inline-runs.js';
import { typedText } from './typed-text.js';

/** One line of a document as HTML. */
export function inlineHtml(
  line: readonly Inline[] | undefined,
  context: Pick<BlockContext, 'place' | 'style'>,
): Html {
  const runs = runsOf(line).map(({ href, pieces }) => {
    const inside = pieces.map((piece) => marked(piece, context));
    return href === undefined
      ? markup`${inside}`
      : markup`<a href="${href}" style="${context.style.a}">${inside}</a>`;
  });
  return markup`${runs}`;
}

function marked(piece: Inline, { place }: Pick<BlockContext, 'place'>): Html {
  if (piece.type === 'hardBreak') return markup`<br />`;
  let made: Html;
  if (piece.type === 'text') made = markup`${typedText(piece.text)}`;
  else {
    const put = place(piece.attrs);
    made = put === undefined ? markup`${piece.attrs.fallback}` : new Html(put);
  }
  const has = (type: 'bold' | 'italic') => piece.marks?.some((mark) => mark.type === type);
  if (has('italic')) made = markup`<em>${made}</em>`;
  return has('bold') ? markup`<strong>${made}</strong>` : made;
}
