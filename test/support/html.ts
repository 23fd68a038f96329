/** The text of an HTML page or mail part, as a reader sees it: no tags, entities resolved, white space collapsed. */
export function textOf(html: string): string {
  return unescapeHtml(html.replace(/<(style|title)[\s\S]*?<\/\1>/g, ' ').replace(/<[^>]*>/g, ' '))
    .replace(/\s+/g, ' ')
    .trim();
}

export function unescapeHtml(text: string): string {
  return text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');
}

/** The start tags of one kind, as written. */
export function tagsOf(html: string, name: string): string[] {
  return [...html.matchAll(new RegExp(`<${name}\\b[^>]*>`, 'g'))].map(([tag]) => tag);
}

/** The input with this name: its value, and whether it is ticked. Undefined when there is none. */
export function inputOf(html: string, name: string, value?: string) {
  const tag = tagsOf(html, 'input').find(
    (input) =>
      input.includes(`name="${name}"`) && (value === undefined || input.includes(`value="${value}"`)),
  );
  if (tag === undefined) return undefined;
  return { value: unescapeHtml(/value="([^"]*)"/.exec(tag)?.[1] ?? ''), checked: /\bchecked\b/.test(tag) };
}
