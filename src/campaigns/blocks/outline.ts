import type { Block, BlockDocument } from './block-document.js';
import { plainBlocks } from './lines-of.js';

/** The levels of a mail's headings in HTML, by block. */
export type Outline = ReadonlyMap<Block, number>;

/**
 * Whoever listens to a mail moves by its headings: the outermost is the first level and none is left out, whatever size
 * somebody liked. An event is a heading below the one that it stands under.
 * @param top the level of the outermost: below a page's own headings it is more than 1
 */
export function outlineOf({ content }: BlockDocument, top = 1): Outline {
  const wanted: { block: Block; level: number }[] = [];
  let under = 0;
  for (const block of plainBlocks(content)) {
    if (block.type === 'heading') wanted.push({ block, level: (under = block.attrs.level) });
    if (block.type === 'event' && block.attrs.title.trim() !== '') wanted.push({ block, level: under + 1 });
  }
  const outermost = Math.min(...wanted.map(({ level }) => level));
  let last = 0;
  return new Map(
    wanted.map(({ block, level }) => {
      last = Math.min(level - outermost + 1, last + 1);
      return [block, Math.min(last + top - 1, 6)];
    }),
  );
}
