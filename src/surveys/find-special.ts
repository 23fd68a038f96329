import { SPECIAL_CATEGORIES, SPECIAL_WORDS, type SpecialCategory } from './special-words.js';
import { SURVEY_LOCALES } from './survey-definition.js';

export interface SpecialFound {
  category: SpecialCategory;
  /** The word as it was found, lower case. */
  word: string;
}

const PATTERNS: readonly [SpecialCategory, RegExp][] = SPECIAL_CATEGORIES.map((category) => {
  const words = SURVEY_LOCALES.flatMap((locale) => SPECIAL_WORDS[category][locale]).map((word) =>
    word.startsWith('=') ? `${word.slice(1)}(?!\\p{L})` : `${word}\\p{L}*`,
  );
  return [category, new RegExp(`(?<!\\p{L})(?:${[...new Set(words)].join('|')})`, 'u')];
});

/** The first word of each specially protected category in a text. Every language is looked for in every text. */
export function findSpecial(text: string): SpecialFound[] {
  const plain = text.normalize('NFC').toLocaleLowerCase('nb').replaceAll(/\s+/gu, ' ');
  return PATTERNS.flatMap(([category, pattern]) => {
    const [word] = pattern.exec(plain) ?? [];
    return word === undefined ? [] : [{ category, word }];
  });
}
