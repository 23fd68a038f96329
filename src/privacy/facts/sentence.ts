import {
  type MessageKey,
  type MessageParams,
  type PageLocale,
  translator,
} from '../../platform/i18n/messages.js';
import type { Words } from './facts.js';

/** A word or a number; what people wrote in some languages; names, or sentences, one after another. */
export type Part =
  | string
  | number
  | { words: Words }
  | { names: readonly (string | Words)[] }
  | { keys: readonly MessageKey[] };

/** One thing that the privacy page says, in no language yet. */
export interface Sentence {
  /** The same for as long as it is about the same thing: two versions of the page are compared by it. */
  id: string;
  says: MessageKey;
  parts?: Readonly<Record<string, Part>>;
  /** What stands before it, and a colon. */
  lead?: MessageKey;
  /** A point below the sentence before. */
  point?: boolean;
  /** Where it leads, after its last word. */
  link?: { href: string; text: string };
}

export interface Section {
  /** `privacy.<id>.title` is its heading. */
  id: string;
  sentences: readonly Sentence[];
}

/** A sentence in one language. Its link is not part of the words. */
export function say({ says, parts = {}, lead }: Sentence, locale: PageLocale): string {
  const t = translator(locale);
  const params: MessageParams = Object.fromEntries(
    Object.entries(parts).map(([name, part]) => [name, inWords(part, locale)]),
  );
  return lead ? `${t(lead)}: ${t(says, params)}` : t(says, params);
}

function inWords(part: Part, locale: PageLocale): string | number {
  if (typeof part !== 'object') return part;
  if ('words' in part) return wordsIn(part.words, locale);
  const t = translator(locale);
  const names =
    'keys' in part
      ? part.keys.map((key) => t(key))
      : part.names.map((name) => (typeof name === 'string' ? name : wordsIn(name, locale)));
  return new Intl.ListFormat(t('locale.tag'), { type: 'conjunction' }).format(names);
}

/** In the reader's language; in bokmål, or in whichever there is, where nobody has written it in that. */
export function wordsIn(words: Words, locale: PageLocale): string {
  return words[locale] ?? words['nb'] ?? Object.values(words)[0] ?? '';
}
