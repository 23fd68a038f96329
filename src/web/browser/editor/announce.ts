import { element } from './dom.js';

/** Says to a screen reader what a key has done that the eye sees by itself. */
export class Announcer {
  readonly dom = element('p', { class: 'unseen', role: 'status' });

  say(sentence: string): void {
    // The same words twice are said twice only where they are new in the page.
    this.dom.textContent = '';
    setTimeout(() => (this.dom.textContent = sentence), 50);
  }
}
