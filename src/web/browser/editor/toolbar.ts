import { redo, undo } from 'prosemirror-history';
import type { Command, EditorState } from 'prosemirror-state';
import { copyBlocks, moveBlock, removeBlocks } from './blocks.js';
import { element, icon, type Icon } from './dom.js';
import { type Editing, run } from './editing.js';
import { insertItems } from './insertions.js';
import { askForLink } from './link.js';
import { openMenu } from './menu.js';
import { schema } from './schema.js';
import {
  hasMark,
  isIn,
  setStyle,
  type Style,
  styleOf,
  toggleBold,
  toggleItalic,
  toggleList,
  toggleQuote,
} from './styles.js';

const { nodes, marks } = schema;

interface Tool {
  button: HTMLButtonElement;
  /** Called after every change of the text or the cursor. */
  show: (state: EditorState) => void;
}

/** A toolbar (ARIA APG): one stop for Tab, arrows from button to button. */
export class Toolbar {
  readonly dom: HTMLElement;
  readonly #tools: Tool[];

  constructor(private readonly editing: Editing) {
    const { say } = editing;
    const groups: Tool[][] = [
      [this.#insert()],
      [this.#style()],
      [
        this.#tool('bold', toggleBold, (state) => hasMark(state, marks.bold)),
        this.#tool('italic', toggleItalic, (state) => hasMark(state, marks.italic)),
        this.#button(
          'link',
          () => askForLink(editing),
          (state) => hasMark(state, marks.link),
        ),
      ],
      [
        this.#tool('bullets', toggleList(nodes.bulletList), (state) => isIn(state, nodes.bulletList)),
        this.#tool('numbers', toggleList(nodes.orderedList), (state) => isIn(state, nodes.orderedList)),
        this.#tool('quote', toggleQuote, (state) => isIn(state, nodes.quote)),
      ],
      [
        this.#tool('up', moveBlock(-1)),
        this.#tool('down', moveBlock(1)),
        this.#tool('copy', copyBlocks),
        this.#tool('remove', removeBlocks),
      ],
      [this.#tool('undo', undo), this.#tool('redo', redo)],
    ];
    this.#tools = groups.flat();
    this.dom = element(
      'div',
      { class: 'toolbar', role: 'toolbar', 'aria-label': say('toolbar'), 'aria-controls': 'editor-text' },
      ...groups.map((group) =>
        element('div', { class: 'tools', role: 'presentation' }, ...group.map(({ button }) => button)),
      ),
    );
    this.#tools.forEach(({ button }, index) => (button.tabIndex = index === 0 ? 0 : -1));
    this.dom.addEventListener('keydown', (event) => this.#key(event));
    this.dom.addEventListener('focusin', (event) => this.#rove(event.target as HTMLElement));
  }

  show(state: EditorState): void {
    for (const { show } of this.#tools) show(state);
  }

  focus(): void {
    this.dom.querySelector<HTMLElement>('[tabindex="0"]')?.focus();
  }

  #rove(to: HTMLElement): void {
    for (const { button } of this.#tools) button.tabIndex = button === to ? 0 : -1;
  }

  #key(event: KeyboardEvent): void {
    const buttons = this.#tools.map(({ button }) => button);
    const at = buttons.indexOf(document.activeElement as HTMLButtonElement);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: -1 }[event.key];
    if (event.key === 'Escape') this.editing.view().focus();
    else if (to === undefined) return;
    else buttons.at(to % buttons.length)?.focus();
    event.preventDefault();
  }

  #tool(name: Icon, command: Command, active?: (state: EditorState) => boolean): Tool {
    return this.#button(name, () => run(this.editing, command), active, command);
  }

  #button(name: Icon, act: () => void, active?: (state: EditorState) => boolean, command?: Command): Tool {
    const label = this.editing.say(`tool.${name}`);
    const button = element(
      'button',
      // It says so when it can do nothing, and keeps its place among the others.
      {
        type: 'button',
        'aria-label': label,
        title: label,
        onclick: () => button.ariaDisabled === 'true' || act(),
      },
      icon(name),
    );
    keepsSelection(button);
    return {
      button,
      show: (state) => {
        if (active) button.setAttribute('aria-pressed', String(active(state)));
        if (command) button.setAttribute('aria-disabled', String(!command(state)));
      },
    };
  }

  #insert(): Tool {
    const { say } = this.editing;
    const button = element(
      'button',
      {
        type: 'button',
        class: 'wide-tool',
        'aria-haspopup': 'menu',
        onclick: () => {
          openMenu({
            label: say('insert'),
            items: insertItems(this.editing, this.editing.view().state),
            at: button.getBoundingClientRect(),
            left: () => button.focus(),
          });
        },
      },
      icon('add'),
      say('insert'),
    );
    keepsSelection(button);
    return { button, show: () => undefined };
  }

  #style(): Tool {
    const { say } = this.editing;
    const now = element('span');
    const styles: readonly Style[] = [0, 1, 2, 3];
    const button = element(
      'button',
      {
        type: 'button',
        class: 'wide-tool',
        'aria-haspopup': 'menu',
        'aria-label': say('tool.style'),
        onclick: () => {
          const current = styleOf(this.editing.view().state);
          openMenu({
            label: say('tool.style'),
            items: styles.map((style) => ({
              label: say(`style.${style}`),
              icon: style === 0 ? 'text' : 'heading',
              current: style === current,
              choose: () => run(this.editing, setStyle(style)),
            })),
            at: button.getBoundingClientRect(),
            left: () => button.focus(),
          });
        },
      },
      now,
      icon('chevron'),
    );
    keepsSelection(button);
    return {
      button,
      show: (state) => {
        now.textContent = say(`style.${styleOf(state) ?? 0}`);
        button.setAttribute('aria-label', `${say('tool.style')}: ${now.textContent}`);
      },
    };
  }
}

/** Pressed with the mouse, it leaves the focus in the text, so that what is chosen there stays so. */
function keepsSelection(button: HTMLElement): void {
  button.addEventListener('mousedown', (event) => event.preventDefault());
}
