import { type Attrs, type DOMOutputSpec, type NodeSpec, Schema, type TagParseRule } from 'prosemirror-model';
import { asAddress, isAddress } from './address.js';

// What a text may consist of: the same as src/campaigns/blocks/block-document.ts says, which a test holds it to. What a
// rule for reading does not name is left out or becomes plain text, so that what is pasted is never more than this.

const text = (value: unknown, most: number) => (typeof value === 'string' ? value.slice(0, most) : '');
const WALL_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d$/;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const PLACE_NAME = /^[a-z][a-z0-9]{0,29}$/;
/** The word for whoever has not answered. */
export const PLACE_FALLBACK = /^[\p{L}\p{N} .,'’-]{1,80}$/u;

/** Makes what was read whole and harmless, or says that it is nothing of ours. */
type Reader = (read: Attrs) => Attrs | false;

const wallTime = (value: unknown) => (typeof value === 'string' && WALL_TIME.test(value) ? value : '');
const address = (value: unknown) => (typeof value === 'string' ? (asAddress(value) ?? '') : '');

const readButton: Reader = ({ label, href }) => ({ label: text(label, 80), href: address(href) });
const readImage: Reader = ({ image, alt, href }) => ({
  image: typeof image === 'string' && UUID.test(image) ? image : null,
  alt: text(alt, 300),
  href: address(href),
});
const readEvent: Reader = ({ title, date, until, place, href }) => ({
  title: text(title, 120),
  date: wallTime(date),
  until: wallTime(until),
  place: text(place, 200),
  href: address(href),
});
const readPlace: Reader = ({ name, fallback }) =>
  PLACE_NAME.test(String(name)) && PLACE_FALLBACK.test(String(fallback)) ? { name, fallback } : false;

/** A block without text of its own: what it is stands in its attributes, which ride along when it is copied. */
function card(kind: string, attrs: Attrs, read: Reader, inline = false): NodeSpec {
  const tag = inline ? 'span' : 'div';
  const rule: TagParseRule = {
    tag: `${tag}[data-jatakk-${kind}]`,
    getAttrs: (dom) => {
      try {
        return read(JSON.parse(dom.getAttribute(`data-jatakk-${kind}`) ?? '') as Attrs);
      } catch {
        return false;
      }
    },
  };
  return {
    group: inline ? 'inline' : 'plain',
    inline,
    atom: true,
    draggable: true,
    selectable: true,
    attrs: Object.fromEntries(
      Object.entries(attrs).map(([name, value]) => [name, { default: value as unknown }]),
    ),
    parseDOM: [rule],
    toDOM: (node): DOMOutputSpec => [tag, { [`data-jatakk-${kind}`]: JSON.stringify(node.attrs) }],
    ...(inline && { leafText: (node) => String(node.attrs.fallback) }),
  };
}

const heading: NodeSpec = {
  group: 'plain',
  content: 'inline*',
  defining: true,
  attrs: { level: { default: 2 } },
  parseDOM: [1, 2, 3, 4, 5, 6].map((level) => ({ tag: `h${level}`, attrs: { level: Math.min(level, 3) } })),
  toDOM: (node): DOMOutputSpec => [`h${String(node.attrs.level)}`, 0],
};

const quote: NodeSpec = {
  group: 'plain',
  content: 'paragraph+',
  defining: true,
  attrs: { by: { default: '' } },
  parseDOM: [{ tag: 'blockquote', getAttrs: (dom) => ({ by: text(dom.getAttribute('data-by'), 120) }) }],
  toDOM: (node): DOMOutputSpec => ['blockquote', { 'data-by': String(node.attrs.by) }, 0],
};

export const schema = new Schema({
  nodes: {
    doc: { content: '(plain | columns)+' },
    paragraph: { group: 'plain', content: 'inline*', parseDOM: [{ tag: 'p' }], toDOM: () => ['p', 0] },
    heading,
    bulletList: { group: 'plain', content: 'listItem+', parseDOM: [{ tag: 'ul' }], toDOM: () => ['ul', 0] },
    orderedList: { group: 'plain', content: 'listItem+', parseDOM: [{ tag: 'ol' }], toDOM: () => ['ol', 0] },
    listItem: { content: 'paragraph+', defining: true, parseDOM: [{ tag: 'li' }], toDOM: () => ['li', 0] },
    quote,
    divider: { group: 'plain', selectable: true, parseDOM: [{ tag: 'hr' }], toDOM: () => ['hr'] },
    button: card('button', { label: '', href: '' }, readButton),
    image: card('image', { image: null, alt: '', href: '' }, readImage),
    event: card('event', { title: '', date: '', until: '', place: '', href: '' }, readEvent),
    columns: {
      content: 'column column',
      isolating: true,
      parseDOM: [{ tag: 'div[data-jatakk-columns]' }],
      toDOM: () => ['div', { 'data-jatakk-columns': '', class: 'columns' }, 0],
    },
    column: {
      content: 'plain+',
      isolating: true,
      parseDOM: [{ tag: 'div[data-jatakk-column]' }],
      toDOM: () => ['div', { 'data-jatakk-column': '', class: 'column-of-text' }, 0],
    },
    text: { group: 'inline' },
    place: card('place', { name: '', fallback: '' }, readPlace, true),
    hardBreak: {
      group: 'inline',
      inline: true,
      selectable: false,
      linebreakReplacement: true,
      parseDOM: [{ tag: 'br' }],
      toDOM: () => ['br'],
    },
  },
  marks: {
    link: {
      attrs: { href: {} },
      inclusive: false,
      parseDOM: [
        {
          tag: 'a[href]',
          getAttrs: (dom) => {
            const href = dom.getAttribute('href') ?? '';
            return isAddress(href) ? { href } : false;
          },
        },
      ],
      toDOM: (mark): DOMOutputSpec => ['a', { href: String(mark.attrs.href), rel: 'noopener' }, 0],
    },
    bold: {
      parseDOM: [{ tag: 'strong' }, { tag: 'b' }],
      toDOM: () => ['strong', 0],
    },
    italic: {
      parseDOM: [{ tag: 'i' }, { tag: 'em' }],
      toDOM: () => ['em', 0],
    },
  },
});
