import type { OpenList } from '../../consent/catalogue.service.js';
import type { Locale } from '../../platform/i18n/messages.js';
import type { OfferedList } from './pages/offered-list.js';

/** A list in the reader's language, or in Norwegian where it was not published in it. Says which language it became. */
export function offered(list: OpenList, locale: Locale): OfferedList & { locale: string } {
  const found = list.words[locale] ? locale : list.words['nb'] ? 'nb' : Object.keys(list.words)[0]!;
  const { text, frequency } = list.words[found]!;
  const { slug, name, senderName, senderAddress, welcomes } = list;
  const asks = list.asks.flatMap(({ id, texts }) => {
    const words = texts[found] ?? Object.values(texts)[0];
    return words ? [{ id, ...words }] : [];
  });
  return { slug, name, senderName, senderAddress, purpose: text, frequency, welcomes, asks, locale: found };
}
