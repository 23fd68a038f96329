/** HTML that is put into other HTML as it stands. */
export class Html {
  constructor(readonly source: string) {}
}

type Part = string | number | Html | readonly Html[] | undefined;

/**
 * Builds HTML from a template. What is put into it is text, escaped for content and for quoted attributes alike. (Not
 * called `html`, or the formatter would put spaces between elements, and those are seen.)
 */
export function markup(template: TemplateStringsArray, ...parts: Part[]): Html {
  return new Html(template.reduce((all, piece, at) => all + written(parts[at - 1]) + piece));
}

export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

function written(part: Part): string {
  if (part instanceof Html) return part.source;
  if (typeof part === 'string') return escapeHtml(part);
  if (typeof part === 'number') return String(part);
  return part?.map(({ source }) => source).join('') ?? '';
}
