import type { Node } from 'prosemirror-model';
import type { EditorView, NodeView } from 'prosemirror-view';
import { element } from './dom.js';
import type { Say } from './setting.js';

/** A quotation, and below it a field for who said it. */
export function quoteView(
  node: Node,
  view: EditorView,
  getPos: () => number | undefined,
  say: Say,
): NodeView {
  const contentDOM = element('blockquote');
  const by = element('input', {
    type: 'text',
    'aria-label': say('quote.by'),
    placeholder: say('quote.by'),
    maxlength: 120,
    autocomplete: 'off',
  });
  by.value = String(node.attrs.by);
  const holder = element('p', { class: 'quote-by', contenteditable: 'false' }, by);
  by.addEventListener('input', () => {
    const pos = getPos();
    if (pos !== undefined) view.dispatch(view.state.tr.setNodeMarkup(pos, null, { by: by.value }));
  });
  by.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' && event.key !== 'Escape') return;
    event.preventDefault();
    view.focus();
  });
  return {
    dom: element('div', { class: 'quote' }, contentDOM, holder),
    contentDOM,
    update: (next) => {
      if (next.type !== node.type) return false;
      if (by.value !== next.attrs.by) by.value = String(next.attrs.by);
      return true;
    },
    stopEvent: (event) => holder.contains(event.target as HTMLElement),
    ignoreMutation: (mutation) => holder.contains(mutation.target),
  };
}
