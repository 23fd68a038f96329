import { element, icon, type Icon } from './dom.js';

export interface MenuItem {
  label: string;
  icon: Icon;
  hint?: string;
  /** Whether it is what the cursor stands in. */
  current?: boolean;
  choose: () => void;
}

export interface OpenMenu {
  label: string;
  items: readonly MenuItem[];
  /** Below which it opens: an element, or the place of the cursor. */
  at: { left: number; bottom: number; top: number };
  /** It was left without a choice; `typed` is the key that did it, where it was a letter that begins no item. */
  left: () => void;
}

let close: ((chosen: boolean) => void) | undefined;

/** A menu (ARIA APG): it takes the focus, arrows go round, a letter goes to the item that begins with it. */
export function openMenu({ label, items, at, left }: OpenMenu): void {
  close?.(false);
  const holder = element('div', { class: 'insert-menu', role: 'menu', 'aria-label': label });
  const buttons = items.map((item) => {
    const button = element(
      'button',
      {
        type: 'button',
        role: item.current === undefined ? 'menuitem' : 'menuitemradio',
        'aria-checked': item.current === undefined ? undefined : String(item.current),
        tabindex: -1,
        onclick: () => {
          close?.(true);
          item.choose();
        },
      },
      icon(item.icon),
      element('span', {}, item.label, item.hint ? element('small', {}, item.hint) : null),
    );
    holder.append(button);
    return button;
  });
  const focus = (index: number) => buttons.at(index % buttons.length)?.focus();
  const go = (by: number) => focus(buttons.indexOf(document.activeElement as HTMLButtonElement) + by);
  const keys: Record<string, () => void> = {
    ArrowDown: () => go(1),
    ArrowUp: () => go(-1),
    Home: () => focus(0),
    End: () => focus(-1),
    Escape: () => close?.(false),
    Tab: () => close?.(false),
  };
  holder.addEventListener('keydown', (event) => {
    const act = keys[event.key];
    if (act) {
      event.preventDefault();
      event.stopPropagation();
      act();
    } else if (event.key.length === 1 && !event.ctrlKey && !event.metaKey && event.key !== ' ') {
      const begins = (button: HTMLButtonElement) =>
        button.textContent.toLocaleLowerCase().startsWith(event.key.toLocaleLowerCase());
      const from = buttons.indexOf(document.activeElement as HTMLButtonElement) + 1;
      [...buttons.slice(from), ...buttons.slice(0, from)].find(begins)?.focus();
    }
  });
  const outside = (event: Event) => {
    if (!holder.contains(event.target as Node)) close?.(true);
  };
  close = (chosen) => {
    close = undefined;
    document.removeEventListener('pointerdown', outside, true);
    holder.remove();
    if (!chosen) left();
  };
  document.addEventListener('pointerdown', outside, true);
  (document.querySelector('main') ?? document.body).append(holder);
  place(holder, at);
  focus(
    Math.max(
      0,
      items.findIndex(({ current }) => current),
    ),
  );
}

function place(holder: HTMLElement, at: OpenMenu['at']): void {
  const { offsetWidth, offsetHeight } = holder;
  const below = at.bottom + 4 + offsetHeight <= window.innerHeight || at.top < offsetHeight + 8;
  const top = below ? at.bottom + 4 : at.top - offsetHeight - 4;
  holder.style.left = `${Math.max(8, Math.min(at.left, document.documentElement.clientWidth - offsetWidth - 8))}px`;
  holder.style.top = `${Math.max(8, Math.min(top, window.innerHeight - offsetHeight - 8))}px`;
}
