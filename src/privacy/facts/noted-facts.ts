import { canonicalJson } from '../../consent/records/canonical-json.js';
import { PAGE_LOCALES, type PageLocale } from '../../platform/i18n/messages.js';
import type { Facts } from './facts.js';
import { everySection } from './privacy-sections.js';
import { say } from './sentence.js';

/** A sentence as the page said it, in every language. */
export interface SaidSentence extends Record<PageLocale, string> {
  section: string;
  id: string;
}

/** Everything the page says of these facts. */
export function saidOf(facts: Facts): SaidSentence[] {
  return everySection(facts).flatMap(({ id: section, sentences }) =>
    sentences.map((sentence) => {
      const said = PAGE_LOCALES.map((locale) => [locale, say(sentence, locale)] as const);
      return { section, id: sentence.id, ...(Object.fromEntries(said) as Record<PageLocale, string>) };
    }),
  );
}

/** What a version keeps: the facts and the words, each in its one text. */
export function notedTexts(facts: Facts): { facts: string; said: string } {
  return { facts: canonicalJson(facts), said: canonicalJson(saidOf(facts)) };
}
