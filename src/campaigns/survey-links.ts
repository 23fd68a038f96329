const UUID = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';

/** Where a survey of ours is answered, as it is written in a campaign. */
export const surveyLink = (publicUrl: string, surveyId: string): string => `${publicUrl}/survey/${surveyId}`;

/** The address of a survey of ours, with whatever ticket somebody has copied into it: nobody may be given another's. */
function pattern(publicUrl: string): string {
  return `(${publicUrl.replaceAll(/[.*+?^$(){}|[\]\\]/g, '\\$&')}/survey/(${UUID}))(?:/[A-Za-z0-9_-]*)?(?![A-Za-z0-9_/-])`;
}

/** Where our surveys are, and those that may be answered now by whom a campaign goes to. */
export interface OwnSurveys {
  publicUrl: string;
  open: ReadonlySet<string>;
}

/** The surveys of ours that links lead to, each once, in order. */
export function surveysIn(links: readonly { href: string }[], publicUrl: string): string[] {
  const whole = new RegExp(`^${pattern(publicUrl)}`, 'i');
  const ids = links.flatMap(({ href }) => whole.exec(href)?.[2]?.toLowerCase() ?? []);
  return [...new Set(ids)];
}

/** Whether an address may be a survey's, wherever it is: which are ours is looked at before anything goes out. */
export function mayBeSurvey(href: string): boolean {
  return new RegExp(`^https?://[^/]+/survey/${UUID}`, 'i').test(href);
}

/** Whether an address leads to a survey of ours: never counted, since it becomes each recipient's own. */
export function leadsToSurvey(address: string, publicUrl: string): boolean {
  return new RegExp(`^${pattern(publicUrl)}`, 'i').test(address);
}

/** Puts each survey's mark, where a ticket goes, behind the links to it: in HTML only where they lead. */
export function markSurveys(
  letter: { html: string; text: string },
  publicUrl: string,
  markOf: (surveyId: string) => string | undefined,
): { html: string; text: string } {
  const link = new RegExp(pattern(publicUrl), 'gi');
  const marked = (words: string) =>
    words.replace(link, (whole, address: string, id: string) => {
      const mark = markOf(id.toLowerCase());
      return mark === undefined ? whole : `${address}/${mark}`;
    });
  return {
    html: letter.html.replace(
      /(<a\s[^>]*?href=")([^"]*)/gi,
      (_, before: string, href: string) => before + marked(href),
    ),
    text: marked(letter.text),
  };
}
