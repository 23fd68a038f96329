/**
 * Makes what Word and Google Docs put on the clipboard into plain HTML, before the schema reads it. What the schema does
 * not know is dropped there; this only brings out what it does know: lists that Word writes as paragraphs, titles,
 * quotations, links that lead through a search engine.
 */
export function cleanPaste(html: string): string {
  const page = new DOMParser().parseFromString(withStylesAside(html), 'text/html');
  const { body } = page;
  dropComments(page);
  // <o:p> is Word's mark of a paragraph's end: empty, or a space.
  for (const element of body.querySelectorAll(NOTHING_TO_READ)) element.remove();
  listsOfWord(body);
  saidInStyles(body);
  rename(body, '.MsoTitle', 'h1');
  rename(body, '.MsoSubtitle', 'h2');
  rename(body, '.MsoQuote, .MsoIntenseQuote', 'blockquote');
  flattenLists(body);
  for (const link of body.querySelectorAll('a[href]')) straighten(link);
  // Google Docs puts an empty line between paragraphs; here each has its own space.
  for (const line of body.querySelectorAll('br')) {
    const holder = line.parentElement!;
    if (holder === body) line.remove();
  }
  for (const block of body.querySelectorAll('p, h1, h2, h3, h4, h5, h6')) {
    if (!block.textContent.trim() && !block.querySelector('[data-jatakk-place]')) block.remove();
  }
  spaces(page);
  return body.innerHTML;
}

const NOTHING_TO_READ = 'style, script, meta, link, title, xml, o\\:p, template, iframe, object';

/** The page's policy lets no style in, and says so each time: here they are only read. */
function withStylesAside(html: string): string {
  return html.replaceAll(/<[a-z][^<>]*>/gi, (tag) => tag.replaceAll(/\sstyle(?=\s*=)/gi, ' data-style'));
}

const WEIGHT = /(?:^|[;\s])font-weight:\s*(bold|bolder|[6-9]00|normal|[1-5]00)/i;
const SLANT = /(?:^|[;\s])font-style:\s*(italic|normal)/i;

/** Google Docs says in styles what is bold, and puts all of a text into a <b> that is none. */
function saidInStyles(body: Element): void {
  for (const element of body.querySelectorAll('[data-style]')) {
    const weight = WEIGHT.exec(styleOf(element))?.[1]?.toLowerCase();
    const slant = SLANT.exec(styleOf(element))?.[1]?.toLowerCase();
    element.removeAttribute('data-style');
    const isHeading = /^H[1-6]$/.test(element.tagName) || element.closest('h1, h2, h3, h4, h5, h6') !== null;
    const bold = weight !== undefined && /^(bold|bolder|[6-9]00)$/.test(weight);
    if (weight !== undefined && !bold && /^(B|STRONG)$/.test(element.tagName)) unwrap(element);
    // A heading is heavy by itself.
    else if (bold && !isHeading && element.matches('span, a')) wrapInside(element, 'strong');
    if (slant === 'italic' && element.matches('span, a')) wrapInside(element, 'em');
  }
}

function unwrap(element: Element): void {
  element.replaceWith(...element.childNodes);
}

function wrapInside(element: Element, tag: 'strong' | 'em'): void {
  const inside = element.ownerDocument.createElement(tag);
  inside.append(...element.childNodes);
  element.append(inside);
}

function dropComments(page: Document): void {
  const found: Comment[] = [];
  const walker = page.createTreeWalker(page.documentElement, NodeFilter.SHOW_COMMENT);
  while (walker.nextNode()) found.push(walker.currentNode as Comment);
  for (const comment of found) comment.remove();
}

const styleOf = (element: Element) => element.getAttribute('data-style') ?? '';
const isItem = (element: Element | null): element is Element =>
  element?.tagName === 'P' && /mso-list:\s*l\d/i.test(styleOf(element));
const NUMBERED = /^\(?(\d+|[a-z]|[ivxlc]+)[.)]/i;

/** Word's list items are paragraphs with a mark in front that is drawn, not written. */
function listsOfWord(body: Element): void {
  for (const first of [...body.querySelectorAll('p')].filter(isItem)) {
    if (!first.isConnected || first.parentElement?.tagName === 'LI') continue;
    const run = [first as Element];
    while (isItem(run.at(-1)!.nextElementSibling)) run.push(run.at(-1)!.nextElementSibling!);
    let list: Element | undefined;
    for (const item of run) {
      const mark = item.querySelector(
        '[data-style*="mso-list:Ignore" i], [data-style*="mso-list: Ignore" i]',
      );
      const tag = NUMBERED.test(mark?.textContent.trim() ?? '') ? 'ol' : 'ul';
      mark?.remove();
      if (list?.tagName !== tag.toUpperCase()) {
        list = body.ownerDocument.createElement(tag);
        item.before(list);
      }
      const li = body.ownerDocument.createElement('li');
      list.append(li);
      li.append(item);
    }
  }
}

/** Lists in lists follow each other: in a mail one level is read, two are not. */
function flattenLists(body: Element): void {
  for (let inner; (inner = body.querySelector('li ul, li ol, ul > ul, ul > ol, ol > ul, ol > ol'));) {
    const outer = inner.parentElement!.closest('li, ul, ol')!;
    const items = [...inner.children];
    if (outer.tagName === 'LI') outer.after(...items);
    else inner.before(...items);
    inner.remove();
  }
}

function rename(body: Element, selector: string, tag: string): void {
  for (const element of body.querySelectorAll(selector)) {
    const renamed = body.ownerDocument.createElement(tag);
    renamed.append(...element.childNodes);
    element.replaceWith(renamed);
  }
}

/** A link copied from Google goes through a page that counts who follows it. */
function straighten(link: Element): void {
  try {
    const url = new URL(link.getAttribute('href')!);
    const target = url.searchParams.get('q') ?? url.searchParams.get('url');
    if (/^www\.google\.[a-z.]+$/.test(url.hostname) && url.pathname === '/url' && target)
      link.setAttribute('href', target);
  } catch {
    // No address: the schema leaves its text.
  }
}

/** Word holds runs of spaces apart with hard ones; a single hard space may be meant (10 000). */
function spaces(page: Document): void {
  const walker = page.createTreeWalker(page.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode as Text;
    node.data = node.data.replace(/[ \u00a0]*(?: \u00a0|\u00a0 |\u00a0\u00a0)[ \u00a0]*/g, ' ');
  }
}
