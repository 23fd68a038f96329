import { dropCursor } from 'prosemirror-dropcursor';
import { gapCursor } from 'prosemirror-gapcursor';
import { history } from 'prosemirror-history';
import { DOMSerializer, type Node, Slice } from 'prosemirror-model';
import { EditorState, type Transaction } from 'prosemirror-state';
import { EditorView, type NodeViewConstructor } from 'prosemirror-view';
import { CardView } from './card-view.js';
import { cardKinds } from './cards.js';
import { cleanPaste } from './clean-paste.js';
import type { Editing } from './editing.js';
import { handle } from './handle.js';
import { keys } from './keys.js';
import { placeholder } from './placeholder.js';
import { placeView } from './place.js';
import { quoteView } from './quote-view.js';
import { schema } from './schema.js';
import { slash } from './slash.js';

/** The text itself, in which is written. `changed` is called after every change of it, `shown` also of the cursor. */
export function textEditor(
  holder: HTMLElement,
  doc: Node,
  editing: Editing,
  { changed, shown }: { changed: () => void; shown: (state: EditorState) => void },
): EditorView {
  const { say } = editing;
  const cards = cardKinds(editing).map((kind): [string, NodeViewConstructor] => [
    kind.name,
    (node, view, getPos) => new CardView(node, view, getPos, kind, editing),
  ]);
  const view: EditorView = new EditorView(holder, {
    state: EditorState.create({
      doc,
      plugins: [
        history(),
        slash(editing),
        ...keys(editing),
        placeholder(say),
        dropCursor({ color: false, width: 3, class: 'drop-line' }),
        gapCursor(),
        handle(editing),
      ],
    }),
    attributes: {
      id: 'editor-text',
      role: 'textbox',
      'aria-multiline': 'true',
      'aria-label': say('text'),
      'aria-describedby': 'editor-keys',
    },
    nodeViews: {
      ...Object.fromEntries(cards),
      place: (node, _view, getPos) => placeView(editing, node, getPos),
      quote: (node, of, getPos) => quoteView(node, of, getPos, say),
    },
    clipboardSerializer: DOMSerializer.fromSchema(schema),
    transformPastedHTML: cleanPaste,
    transformPasted: withoutColumnsInColumns,
    dispatchTransaction(tr: Transaction) {
      view.updateState(view.state.apply(tr));
      shown(view.state);
      if (tr.docChanged) changed();
    },
  });
  shown(view.state);
  return view;
}

/** What is pasted may begin in the middle of something, and is laid open no further than it fits. */
function withoutColumnsInColumns(slice: Slice, view: EditorView): Slice {
  const inColumn = view.state.selection.$from.node(2)?.type === schema.nodes.column;
  if (!inColumn) return slice;
  const { columns } = schema.nodes;
  const flat: Node[] = [];
  slice.content.forEach((node) => {
    if (node.type === columns) node.forEach((column) => column.forEach((block) => flat.push(block)));
    else flat.push(node);
  });
  const first = slice.content.firstChild;
  return first?.type === columns ? new Slice(schema.node('doc', null, flat).content, 0, 0) : slice;
}
