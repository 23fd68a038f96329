import { setBlockType, toggleMark, wrapIn } from 'prosemirror-commands';
import type { MarkType, NodeType, ResolvedPos } from 'prosemirror-model';
import { liftListItem, wrapInList } from 'prosemirror-schema-list';
import type { Command, EditorState } from 'prosemirror-state';
import { liftTarget } from 'prosemirror-transform';
import { schema } from './schema.js';

const { nodes, marks } = schema;

/** `0` is plain text; 1 to 3 are headings. */
export type Style = 0 | 1 | 2 | 3;

export function styleOf(state: EditorState): Style | null {
  const { parent } = state.selection.$from;
  if (parent.type === nodes.heading) return parent.attrs.level as Style;
  return parent.type === nodes.paragraph ? 0 : null;
}

export const setStyle = (style: Style): Command =>
  style === 0 ? setBlockType(nodes.paragraph) : setBlockType(nodes.heading, { level: style });

export const toggleBold = toggleMark(marks.bold);
export const toggleItalic = toggleMark(marks.italic);

export function hasMark({ selection, storedMarks, doc }: EditorState, mark: MarkType): boolean {
  const { from, to, $from, empty } = selection;
  return empty ? Boolean(mark.isInSet(storedMarks ?? $from.marks())) : doc.rangeHasMark(from, to, mark);
}

/** At which depth the cursor is in one of these; -1 where it is not. */
export function depthIn($at: ResolvedPos, ...types: NodeType[]): number {
  for (let depth = $at.depth; depth > 0; depth -= 1) if (types.includes($at.node(depth).type)) return depth;
  return -1;
}

export const isIn = (state: EditorState, type: NodeType) => depthIn(state.selection.$from, type) > 0;

/** Makes a list of what is chosen, another kind of one, or none any more. */
export function toggleList(type: NodeType): Command {
  return (state, dispatch, view) => {
    const { $from } = state.selection;
    const depth = depthIn($from, nodes.bulletList, nodes.orderedList);
    if (depth < 0) {
      if ($from.parent.type !== nodes.heading) return wrapInList(type)(state, dispatch);
      if (!setStyle(0)(state)) return false;
      if (dispatch && view) {
        setStyle(0)(state, dispatch);
        wrapInList(type)(view.state, dispatch);
      }
      return true;
    }
    if ($from.node(depth).type === type) return liftListItem(nodes.listItem)(state, dispatch);
    dispatch?.(state.tr.setNodeMarkup($from.before(depth), type).scrollIntoView());
    return true;
  };
}

export const toggleQuote: Command = (state, dispatch) => {
  const { $from, $to } = state.selection;
  if (depthIn($from, nodes.quote) < 0) return wrapIn(nodes.quote)(state, dispatch);
  const range = $from.blockRange($to, (node) => node.type === nodes.quote);
  const target = range && liftTarget(range);
  if (!range || target === null) return false;
  dispatch?.(state.tr.lift(range, target).scrollIntoView());
  return true;
};
