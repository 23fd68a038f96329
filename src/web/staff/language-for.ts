import { isLocale, type Locale } from '../../platform/i18n/messages.js';
import type { SignedIn } from '../http/access.js';

/** The member's own language where the list has it, else one that it has. */
export function languageFor(member: SignedIn, texts: readonly { locale: string }[]): Locale {
  const has = (locale: string) => texts.some((text) => text.locale === locale);
  if (isLocale(member.locale) && has(member.locale)) return member.locale;
  return texts.map(({ locale }) => locale).find(isLocale) ?? 'nb';
}
