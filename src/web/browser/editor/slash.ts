import { Plugin } from 'prosemirror-state';
import type { Editing } from './editing.js';
import { insertItems } from './insertions.js';
import { openMenu } from './menu.js';
import { schema } from './schema.js';

/** «/» in an empty paragraph opens the menu of blocks. Left again, the character is there: a slash can be written. */
export function slash(editing: Editing): Plugin {
  return new Plugin({
    props: {
      handleTextInput(view, _from, _to, text) {
        const { $from, empty } = view.state.selection;
        const { parent } = $from;
        if (text !== '/' || !empty || parent.type !== schema.nodes.paragraph || parent.content.size > 0)
          return false;
        openMenu({
          label: editing.say('insert'),
          items: insertItems(editing, view.state),
          at: view.coordsAtPos($from.pos),
          left: () => {
            view.dispatch(view.state.tr.insertText('/'));
            view.focus();
          },
        });
        return true;
      },
    },
  });
}
