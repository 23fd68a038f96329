import { translator } from '../../platform/i18n/messages.js';
import type { BlockContext } from './block-context.js';
import type { Block, BlockDocument, Inline } from './block-document.js';
import { eventTime } from './event-time.js';
import { plainOf, runsOf } from './inline-runs.js';
import { typedText } from './typed-text.js';

const WIDTH = 76;

/**
 * A document as the plain part of a mail, made from the blocks themselves: each says what it is in the way people do it
 * in plain mail.
 */
export function blocksText({ content }: BlockDocument, context: BlockContext): string {
  return content
    .map((block) => blockText(block, context))
    .filter((text) => text !== '')
    .join('\n\n');
}

function blockText(block: Block, context: BlockContext): string {
  switch (block.type) {
    case 'heading':
    case 'paragraph':
      return wrapped(lineText(block.content, context));
    case 'bulletList':
      return itemsText(block, context, () => '- ');
    case 'orderedList':
      return itemsText(block, context, (at) => `${at + 1}. `);
    case 'quote': {
      const said = block.content.map((line) => wrapped(lineText(line.content, context), WIDTH - 2));
      const by = typedText(block.attrs.by).trim();
      return indented([...said, ...(by === '' ? [] : [`– ${by}`])].filter(Boolean).join('\n'), '> ', '> ');
    }
    case 'divider':
      return '* * *';
    case 'button':
      return linked(block.attrs.label, block.attrs.href);
    case 'image': {
      const alt = typedText(block.attrs.alt).trim();
      if (alt === '') return '';
      const picture = translator(context.locale)('mail.image', { alt });
      return wrapped(picture) + (block.attrs.href === '' ? '' : `\n${typedText(block.attrs.href)}`);
    }
    case 'event':
      return eventText(block.attrs, context);
    case 'columns':
      return block.content
        .flatMap((column) => column.content.map((one) => blockText(one, context)))
        .filter((text) => text !== '')
        .join('\n\n');
  }
}

type Of<T extends Block['type']> = Extract<Block, { type: T }>;

function itemsText(
  { content }: Of<'bulletList' | 'orderedList'>,
  context: BlockContext,
  sign: (at: number) => string,
): string {
  return content
    .map(({ content: lines }) => lines.map((line) => lineText(line.content, context)).filter(Boolean))
    .filter((lines) => lines.length > 0)
    .map((lines, at) => {
      const before = sign(at);
      const width = WIDTH - before.length;
      return indented(
        lines.map((line) => wrapped(line, width)).join('\n'),
        before,
        ' '.repeat(before.length),
      );
    })
    .join('\n');
}

function eventText({ title, date, until, place, href }: Of<'event'>['attrs'], context: BlockContext): string {
  const when = eventTime({ date, until }, context.locale, context.timeZone)?.when ?? '';
  const lines = [typedText(title), when, typedText(place)].map((line) => wrapped(line.trim()));
  if (lines.every((line) => line === '')) return '';
  return [...lines, typedText(href)].filter((line) => line !== '').join('\n');
}

function linked(label: string, href: string): string {
  const words = typedText(label).trim();
  return words === '' || href === '' ? '' : `${words}:\n${typedText(href)}`;
}

/** A line's words, with each address after the words that lead to it, unless they are the address. */
function lineText(line: readonly Inline[] | undefined, { place }: BlockContext): string {
  return runsOf(line)
    .map(({ href, pieces }) => {
      const words = pieces
        .map((piece) =>
          piece.type === 'place' ? (place(piece.attrs) ?? piece.attrs.fallback) : plainOf([piece]),
        )
        .join('');
      const isAddress = href !== undefined && words.trim() === href.replace(/^mailto:/i, '');
      return href === undefined || isAddress ? words : `${words} [${href.replace(/^mailto:/i, '')}]`;
    })
    .join('')
    .trim();
}

/** Broken at spaces, and nowhere else: addresses and long words stay whole, and so does a no-break space. */
function wrapped(text: string, width = WIDTH): string {
  return text
    .split('\n')
    .map((line) => {
      const rows = [''];
      for (const word of line.split(' ')) {
        const row = rows.at(-1)!;
        if (row === '') rows[rows.length - 1] = word;
        else if (row.length + 1 + word.length <= width) rows[rows.length - 1] = `${row} ${word}`;
        else rows.push(word);
      }
      return rows.join('\n');
    })
    .join('\n');
}

function indented(text: string, first: string, rest: string): string {
  return text
    .split('\n')
    .map((line, at) => (at === 0 ? first : rest) + line)
    .join('\n');
}
