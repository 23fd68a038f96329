import { keysUnder, type Locale, translator } from '../../platform/i18n/messages.js';

const PREFIX = 'write.say.';
const KEYS = keysUnder(PREFIX);

/** What is filled in where the sentence is said. */
const LEFT_OPEN = Object.fromEntries(
  ['time', 'by', 'name', 'fallback', 'place', 'of', 'hour', 'minute'].map((name) => [name, `{${name}}`]),
);

/** The sentences that the editor says in the browser, by their key without its prefix. */
export function editorWords(locale: Locale): Record<string, string> {
  const t = translator(locale);
  return Object.fromEntries(KEYS.map((key) => [key.slice(PREFIX.length), t(key, LEFT_OPEN)]));
}
