import { redo, undo } from 'prosemirror-history';
import type { Node } from 'prosemirror-model';
import { NodeSelection } from 'prosemirror-state';
import type { EditorView, NodeView } from 'prosemirror-view';
import { asAddress } from './address.js';
import { goOnBelow } from './blocks.js';
import { element, freshId } from './dom.js';
import type { Editing } from './editing.js';

export interface CardField {
  attr: string;
  label: string;
  hint?: string;
  kind?: 'text' | 'address' | 'time';
  longest?: number;
}

export interface CardKind {
  name: string;
  fields: readonly CardField[];
  /** Draws what the reader will see into `face`. */
  draw: (face: HTMLElement, node: Node, editing: Editing) => void;
  /** More than fields, above them: the choice of an image. */
  more?: (
    editing: Editing,
    set: (attrs: Record<string, unknown>) => void,
  ) => { dom: HTMLElement; show: (node: Node) => void };
}

/**
 * A block that is filled in rather than written: it shows what the reader will see, and its fields while it is chosen.
 * Enter goes into the fields, Escape out of them, Enter in a field on to the next line of the text.
 */
export class CardView implements NodeView {
  readonly dom: HTMLElement;
  readonly #face = element('div', { class: 'face' });
  readonly #fields = new Map<string, HTMLInputElement>();
  readonly #more: { dom: HTMLElement; show: (node: Node) => void } | undefined;

  constructor(
    private node: Node,
    private readonly view: EditorView,
    private readonly getPos: () => number | undefined,
    private readonly kind: CardKind,
    private readonly editing: Editing,
  ) {
    this.#more = kind.more?.(editing, (attrs) => this.#set(attrs));
    const fields = element(
      'div',
      { class: 'card-fields' },
      this.#more?.dom,
      ...kind.fields.map((field) => this.#field(field)),
    );
    this.dom = element(
      'div',
      {
        class: `block-card card-${kind.name}`,
        role: 'group',
        'aria-label': editing.say(`insert.${kind.name}`),
        contenteditable: 'false',
      },
      this.#face,
      fields,
    );
    fields.addEventListener('keydown', (event) => this.#key(event));
    this.#show();
  }

  update(node: Node): boolean {
    if (node.type !== this.node.type) return false;
    this.node = node;
    this.#show();
    return true;
  }

  selectNode(): void {
    this.dom.classList.add('chosen');
  }

  deselectNode(): void {
    this.dom.classList.remove('chosen');
  }

  /** What happens in the fields is theirs. */
  stopEvent(event: Event): boolean {
    return this.dom.querySelector('.card-fields')!.contains(event.target as HTMLElement);
  }

  ignoreMutation(): boolean {
    return true;
  }

  #show(): void {
    this.#face.replaceChildren();
    this.kind.draw(this.#face, this.node, this.editing);
    this.#more?.show(this.node);
    const empty = this.kind.fields.every(({ attr }) => !this.node.attrs[attr]);
    this.dom.classList.toggle('empty', empty);
    for (const [attr, input] of this.#fields) {
      const value = String(this.node.attrs[attr]);
      // Not under the hand of whoever types, except where undoing has taken it back.
      if (document.activeElement !== input || this.#reading(input) !== value) input.value = value;
    }
  }

  #set(attrs: Record<string, unknown>): void {
    const pos = this.getPos();
    if (pos === undefined) return;
    const tr = this.view.state.tr.setNodeMarkup(pos, null, { ...this.node.attrs, ...attrs });
    this.view.dispatch(tr.setSelection(NodeSelection.create(tr.doc, pos)));
  }

  #field({ attr, label, hint, kind = 'text', longest }: CardField): HTMLElement {
    const id = freshId(attr);
    const input = element('input', {
      id,
      type: kind === 'time' ? 'datetime-local' : 'text',
      autocomplete: 'off',
      maxlength: longest,
      inputmode: kind === 'address' ? 'url' : undefined,
      'data-kind': kind,
      'aria-describedby': hint ? `${id}-hint` : undefined,
    });
    const help = hint ? element('p', { class: 'hint', id: `${id}-hint` }, hint) : null;
    const fault = element(
      'p',
      { class: 'error', id: `${id}-error`, hidden: true },
      this.editing.say('address.fault'),
    );
    input.addEventListener('input', () => this.#set({ [attr]: this.#reading(input) }));
    input.addEventListener('change', () => {
      const wrong = kind === 'address' && input.value.trim() !== '' && asAddress(input.value) === null;
      fault.hidden = !wrong;
      if (wrong) input.setAttribute('aria-invalid', 'true');
      else input.removeAttribute('aria-invalid');
      if (wrong) input.setAttribute('aria-describedby', fault.id);
      else if (kind === 'address') input.value = this.#reading(input);
    });
    this.#fields.set(attr, input);
    return element('div', { class: 'field' }, element('label', { for: id }, label), fault, input, help);
  }

  /** What is kept of what stands in a field. */
  #reading(input: HTMLInputElement): string {
    if (input.dataset.kind === 'address') return asAddress(input.value) ?? '';
    return input.dataset.kind === 'time' ? input.value.slice(0, 16) : input.value;
  }

  #key(event: KeyboardEvent): void {
    const command = event.ctrlKey || event.metaKey;
    const isField = event.target instanceof HTMLInputElement;
    if (event.key === 'Escape') {
      this.view.focus();
    } else if (event.key === 'Enter' && isField) {
      this.view.focus();
      goOnBelow(this.view.state, this.view.dispatch);
    } else if (command && event.key.toLowerCase() === 'z') {
      // One history for the whole text: the field's own would know nothing of the rest.
      (event.shiftKey ? redo : undo)(this.view.state, this.view.dispatch);
    } else if (command && event.key.toLowerCase() === 'y') {
      redo(this.view.state, this.view.dispatch);
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }
}
