const TAG_LOADS =
  /<(?:img|source|script|iframe|embed|video|audio|track|input|form|button|object|link|use|image)\b[^>]*>/gi;
const ATTRIBUTE =
  /\b(?:src|srcset|href|xlink:href|data|poster|background|action|formaction|hx-get|hx-post)="([^"]*)"/gi;
const STYLES = /<style\b[^>]*>([\s\S]*?)<\/style>|\bstyle="([^"]*)"/gi;
const STYLE = /(?:url\(\s*['"]?|@import\s+['"])([^'")\s]+)/gi;

/** Every address that a page fetches from, posts to or links its style to by itself; plain links are not among them. */
export function whatItLoads(html: string): string[] {
  const tags = [...html.matchAll(TAG_LOADS)].map(([tag]) => tag);
  return [
    ...tags.flatMap((tag) => [...tag.matchAll(ATTRIBUTE)].map(([, url]) => url!)),
    ...[...html.matchAll(STYLES)].flatMap(([style]) => [...style.matchAll(STYLE)].map(([, url]) => url!)),
    ...[...html.matchAll(/<meta[^>]*http-equiv="refresh"[^>]*>/gi)].map(([tag]) => tag),
  ];
}

/** Whether an address stays on the host that the page came from. */
export function staysHere(url: string): boolean {
  return /^(?:\/(?!\/)|#|\?|$)/.test(url);
}
