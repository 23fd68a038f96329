import { element, freshId } from './dom.js';
import type { Say } from './setting.js';

export interface PanelField {
  name: string;
  label: string;
  value: string;
  hint?: string;
  choices?: readonly string[];
}

export interface OpenPanel {
  title: string;
  fields: readonly PanelField[];
  done: string;
  /** What is wrong with what was typed, said under the first field it is about; null when it was taken. */
  take: (values: Record<string, string>) => { name: string; fault: string } | null;
  /** One more thing to do than to take it or leave it. */
  other?: { label: string; act: () => void };
  /** Called when it is gone, whatever became of it. */
  closed: () => void;
}

/** A few fields below the toolbar, in place of a window that would lie over the text. */
export class Panel {
  readonly dom = element('div', { class: 'panel', hidden: true });
  #closed: (() => void) | undefined;
  #finish: (() => void) | undefined;

  constructor(private readonly say: Say) {
    this.dom.addEventListener('keydown', (event) => {
      const typed = event.target instanceof HTMLInputElement;
      if (event.key !== 'Escape' && !(event.key === 'Enter' && typed)) return;
      // It stands in the page's own form, which Enter must not send.
      event.preventDefault();
      if (event.key === 'Escape') this.close();
      else this.#finish?.();
    });
  }

  open({ title, fields, done, take, other, closed }: OpenPanel): void {
    this.close();
    this.#closed = closed;
    const controls = fields.map((field) => ({ field, ...control(field) }));
    const finish = () => {
      for (const { clear } of controls) clear();
      const wrong = take(Object.fromEntries(controls.map(({ field, input }) => [field.name, input.value])));
      if (!wrong) return this.close();
      const at = controls.find(({ field }) => field.name === wrong.name);
      at?.complain(wrong.fault);
      at?.input.focus();
    };
    const button = (label: string, quiet: boolean, act: () => void) =>
      element('button', { type: 'button', class: quiet ? 'button quiet' : 'button', onclick: act }, label);
    this.#finish = finish;
    this.dom.replaceChildren(
      element('p', { class: 'panel-title' }, title),
      element('div', { class: 'panel-fields' }, ...controls.map(({ dom }) => dom)),
      element(
        'div',
        { class: 'panel-buttons' },
        button(done, false, finish),
        other &&
          button(other.label, true, () => {
            other.act();
            this.close();
          }),
        button(this.say('cancel'), true, () => this.close()),
      ),
    );
    this.dom.setAttribute('role', 'group');
    this.dom.setAttribute('aria-label', title);
    this.dom.hidden = false;
    controls[0]?.input.focus();
    if (controls[0]?.input instanceof HTMLInputElement) controls[0].input.select();
  }

  close(): void {
    const closed = this.#closed;
    this.#closed = undefined;
    this.#finish = undefined;
    this.dom.hidden = true;
    this.dom.replaceChildren();
    closed?.();
  }
}

function control({ label, value, hint, choices }: PanelField) {
  const id = freshId('panel');
  const input = choices
    ? element('select', { id }, ...choices.map((choice) => element('option', { value: choice }, choice)))
    : element('input', { type: 'text', id, autocomplete: 'off' });
  input.value = value;
  const fault = element('p', { class: 'error', id: `${id}-error`, hidden: true });
  const help = hint ? element('p', { class: 'hint', id: `${id}-hint` }, hint) : null;
  if (help) input.setAttribute('aria-describedby', help.id);
  return {
    input,
    dom: element('div', { class: 'field' }, element('label', { for: id }, label), fault, input, help),
    complain: (text: string) => {
      fault.textContent = text;
      fault.hidden = false;
      input.setAttribute('aria-invalid', 'true');
      input.setAttribute('aria-describedby', [fault.id, help?.id].filter(Boolean).join(' '));
    },
    clear: () => {
      fault.hidden = true;
      input.removeAttribute('aria-invalid');
    },
  };
}
