import { closeHistory } from 'prosemirror-history';
import type { Node, ResolvedPos } from 'prosemirror-model';
import {
  type Command,
  type EditorState,
  NodeSelection,
  Selection,
  TextSelection,
  type Transaction,
} from 'prosemirror-state';
import { schema } from './schema.js';

/** Blocks that stand side by side in the text or in one of its columns: where they begin, end, and who holds them. */
export interface BlockRange {
  from: number;
  to: number;
  parent: Node;
  /** The places of the first and last of them in the parent, from 0. */
  first: number;
  last: number;
}

const holdsBlocks = (node: Node) => node.type === schema.nodes.doc || node.type === schema.nodes.column;

function depthOfHolder($from: ResolvedPos, $to: ResolvedPos): number {
  for (let depth = $from.sharedDepth($to.pos); depth > 0; depth -= 1)
    if (holdsBlocks($from.node(depth))) return depth;
  return 0;
}

/** The blocks that the selection touches, at the innermost place where it touches whole ones. */
export function selectedBlocks({ selection }: EditorState): BlockRange {
  const { $from, $to } = selection;
  const depth = depthOfHolder($from, $to);
  const parent = $from.node(depth);
  const first = $from.index(depth);
  const last = Math.max(first, $to.indexAfter(depth) - 1);
  const from = $from.posAtIndex(first, depth);
  const to = $from.posAtIndex(last, depth) + parent.child(last).nodeSize;
  return { from, to, parent, first, last };
}

/** Changes places with the block above or below. */
export function moveBlock(direction: -1 | 1): Command {
  return (state, dispatch) => {
    const { from, to, parent, first, last } = selectedBlocks(state);
    const beside = direction < 0 ? first - 1 : last + 1;
    if (beside < 0 || beside >= parent.childCount) return false;
    if (dispatch) {
      const step = direction * parent.child(beside).nodeSize;
      const moved = state.doc.slice(from, to).content;
      const tr = state.tr.delete(from, to).insert(from + step, moved);
      const { anchor, head } = state.selection;
      const selection =
        state.selection instanceof NodeSelection
          ? NodeSelection.create(tr.doc, anchor + step)
          : TextSelection.create(tr.doc, anchor + step, head + step);
      // A step of its own to undo.
      dispatch(closeHistory(tr.setSelection(selection).scrollIntoView()));
    }
    return true;
  };
}

/** Takes the selected blocks away; a text always has one left. */
export const removeBlocks: Command = (state, dispatch) => {
  const { from, to, parent, first, last } = selectedBlocks(state);
  if (dispatch) {
    const { tr } = state;
    if (last - first + 1 === parent.childCount) tr.replaceWith(from, to, schema.node('paragraph'));
    else tr.delete(from, to);
    const at = Math.min(from, tr.doc.content.size);
    dispatch(
      tr
        .setSelection(Selection.near(tr.doc.resolve(at), from >= tr.doc.content.size ? -1 : 1))
        .scrollIntoView(),
    );
  }
  return true;
};

/** The same once more, below. */
export const copyBlocks: Command = (state, dispatch) => {
  const { from, to } = selectedBlocks(state);
  if (dispatch) {
    const tr = state.tr.insert(to, state.doc.slice(from, to).content);
    const at = state.selection.anchor + (to - from);
    dispatch(
      tr
        .setSelection(
          state.selection instanceof NodeSelection
            ? NodeSelection.create(tr.doc, at)
            : Selection.near(tr.doc.resolve(at)),
        )
        .scrollIntoView(),
    );
  }
  return true;
};

/** Puts a block below the one where the cursor stands, or in place of an empty paragraph, and the cursor into it. */
export function insertBlock(make: () => Node): Command {
  return (state, dispatch) => {
    const node = make();
    const { from, to, parent, first } = selectedBlocks(state);
    // Columns in columns would be too narrow to read.
    if (node.type === schema.nodes.columns && parent.type === schema.nodes.column) return false;
    if (dispatch) {
      const here = parent.child(first);
      const empty =
        here.type === schema.nodes.paragraph && here.content.size === 0 && to - from === here.nodeSize;
      const at = empty ? from : to;
      const { tr } = state;
      if (empty) tr.replaceWith(from, to, node);
      else tr.insert(at, node);
      // After the last one, so that writing can go on below it.
      const after = at + node.nodeSize;
      if (!node.isTextblock && tr.doc.resolve(after).nodeAfter === null)
        tr.insert(after, schema.node('paragraph'));
      const into =
        node.isAtom && node.type !== schema.nodes.divider
          ? NodeSelection.create(tr.doc, at)
          : Selection.near(tr.doc.resolve(node.type === schema.nodes.divider ? after : at + 1));
      dispatch(tr.setSelection(into).scrollIntoView());
    }
    return true;
  };
}

/** Below a block that has no text of its own: an empty paragraph to go on in. */
export const goOnBelow: Command = (state, dispatch) => {
  if (!(state.selection instanceof NodeSelection) || !state.selection.node.isBlock) return false;
  if (dispatch) {
    dispatch(onBelow(state.tr, state.selection.to));
  }
  return true;
};

/** The cursor into the empty paragraph that begins here, which is made where there is none. */
export function onBelow(tr: Transaction, at: number): Transaction {
  const next = tr.doc.resolve(at).nodeAfter;
  const isFree = next?.type === schema.nodes.paragraph && next.content.size === 0;
  if (!isFree) tr.insert(at, schema.node('paragraph'));
  return tr.setSelection(TextSelection.create(tr.doc, at + 1)).scrollIntoView();
}
