/** The table of a campaign's page: the shown words and their counts, the total among them. */
export function shownCounts(page: string): Record<string, number> {
  const table = /<table class="counts">[\s\S]*?<\/table>/.exec(page)?.[0] ?? '';
  const rows = table.matchAll(/<th scope="row">(?:<svg[\s\S]*?<\/svg>)?([^<]*)<\/th><td>(\d+)<\/td>/g);
  return Object.fromEntries([...rows].map(([, word, count]) => [word!, Number(count)]));
}
