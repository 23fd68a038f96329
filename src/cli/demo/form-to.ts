/** The form on a page that posts to `action`, with whatever query it has there, and its hidden fields. */
export function formTo(page: string, action: string): { action: string; hidden: Record<string, string> } {
  const found = [...page.matchAll(/<form[^>]*action="([^"]*)"[\s\S]*?<\/form>/g)].find(
    ([, target]) => target!.split('?', 1)[0] === action.split('?', 1)[0],
  );
  if (!found) throw new Error('the page has no such form');
  const hidden: Record<string, string> = {};
  for (const [tag] of found[0].matchAll(/<input[^>]*type="hidden"[^>]*>/g)) {
    const name = /name="([^"]*)"/.exec(tag)?.[1];
    if (name !== undefined) hidden[name] = /value="([^"]*)"/.exec(tag)?.[1] ?? '';
  }
  return { action: found[1]!.replaceAll('&amp;', '&'), hidden };
}
