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
const STYLE = `:host{all:initial}
aside{position:fixed;z-index:2147483000;inset:auto 16px 16px auto;max-width:min(24rem,calc(100vw - 32px));box-sizing:border-box;
padding:20px;border:1px solid #d9d4c8;border-radius:12px;background:#fffdf8;color:#1d1c1a;font:16px/1.5 system-ui,sans-serif;box-shadow:0 8px 32px #0003;overflow-wrap:anywhere}
p{margin:0 0 16px;white-space:pre-line}
div{display:flex;flex-wrap:wrap;gap:8px}
a,button{box-sizing:border-box;min-height:44px;padding:9px 16px;border:1px solid #14534a;border-radius:8px;font:inherit;cursor:pointer;text-decoration:none}
a{background:#14534a;color:#fff}
button{background:none;color:#14534a}
a:focus-visible,button:focus-visible{outline:3px solid #14534a;outline-offset:2px}
@media(prefers-color-scheme:dark){aside{background:#23211e;color:#f3efe6;border-color:#4a463f}a{background:#8fd3c4;border-color:#8fd3c4;color:#10201d}button{border-color:#8fd3c4;color:#8fd3c4}a:focus-visible,button:focus-visible{outline-color:#8fd3c4}}
@media print{aside{display:none}}`;

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

function make<K extends keyof HTMLElementTagNameMap>(
  name: K,
  text: string,
  parent: Node,
): HTMLElementTagNameMap[K] {
  const element = document.createElement(name);
  element.textContent = text;
  parent.appendChild(element);
  return element;
}

function show(message: Shown, all: Shown[]): void {
  const language = document.documentElement.lang.slice(0, 2);
  const words = message.words[language === 'no' ? 'nb' : language] ?? Object.values(message.words)[0]!;
  const host = make('div', '', document.body);
  const root = host.attachShadow({ mode: 'open' });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(STYLE);
  root.adoptedStyleSheets = [sheet];
  const aside = make('aside', '', root);
  aside.setAttribute('aria-label', words.from);
  make('p', words.text, aside);
  const buttons = make('div', '', aside);
  const end = (): void => {
    if (preview === undefined) noteDone(message.id, all);
    host.remove();
  };
  const link = make('a', words.label, buttons);
  link.href = message.link;
  link.addEventListener('click', end);
  if (preview !== undefined) link.target = '_blank';
  make('button', words.close, buttons).addEventListener('click', end);
}

function choose(all: Shown[]): void {
  const message = all.find(({ id, pages }) => location.pathname.startsWith(pages) && !done().includes(id));
  if (message) show(message, all);
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
