import type { OpenList } from '../../consent/catalogue.service.js';

/** What a list is for and how often, in this language where it is published in it. */
export function purposeIn({ words }: OpenList, locale: string): string {
  const found = words[locale] ?? words['nb'] ?? Object.values(words)[0]!;
  return `${found.text} ${found.frequency}`;
}
