/**
 * The card in a corner of the organisation's own site, in which we say or ask something. It takes no focus and covers
 * nothing but its corner; what stands in it is apart from the site's own styles. There is one at a time.
 */
export interface Card {
  /** To be filled. */
  aside: HTMLElement;
  close(): void;
}

const STYLE = `:host{all:initial}
aside{position:fixed;z-index:2147483000;inset:auto 16px 16px auto;max-width:min(24rem,calc(100vw - 32px));box-sizing:border-box;
padding:20px;border:1px solid #d9d4c8;border-radius:12px;background:#fffdf8;color:#1d1c1a;font:16px/1.5 system-ui,sans-serif;box-shadow:0 8px 32px #0003;overflow-wrap:anywhere}
p{margin:0 0 16px;white-space:pre-line}
div{display:flex;flex-wrap:wrap;gap:8px}
div>*{box-sizing:border-box;min-height:44px;padding:9px 16px;border:1px solid #14534a;border-radius:8px;font:inherit;cursor:pointer;text-decoration:none}
div>a{background:#14534a;color:#fff}
button{background:none;color:#14534a}
.two{display:grid;grid-template-columns:1fr 1fr}
.two>*{padding:9px 8px}
p>a{color:inherit}
a:focus-visible,button:focus-visible{outline:3px solid #14534a;outline-offset:2px}
@media(prefers-color-scheme:dark){aside{background:#23211e;color:#f3efe6;border-color:#4a463f}div>a{background:#8fd3c4;border-color:#8fd3c4;color:#10201d}button{border-color:#8fd3c4;color:#8fd3c4}a:focus-visible,button:focus-visible{outline-color:#8fd3c4}}
@media print{aside{display:none}}`;

const MARK = 'data-jatakk';
const CLOSED = 'jatakk-closed';

/** Shows it now, or when the one that is there has been closed. */
export function inTurn(show: () => void): void {
  if (document.querySelector(`[${MARK}]`)) addEventListener(CLOSED, () => inTurn(show), { once: true });
  else show();
}

/**
 * @param name what it is called to whoever does not see it
 * @param onEscape pressed while the focus is in it
 */
export function openCard(name: string, onEscape: () => void): Card {
  const host = make('div', '', document.body);
  host.setAttribute(MARK, '');
  const root = host.attachShadow({ mode: 'open' });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(STYLE);
  root.adoptedStyleSheets = [sheet];
  const aside = make('aside', '', root);
  aside.setAttribute('aria-label', name);
  aside.addEventListener('keydown', ({ key }) => {
    if (key === 'Escape') onEscape();
  });
  return {
    aside,
    close() {
      host.remove();
      dispatchEvent(new Event(CLOSED));
    },
  };
}

export function make<K extends keyof HTMLElementTagNameMap>(
  name: K,
  text: string,
  parent: Node,
): HTMLElementTagNameMap[K] {
  const element = document.createElement(name);
  element.textContent = text;
  parent.appendChild(element);
  return element;
}

/** In the language of the page; where there is none of it, in the first. */
export function inLanguageOfPage<T>(words: Record<string, T>): T {
  const language = document.documentElement.lang.slice(0, 2);
  return words[language === 'no' ? 'nb' : language] ?? Object.values(words)[0]!;
}
