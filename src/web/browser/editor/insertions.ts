import type { Attrs, Node } from 'prosemirror-model';
import type { EditorState } from 'prosemirror-state';
import { insertBlock, selectedBlocks } from './blocks.js';
import type { Icon } from './dom.js';
import { type Editing, run } from './editing.js';
import type { MenuItem } from './menu.js';
import { askForPlace } from './place.js';
import { schema } from './schema.js';

const { nodes } = schema;
const paragraph = () => nodes.paragraph.create();
const list = (kind: 'bulletList' | 'orderedList') =>
  nodes[kind].create(null, nodes.listItem.create(null, paragraph()));

interface Kind {
  name: string;
  icon: Icon;
  make: () => Node;
}

const of = (name: Extract<keyof typeof nodes, string>, icon: Icon, attrs?: Attrs): Kind => ({
  name,
  icon,
  make: () => nodes[name]!.create(attrs),
});

/** Everything a text may be made of, in the order in which it is mostly wanted. */
const KINDS: readonly Kind[] = [
  of('paragraph', 'text'),
  of('heading', 'heading', { level: 2 }),
  of('image', 'image'),
  of('button', 'button'),
  of('event', 'event'),
  { name: 'bulletList', icon: 'bullets', make: () => list('bulletList') },
  { name: 'orderedList', icon: 'numbers', make: () => list('orderedList') },
  { name: 'quote', icon: 'quote', make: () => nodes.quote.create(null, paragraph()) },
  {
    name: 'columns',
    icon: 'columns',
    make: () =>
      nodes.columns.create(
        null,
        [0, 1].map(() => nodes.column.create(null, paragraph())),
      ),
  },
  of('divider', 'divider'),
];

/** The menu behind «+» and «/». */
export function insertItems(editing: Editing, state: EditorState): MenuItem[] {
  const inColumn = selectedBlocks(state).parent.type === nodes.column;
  const blocks = KINDS.filter(({ name }) => !(inColumn && name === 'columns')).map(
    ({ name, icon, make }) => ({
      label: editing.say(`insert.${name}`),
      hint: editing.say(`insert.${name}.hint`),
      icon,
      choose: () => run(editing, insertBlock(make)),
    }),
  );
  if (editing.asks.length === 0) return blocks;
  const place: MenuItem = {
    label: editing.say('insert.place'),
    hint: editing.say('insert.place.hint'),
    icon: 'place',
    choose: () => askForPlace(editing),
  };
  return [...blocks, place];
}
