/** In the order in which they name each other: Edge says it is Chrome, and Chrome that it is Safari. */
const FAMILIES = [
  ['Edge', /\bEdgA?\//],
  ['Opera', /\bOPR\//],
  ['Firefox', /\b(Firefox|FxiOS)\//],
  ['Chrome', /\b(Chrome|CriOS|Chromium)\//],
  ['Safari', /\bSafari\//],
] as const;

/** The family of a browser, and no more of it: enough to tell one's own sessions apart. Empty for any other. */
export function browserFamily(userAgent: string | undefined): string {
  return FAMILIES.find(([, sign]) => sign.test(userAgent ?? ''))?.[0] ?? '';
}
