import { type Html, markup } from '../../platform/rendering/html.js';
import { COLUMN_PX, GUTTER_PX } from '../letter-style.js';
import type { BlockContext } from './block-context.js';
import type { Block, BlockDocument } from './block-document.js';
import { columnsHtml } from './columns-html.js';
import { eventHtml } from './event-html.js';
import { imageHtml } from './image-html.js';
import { inlineHtml } from './inline-html.js';
import { plainOf } from './inline-runs.js';
import { outlineOf } from './outline.js';
import { dirHtml, type Surroundings, titleHtml } from './title-html.js';
import { typedText } from './typed-text.js';

/**
 * A document as the inside of a mail, with its styles on each element. What is empty is left out. There is no way to
 * write anything that is not seen: no block has a colour, a size or a style of its own.
 */
export function blocksHtml(document: BlockDocument, context: BlockContext, { topHeading = 1 } = {}): string {
  const around = { ...context, outline: outlineOf(document, topHeading), width: COLUMN_PX, first: false };
  return document.content
    .map((block, at) => blockHtml(block, { ...around, first: at === 0 }).source)
    .join('\n');
}

export function blockHtml(block: Block, around: Surroundings): Html {
  switch (block.type) {
    case 'heading':
      return headingHtml(block, around);
    case 'paragraph':
      return paragraphHtml(block, around, around.style.p);
    case 'bulletList':
      return markup`<ul style="${around.style.ul}">${itemsHtml(block, around)}</ul>`;
    case 'orderedList':
      return markup`<ol style="${around.style.ol}">${itemsHtml(block, around)}</ol>`;
    case 'quote':
      return quoteHtml(block, around);
    case 'divider':
      return markup`<hr class="rule" style="${around.style.divider}" />`;
    case 'button':
      return buttonHtml(block.attrs, around);
    case 'image':
      return imageHtml(block.attrs, around);
    case 'event':
      return eventHtml(block, around);
    case 'columns':
      return columnsHtml(
        block.content.map(({ content }) => {
          const inside = { ...around, width: (COLUMN_PX - GUTTER_PX) / 2 };
          return markup`${content.map((one, at) => blockHtml(one, { ...inside, first: at === 0 }))}`;
        }),
      );
  }
}

// What stands first has nothing to keep its distance from.
const ABOVE = /^margin:\d+(px)?/;

type Of<T extends Block['type']> = Extract<Block, { type: T }>;

function headingHtml(block: Of<'heading'>, around: Surroundings): Html {
  const words = plainOf(block.content);
  if (words.trim() === '') return markup``;
  const { level } = block.attrs;
  // How large it is was chosen; which level it is, the outline says.
  return titleHtml(
    around.outline.get(block) ?? level,
    around.first ? around.style[`h${level}`].replace(ABOVE, 'margin:0') : around.style[`h${level}`],
    words,
    inlineHtml(block.content, around),
  );
}

function paragraphHtml(block: Of<'paragraph'>, around: Surroundings, style: string): Html {
  const words = plainOf(block.content);
  if (words.trim() === '') return markup``;
  return markup`<p${dirHtml(words)} style="${style}">${inlineHtml(block.content, around)}</p>`;
}

function itemsHtml({ content }: Of<'bulletList' | 'orderedList'>, around: Surroundings): Html[] {
  return content
    .map(({ content: lines }) => lines.filter((line) => plainOf(line.content).trim() !== ''))
    .filter((lines) => lines.length > 0)
    .map((lines) => {
      const inside = lines.map((line, at) =>
        at === 0 ? inlineHtml(line.content, around) : markup`<br />${inlineHtml(line.content, around)}`,
      );
      return markup`<li${dirHtml(plainOf(lines[0]!.content))} style="${around.style.li}">${inside}</li>`;
    });
}

function quoteHtml({ attrs, content }: Of<'quote'>, around: Surroundings): Html {
  const by = typedText(attrs.by).trim();
  const said = content.map((line) => paragraphHtml(line, around, around.style.quoted));
  const from =
    by === '' ? markup`` : markup`<p${dirHtml(by)} class="soft" style="${around.style.by}">${by}</p>`;
  return markup`<blockquote style="${around.style.quote}">${said}${from}</blockquote>`;
}

/** A link that looks like a button, in the one way that every mail program draws. */
function buttonHtml({ label, href }: Of<'button'>['attrs'], around: Surroundings): Html {
  const words = typedText(label).trim();
  if (words === '' || href === '') return markup``;
  return markup`<p style="${around.style.action}"><a class="button" href="${typedText(href)}" style="${around.style.button}">${words}</a></p>`;
}
