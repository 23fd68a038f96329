import { translator } from '../../platform/i18n/messages.js';
import { SITE_LOCALES, type SiteLocale } from '../../site-messages/site-message.js';
import type { AskedFor } from './beacon.js';

/** How visitors of the organisation's own site are asked whether they may be counted, by language. */
export type AskedWords = Record<
  SiteLocale,
  { text: string; yes: string; no: string; more: string; href: string; from: string }
>;

export function askedWords({ organisation, privacyUrl }: AskedFor): AskedWords {
  const inWords = (locale: SiteLocale) => {
    const t = translator(locale);
    return {
      text: t('site-question.text', { organisation }),
      yes: t('site-question.yes'),
      no: t('site-question.no'),
      more: t('site-question.more'),
      href: `${privacyUrl}?lang=${locale}#cookies`,
      from: t('site-question.from', { organisation }),
    };
  };
  return Object.fromEntries(SITE_LOCALES.map((locale) => [locale, inWords(locale)])) as AskedWords;
}
