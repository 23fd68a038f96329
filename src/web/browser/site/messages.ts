import { inLanguageOfPage, inTurn, make, openCard } from './card.js';

/**
 * What an organisation puts on its own site with one script tag: shows a message once, until the visitor has closed it or
 * followed it. All that it ever keeps on the device is a list of the ids of messages that this visitor has done with,
 * under one key, and only when they do. It sends nothing.
 */
interface Words {
  text: string;
  label: string;
  close: string;
  from: string;
}

interface Shown {
  id: string;
  link: string;
  /** The beginning of the paths where it is shown. */
  pages: string;
  /** By language. */
  words: Record<string, Words>;
}

const KEY = 'jatakk-dismissed';
const script = document.currentScript as HTMLScriptElement;
const preview = script.dataset['preview'];

function done(): string[] {
  try {
    const ids: unknown = JSON.parse(localStorage.getItem(KEY) ?? '[]');
    return Array.isArray(ids) ? ids.map(String) : [];
  } catch {
    return [];
  }
}

/** Of messages that are over nothing stays behind either. */
function noteDone(id: string, all: Shown[]): void {
  try {
    const ids = all.map((each) => each.id).filter((each) => each === id || done().includes(each));
    localStorage.setItem(KEY, JSON.stringify(ids));
  } catch {
    // A device that keeps nothing shows it again on the next page.
  }
}

function show(message: Shown, all: Shown[]): void {
  const words = inLanguageOfPage(message.words);
  const end = (): void => {
    if (preview === undefined) noteDone(message.id, all);
    card.close();
  };
  const card = openCard(words.from, end);
  make('p', words.text, card.aside);
  const buttons = make('div', '', card.aside);
  const link = make('a', words.label, buttons);
  link.href = message.link;
  link.addEventListener('click', end);
  if (preview !== undefined) link.target = '_blank';
  make('button', words.close, buttons).addEventListener('click', end);
}

function choose(all: Shown[]): void {
  const message = all.find(({ id, pages }) => location.pathname.startsWith(pages) && !done().includes(id));
  if (message) inTurn(() => show(message, all));
}

if (preview === undefined)
  fetch(new URL('m.json', script.src), { credentials: 'omit', referrerPolicy: 'no-referrer' })
    .then((answer) => answer.json() as Promise<Shown[]>)
    .then(choose)
    // A site does without a message rather than showing a fault of ours.
    .catch(() => undefined);
else {
  const message = JSON.parse(preview) as Shown;
  show(message, [message]);
}
