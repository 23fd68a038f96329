import { inLanguageOfPage, inTurn, make, openCard } from './card.js';

/**
 * Asks a visitor of the organisation's own site whether they may be counted, and counts those who said yes: once a day,
 * and once a month. The device counts itself. All that it remembers, under one key, is the answer, the month it was given
 * in and the day it was last counted on; what it sends is `~day` or `~month`, which is the same from everybody.
 */
interface Words {
  text: string;
  yes: string;
  no: string;
  more: string;
  href: string;
  from: string;
}

/** `yes 2026-11 2026-11-30`; `no 2026-11`. */
const KEY = 'jatakk-counted';
/** An answer holds for the rest of its month and twelve more: thirteen months at most. */
const MONTHS = 12;
/** What an address ends with that asks again. */
const AGAIN = '#jatakk';

const script = document.currentScript as HTMLScriptElement;
/** On the clocks of whoever reads the numbers. */
const today = new Date().toLocaleDateString('sv', { timeZone: 'Europe/Oslo' });
const month = today.slice(0, 7);

/** Taken away, and not emptied: what is left has to be asked for to be there. */
function forget(): void {
  try {
    localStorage.removeItem(KEY);
  } catch {
    // Where nothing can be kept nothing is.
  }
}

/** False where the device keeps nothing: it would be counted again and again, so it is not counted. */
function keep(...words: string[]): boolean {
  try {
    localStorage.setItem(KEY, words.join(' '));
    return true;
  } catch {
    return false;
  }
}

/** What was answered, if that still holds. */
function answered(): { answer: string | undefined; since: string; counted: string } {
  let kept = '';
  try {
    kept = localStorage.getItem(KEY) ?? '';
  } catch {
    // As if it had never been asked.
  }
  const [answer, since = '', counted = ''] = kept.split(' ');
  const number = (of: string) => 12 * Number(of.slice(0, 4)) + Number(of.slice(5));
  const age = number(month) - number(since);
  return { answer: age >= 0 && age <= MONTHS ? answer : undefined, since, counted };
}

function count(since: string, counted: string): void {
  if (counted === today || !keep('yes', since, today)) return;
  navigator.sendBeacon(new URL('t', script.src), counted.startsWith(month) ? '~day' : '~month');
}

/** @param called by the visitor, who then looks for it */
function ask(words: Words, called: boolean): void {
  const before = document.activeElement;
  const end = (): void => {
    card.close();
    if (!called) return;
    // The link that asked again can be followed again.
    history.replaceState(history.state, '', location.pathname + location.search);
    if (before instanceof HTMLElement) before.focus();
  };
  const refuse = (): void => {
    keep('no', month);
    end();
  };
  // Whoever looks at their answer again and leaves it at that has not answered.
  const card = openCard(words.from, called ? end : refuse);
  const text = make('p', `${words.text} `, card.aside);
  const more = make('a', words.more, text);
  more.href = words.href;
  const buttons = make('div', '', card.aside);
  buttons.className = 'two';
  const no = make('button', words.no, buttons);
  no.addEventListener('click', refuse);
  make('button', words.yes, buttons).addEventListener('click', () => {
    count(month, called ? answered().counted : '');
    end();
  });
  if (called) no.focus();
}

function begin(all: Record<string, Words> | null): void {
  if (!all) {
    forget();
    return;
  }
  const words = inLanguageOfPage(all);
  const look = (): void => {
    const { answer, since, counted } = answered();
    if (location.hash === AGAIN) inTurn(() => ask(words, true));
    else if (answer === 'yes') count(since, counted);
    else if (answer !== 'no') {
      forget();
      inTurn(() => ask(words, false));
    }
  };
  addEventListener('hashchange', () => location.hash === AGAIN && look());
  look();
}

function start(): void {
  fetch(new URL('v.json', script.src), { credentials: 'omit', referrerPolicy: 'no-referrer' })
    .then((answer) => answer.json() as Promise<Record<string, Words> | null>)
    .then(begin)
    // Who is not asked is not counted.
    .catch(() => undefined);
}

const { globalPrivacyControl } = navigator as { globalPrivacyControl?: boolean };
if (globalPrivacyControl || navigator.doNotTrack === '1') forget();
else if ((document as { prerendering?: boolean }).prerendering)
  document.addEventListener('prerenderingchange', start, { once: true });
else start();
