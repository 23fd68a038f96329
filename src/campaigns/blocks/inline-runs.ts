import type { Inline } from './block-document.js';
import { typedText } from './typed-text.js';

/** A stretch of a line that leads to one address, or nowhere. */
export interface Run {
  href: string | undefined;
  pieces: Inline[];
}

/** What of a line hangs together: a link that is bold in its middle is one link. Spaces alone are none. */
export function runsOf(line: readonly Inline[] = []): Run[] {
  const runs: Run[] = [];
  for (const piece of line) {
    const href = hrefOf(piece);
    const last = runs.at(-1);
    if (last && last.href === href) last.pieces.push(piece);
    else runs.push({ href, pieces: [piece] });
  }
  return runs.map((run) => (plainOf(run.pieces).trim() === '' ? { ...run, href: undefined } : run));
}

/** A line's words alone, those of its places among them. */
export function plainOf(line: readonly Inline[] = []): string {
  return line
    .map((piece) => {
      if (piece.type === 'hardBreak') return '\n';
      return piece.type === 'text' ? typedText(piece.text) : piece.attrs.fallback;
    })
    .join('');
}

function hrefOf(piece: Inline): string | undefined {
  if (piece.type === 'hardBreak') return undefined;
  const link = piece.marks?.find((mark) => mark.type === 'link');
  return link && typedText(link.attrs.href);
}
