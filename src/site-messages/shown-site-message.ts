import { translator } from '../platform/i18n/messages.js';
import { SITE_LOCALES, type SiteMessage } from './site-message.js';

/** A message as the script on the organisation's site is told it. */
export interface ShownSiteMessage {
  id: string;
  link: string;
  pages: string;
  words: Record<string, { text: string; label: string; close: string; from: string }>;
}

export function shownSiteMessage(
  { id, link, pages, words }: SiteMessage,
  organisation: string,
): ShownSiteMessage {
  const shown = SITE_LOCALES.flatMap((locale) => {
    const written = words[locale];
    if (!written) return [];
    // What stands around the words reads the same in both kinds of Norwegian.
    const t = translator(locale === 'en' ? 'en' : 'nb');
    const around = { close: t('site-message.close'), from: t('site-message.from', { organisation }) };
    return [[locale, { ...written, ...around }] as const];
  });
  return { id, link, pages, words: Object.fromEntries(shown) };
}
