import { baseKeymap, chainCommands, exitCode } from 'prosemirror-commands';
import { redo, undo } from 'prosemirror-history';
import { InputRule, inputRules, textblockTypeInputRule, wrappingInputRule } from 'prosemirror-inputrules';
import { keymap } from 'prosemirror-keymap';
import { splitListItem } from 'prosemirror-schema-list';
import { type Command, NodeSelection, type Plugin, TextSelection } from 'prosemirror-state';
import { goOnBelow, moveBlock, onBelow, selectedBlocks } from './blocks.js';
import type { Editing } from './editing.js';
import { askForLink } from './link.js';
import { askForPlace } from './place.js';
import { schema } from './schema.js';
import { setStyle, toggleBold, toggleItalic } from './styles.js';

const { nodes } = schema;

/** Enter on a block that is filled in goes to its first field. */
const intoFields: Command = (state, _dispatch, view) => {
  if (!view || !(state.selection instanceof NodeSelection)) return false;
  const dom = view.nodeDOM(state.selection.from);
  const field =
    dom instanceof HTMLElement ? dom.querySelector<HTMLElement>('.card-fields :is(input, button)') : null;
  field?.focus();
  return field !== null;
};

const lineBreak: Command = (state, dispatch) => {
  if (!state.selection.$from.parent.inlineContent) return false;
  dispatch?.(state.tr.replaceSelectionWith(nodes.hardBreak.create(), false).scrollIntoView());
  return true;
};

/** Backspace at the start of a heading makes it text, before it joins anything. */
const headingToText: Command = (state, dispatch) => {
  const { $cursor } = state.selection as TextSelection;
  if (!$cursor || $cursor.parentOffset > 0 || $cursor.parent.type !== nodes.heading) return false;
  return setStyle(0)(state, dispatch);
};

/** Out of a list, a quotation or a column: a paragraph below all of it. */
const below: Command = (state, dispatch) => {
  if (goOnBelow(state, dispatch)) return true;
  const { $to } = state.selection;
  if ($to.depth === 0) return false;
  if (dispatch) dispatch(onBelow(state.tr, $to.after(1)));
  return true;
};

export function keys(editing: Editing): Plugin[] {
  const move =
    (direction: -1 | 1): Command =>
    (state, dispatch, view) => {
      if (!moveBlock(direction)(state, dispatch)) {
        editing.announcer.say(editing.say(direction < 0 ? 'moved.first' : 'moved.last'));
      } else if (view) {
        const { first, parent } = selectedBlocks(view.state);
        editing.announcer.say(editing.say('moved', { place: first + 1, of: parent.childCount }));
      }
      return true;
    };
  const changePlace: Command = ({ selection }) => {
    if (!(selection instanceof NodeSelection) || selection.node.type !== nodes.place) return false;
    askForPlace(editing, { pos: selection.from, node: selection.node });
    return true;
  };
  const link: Command = () => {
    askForLink(editing);
    return true;
  };
  return [
    keymap({
      'Mod-b': toggleBold,
      'Mod-i': toggleItalic,
      'Mod-k': link,
      'Mod-z': undo,
      'Shift-Mod-z': redo,
      'Mod-y': redo,
      'Alt-ArrowUp': move(-1),
      'Alt-ArrowDown': move(1),
      'Mod-Alt-0': setStyle(0),
      'Mod-Alt-1': setStyle(1),
      'Mod-Alt-2': setStyle(2),
      'Mod-Alt-3': setStyle(3),
      'Shift-Enter': chainCommands(exitCode, lineBreak),
      'Mod-Enter': below,
      Enter: chainCommands(changePlace, intoFields, goOnBelow, splitListItem(nodes.listItem)),
      Backspace: headingToText,
    }),
    keymap(baseKeymap),
    inputRules({
      rules: [
        textblockTypeInputRule(/^(#{1,3})\s$/, nodes.heading, (match) => ({ level: match[1]!.length })),
        wrappingInputRule(/^\s*[-*•]\s$/, nodes.bulletList),
        wrappingInputRule(/^1[.)]\s$/, nodes.orderedList),
        wrappingInputRule(/^\s*>\s$/, nodes.quote),
        new InputRule(/^---$/, (state, _match, from) => {
          const $from = state.doc.resolve(from);
          if ($from.parent.type !== nodes.paragraph || $from.parent.childCount > 1) return null;
          const tr = state.tr.replaceWith($from.before(), $from.after(), [
            nodes.divider.create(),
            nodes.paragraph.create(),
          ]);
          return tr.setSelection(TextSelection.create(tr.doc, $from.before() + 2));
        }),
      ],
    }),
  ];
}
