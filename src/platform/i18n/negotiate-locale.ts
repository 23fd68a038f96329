import { LOCALES, type Locale, type PageLocale } from './messages.js';

/** Language subtags that are best served by one of ours. */
const NEAREST: Record<string, Locale> = { no: 'nb', nn: 'nb', da: 'nb', sv: 'nb' };

/** Which of the languages that everything is written in serves best whoever asks for another; none for the rest. */
export function nearest(language: string): Locale | undefined {
  return NEAREST[language];
}

/** Enough for any browser; a longer header is somebody else's problem. */
const MOST_RANGES = 20;

/**
 * The best of our languages for an `Accept-Language` header (RFC 9110 §12.5.4), by quality and then by order.
 * A header that is absent, malformed or names nothing we have gives `fallback`.
 */
export function negotiateLocale(acceptLanguage: string | undefined, fallback: Locale): Locale;
/** Among the languages that one page can be read in. */
export function negotiateLocale(
  acceptLanguage: string | undefined,
  fallback: Locale,
  among: readonly PageLocale[],
): PageLocale;
export function negotiateLocale(
  acceptLanguage: string | undefined,
  fallback: Locale,
  among: readonly PageLocale[] = LOCALES,
): PageLocale {
  const wanted = (acceptLanguage ?? '')
    .split(',', MOST_RANGES)
    .map((range) => {
      const [tag = '', ...params] = range.trim().toLowerCase().split(';');
      const quality = params.map((param) => /^\s*q=([01](?:\.\d{0,3})?)\s*$/.exec(param)?.[1]).find(Boolean);
      return { language: tag.split('-')[0] ?? '', quality: quality === undefined ? 1 : Number(quality) };
    })
    .filter(({ quality }) => quality > 0)
    .sort((one, other) => other.quality - one.quality);
  for (const { language } of wanted) {
    const ours = among.find((locale) => locale === language);
    if (ours) return ours;
    const near = nearest(language);
    if (near) return near;
  }
  return fallback;
}
