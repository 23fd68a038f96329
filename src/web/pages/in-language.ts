import type { PageLocale } from '../../platform/i18n/messages.js';

/**
 * A link that opens in the reader's language. Nothing is stored on a device to remember the choice, so the
 * links carry it from page to page.
 */
export function inLanguage(path: string, locale: PageLocale): string {
  return `${path}${path.includes('?') ? '&' : '?'}lang=${locale}`;
}
