import type { Clash, SaveShown } from './autosave.js';
import { element } from './dom.js';
import type { Say } from './setting.js';

/**
 * Says how it stands with what is written: quietly while all is well, aloud when something is to be done about it.
 */
export class SaveLine {
  readonly dom = element('span', { class: 'save-line' });
  /** A note above the text; an alert, since it comes by itself. */
  readonly note = element('div', { role: 'alert' });
  readonly #clock: Intl.DateTimeFormat;

  constructor(
    private readonly say: Say,
    private readonly acts: {
      again: () => void;
      insist: (clash: Clash) => void;
      /** Where their version can be read. */
      current: string;
    },
    { timeZone }: { timeZone: string },
  ) {
    this.#clock = new Intl.DateTimeFormat('en-GB', {
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
      timeZone,
    });
  }

  show({ state, at, words, again, clash }: SaveShown): void {
    this.dom.dataset.state = state;
    if (state === 'saved')
      this.dom.textContent = this.say('save.saved', { time: this.#time(at ?? new Date()) });
    else this.dom.textContent = this.say(state === 'saving' ? 'save.saving' : 'save.not-yet');
    if (state === 'failed') this.#fail(words ?? '', again === true);
    else if (state === 'clash' && clash) this.#clash(clash);
    else if (state === 'saved') this.note.replaceChildren();
  }

  #time(at: Date): string {
    const [hour = '', minute = ''] = this.#clock.format(at).split(':');
    return this.say('time', { hour, minute });
  }

  #fail(words: string, again: boolean): void {
    const wanted = `${words}${String(again)}`;
    // Said once, not at every try.
    if (this.note.dataset.said === wanted && this.note.hasChildNodes()) return;
    this.note.dataset.said = wanted;
    this.note.replaceChildren(
      element(
        'div',
        { class: 'note warn' },
        element('p', {}, words),
        again && this.#button('save.again', this.acts.again),
      ),
    );
  }

  #clash(clash: Clash): void {
    const time = this.#time(new Date(clash.at));
    this.note.replaceChildren(
      element(
        'div',
        { class: 'note warn' },
        element('p', {}, element('strong', {}, this.say('clash.title', { by: clash.by, time }))),
        element('p', {}, this.say('clash.text')),
        element(
          'p',
          { class: 'buttons' },
          this.#button('clash.insist', () => this.acts.insist(clash)),
          element(
            'a',
            { class: 'button quiet', href: this.acts.current, target: '_blank' },
            this.say('clash.theirs'),
          ),
        ),
      ),
    );
  }

  #button(key: string, act: () => void): HTMLButtonElement {
    return element('button', { type: 'button', class: 'button', onclick: act }, this.say(key));
  }
}
