import { NodeSelection, Plugin, Selection } from 'prosemirror-state';
import type { EditorView } from 'prosemirror-view';
import { copyBlocks, moveBlock, removeBlocks } from './blocks.js';
import { element, icon } from './dom.js';
import { type Editing, run } from './editing.js';
import { openMenu } from './menu.js';

/**
 * A grip beside the block under the mouse: dragged, it moves the block; pressed, it offers what else can be done. What it
 * does is in the toolbar and on keys too, so it is left out of the order of Tab.
 */
export function handle(editing: Editing): Plugin {
  return new Plugin({ view: (view) => new Handle(view, editing) });
}

class Handle {
  readonly #grip: HTMLButtonElement;
  #pos: number | undefined;
  #waiting = false;

  constructor(
    private readonly view: EditorView,
    private readonly editing: Editing,
  ) {
    this.#grip = element(
      'button',
      {
        type: 'button',
        class: 'grip',
        draggable: 'true',
        tabindex: -1,
        hidden: true,
        'aria-label': editing.say('grip'),
        title: editing.say('grip'),
      },
      icon('handle'),
    );
    this.#grip.addEventListener('dragstart', (event) => this.#drag(event));
    this.#grip.addEventListener('dragend', () => this.#grip.classList.remove('dragged'));
    this.#grip.addEventListener('click', () => this.#offer());
    const canvas = view.dom.parentElement!;
    canvas.append(this.#grip);
    canvas.addEventListener('mousemove', this.#over);
    canvas.addEventListener('mouseleave', this.#hide);
  }

  update(): void {
    // What it stood beside may be elsewhere now.
    if (!this.#grip.classList.contains('dragged')) this.#hide();
  }

  destroy(): void {
    this.#grip.remove();
  }

  readonly #hide = (): void => {
    this.#grip.hidden = true;
  };

  readonly #over = (event: MouseEvent): void => {
    if (this.#waiting || event.buttons > 0) return;
    this.#waiting = true;
    requestAnimationFrame(() => {
      this.#waiting = false;
      this.#show(event.clientY);
    });
  };

  #show(y: number): void {
    let found: { pos: number; top: number } | undefined;
    this.view.state.doc.forEach((_node, pos) => {
      const dom = found ? undefined : this.view.nodeDOM(pos);
      if (!(dom instanceof HTMLElement)) return;
      const { top, bottom } = dom.getBoundingClientRect();
      if (y >= top - 8 && y <= bottom + 8) found = { pos, top };
    });
    this.#grip.hidden = found === undefined;
    if (!found) return;
    this.#pos = found.pos;
    this.#grip.style.top = `${found.top - this.#grip.parentElement!.getBoundingClientRect().top}px`;
  }

  #choose(): boolean {
    if (this.#pos === undefined || !this.view.state.doc.nodeAt(this.#pos)) return false;
    const { tr } = this.view.state;
    this.view.dispatch(tr.setSelection(NodeSelection.create(tr.doc, this.#pos)));
    return true;
  }

  #drag(event: DragEvent): void {
    if (!event.dataTransfer) return;
    // It must not be hidden by what choosing the block changes, or the drag would end there.
    this.#grip.classList.add('dragged');
    if (!this.#choose()) return;
    const pos = this.#pos!;
    const slice = this.view.state.selection.content();
    const { dom, text } = this.view.serializeForClipboard(slice);
    event.dataTransfer.clearData();
    event.dataTransfer.setData('text/html', dom.innerHTML);
    event.dataTransfer.setData('text/plain', text);
    event.dataTransfer.effectAllowed = 'copyMove';
    const shown = this.view.nodeDOM(pos);
    if (shown instanceof HTMLElement) event.dataTransfer.setDragImage(shown, 0, 0);
    this.view.dragging = { slice, move: true };
  }

  #offer(): void {
    const at = this.#grip.getBoundingClientRect();
    const { say } = this.editing;
    if (!this.#choose()) return;
    const item = (name: 'up' | 'down' | 'copy' | 'remove', command: Parameters<typeof run>[1]) => ({
      label: say(`tool.${name}`),
      icon: name,
      choose: () => run(this.editing, command),
    });
    openMenu({
      label: say('grip'),
      at,
      items: [
        item('up', moveBlock(-1)),
        item('down', moveBlock(1)),
        item('copy', copyBlocks),
        item('remove', removeBlocks),
      ],
      left: () => {
        const { tr, selection } = this.view.state;
        this.view.dispatch(tr.setSelection(Selection.near(tr.doc.resolve(selection.from + 1))));
        this.view.focus();
      },
    });
  }
}
