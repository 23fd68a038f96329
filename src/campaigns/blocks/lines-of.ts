import type { Block, Inline, PlainBlock } from './block-document.js';

/** Every block of a document that is no pair of columns, in order, those in columns among them. */
export function plainBlocks(blocks: readonly Block[]): PlainBlock[] {
  return blocks.flatMap((block) =>
    block.type === 'columns' ? block.content.flatMap(({ content }) => content) : [block],
  );
}

/** Every line that was written in a block, with what stands in it. */
export function linesOf(block: Block): (readonly Inline[])[] {
  switch (block.type) {
    case 'heading':
    case 'paragraph':
      return [block.content ?? []];
    case 'bulletList':
    case 'orderedList':
      return block.content.flatMap(({ content }) => content.map((line) => line.content ?? []));
    case 'quote':
      return block.content.map((line) => line.content ?? []);
    case 'columns':
      return plainBlocks([block]).flatMap(linesOf);
    default:
      return [];
  }
}
