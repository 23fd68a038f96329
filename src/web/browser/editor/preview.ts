import type { Draft } from './autosave.js';
import { element } from './dom.js';
import type { Say } from './setting.js';

export type View = 'desktop' | 'phone' | 'dark' | 'text';

const REST_MS = 500;
const WIDTHS: Record<Exclude<View, 'text'>, number> = { desktop: 640, phone: 360, dark: 640 };

/**
 * What is written as it will arrive, rendered by the server. The message comes into a frame with a policy and an origin
 * of its own: a new frame each time, so that going back in the browser does not step through them.
 */
export class Preview {
  #view: View = 'desktop';
  #timer: ReturnType<typeof setTimeout> | undefined;
  #turn = 0;

  constructor(
    private readonly options: {
      holder: HTMLElement;
      address: string;
      csrf: () => string;
      read: () => Draft;
      /** How high the text is while it is written, in pixels: the frame cannot tell its own height. */
      height: () => number;
      say: Say;
    },
  ) {
    this.refresh();
  }

  show(view: View): void {
    this.#view = view;
    this.options.holder.dataset.view = view;
    this.refresh();
  }

  changed(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.refresh(), REST_MS);
  }

  refresh(): void {
    clearTimeout(this.#timer);
    const turn = (this.#turn += 1);
    if (this.#view === 'text') void this.#text(turn);
    else this.#frame(turn, this.#view);
  }

  #fields(view: View): [string, string][] {
    return Object.entries({ csrf: this.options.csrf(), view, ...this.options.read() });
  }

  async #text(turn: number): Promise<void> {
    const { address, holder, say } = this.options;
    const answer = await fetch(address, {
      method: 'POST',
      body: new URLSearchParams(this.#fields('text')),
    }).catch(() => undefined);
    const text = answer?.ok ? await answer.text() : say('preview.failed');
    if (turn !== this.#turn) return;
    holder.replaceChildren(
      element(
        'pre',
        { class: 'plain-part', tabindex: 0, role: 'region', 'aria-label': say('preview.text') },
        text,
      ),
    );
  }

  #frame(turn: number, view: Exclude<View, 'text'>): void {
    const { address, holder, say, height } = this.options;
    const name = `preview-${turn}`;
    const frame = element('iframe', {
      name,
      title: say(`preview.${view}`),
      class: 'mail',
      sandbox: 'allow-popups allow-popups-to-escape-sandbox',
    });
    frame.style.width = `${WIDTHS[view]}px`;
    frame.style.height = `${Math.round(height() * (view === 'phone' ? 1.7 : 1.15)) + 900}px`;
    const form = element('form', { method: 'post', action: address, target: name, hidden: true });
    for (const [field, value] of this.#fields(view))
      form.append(element('input', { type: 'hidden', name: field, value }));
    // The old one stays until the new one is there: nothing flickers while somebody writes.
    frame.classList.add('coming');
    holder.append(frame, form);
    form.submit();
    form.remove();
    frame.addEventListener('load', () => {
      if (turn !== this.#turn) return frame.remove();
      for (const old of holder.querySelectorAll(':scope > *')) if (old !== frame) old.remove();
      frame.classList.remove('coming');
    });
  }
}
