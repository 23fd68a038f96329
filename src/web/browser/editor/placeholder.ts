import { Plugin } from 'prosemirror-state';
import { Decoration, DecorationSet } from 'prosemirror-view';
import { schema } from './schema.js';
import type { Say } from './setting.js';

/** An empty line says what can be done in it: the one where the cursor stands, and the only one there is. */
export function placeholder(say: Say): Plugin {
  return new Plugin({
    props: {
      decorations({ doc, selection }) {
        const { $from, empty } = selection;
        const { parent } = $from;
        const only =
          doc.childCount === 1 &&
          doc.firstChild!.type === schema.nodes.paragraph &&
          doc.firstChild!.content.size === 0;
        const here = empty && parent.isTextblock && parent.content.size === 0;
        if (!here && !only) return null;
        const from = here ? $from.before() : 0;
        const isHeading = here && parent.type === schema.nodes.heading;
        const words = say(isHeading ? 'placeholder.heading' : 'placeholder');
        return DecorationSet.create(doc, [
          Decoration.node(from, from + 2, { class: 'is-empty', 'data-placeholder': words }),
        ]);
      },
    },
  });
}
