import type { Node } from 'prosemirror-model';
import type { NodeView } from 'prosemirror-view';
import { element } from './dom.js';
import type { Editing } from './editing.js';
import { PLACE_FALLBACK, schema } from './schema.js';

/** Asks which answer is to stand where the cursor is, and what those read who have not answered. */
export function askForPlace(editing: Editing, at?: { pos: number; node: Node }): void {
  const { say, asks } = editing;
  const { name = asks[0], fallback = '' } = (at?.node.attrs ?? {}) as { name?: string; fallback?: string };
  editing.ask({
    title: say('place.title'),
    fields: [
      { name: 'name', label: say('place.name'), value: name ?? '', choices: asks },
      { name: 'fallback', label: say('place.fallback'), value: fallback, hint: say('place.fallback.hint') },
    ],
    done: say(at ? 'change' : 'insert'),
    take: (values) => {
      const word = values.fallback!.trim();
      if (!PLACE_FALLBACK.test(word)) return { name: 'fallback', fault: say('place.fallback.fault') };
      const view = editing.view();
      const attrs = { name: values.name, fallback: word };
      if (at) view.dispatch(view.state.tr.setNodeMarkup(at.pos, null, attrs));
      else
        view.dispatch(view.state.tr.replaceSelectionWith(schema.nodes.place.create(attrs)).scrollIntoView());
      return null;
    },
    closed: () => editing.view().focus(),
  });
}

/** A place in the text: the question's name, and what stands there otherwise. Pressed, it can be changed. */
export function placeView(editing: Editing, node: Node, getPos: () => number | undefined): NodeView {
  const dom = element('span', { class: 'place', title: editing.say('place.what') });
  const show = ({ attrs }: Node) => {
    dom.textContent = editing.say('place.shown', {
      name: String(attrs.name),
      fallback: String(attrs.fallback),
    });
  };
  let shown = node;
  show(node);
  dom.addEventListener('dblclick', () => {
    const pos = getPos();
    if (pos !== undefined) askForPlace(editing, { pos, node: shown });
  });
  return {
    dom,
    update: (next) => {
      if (next.type !== node.type) return false;
      shown = next;
      show(next);
      return true;
    },
  };
}
