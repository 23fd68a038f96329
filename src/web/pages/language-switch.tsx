import { LOCALES, type PageLocale, translator } from '../../platform/i18n/messages.js';
import type { Frame } from './frame.js';
import { inLanguage } from './in-language.js';

/** The same page in each language, every language named in itself. */
export function LanguageSwitch({ frame }: { frame: Frame<PageLocale> }) {
  const { path } = frame;
  if (path === null) return null;
  // Where there are two Norwegians, each by its own name.
  const name = frame.languages ? 'locale.written' : 'locale.name';
  return (
    <nav class="languages" aria-label={translator(frame.locale)('layout.languages')}>
      <ul>
        {(frame.languages ?? LOCALES).map((locale) => (
          <li key={locale} lang={locale}>
            {locale === frame.locale ? (
              <span aria-current="true">{translator(locale)(name)}</span>
            ) : (
              <a href={inLanguage(path, locale)} hreflang={locale}>
                {translator(locale)(name)}
              </a>
            )}
          </li>
        ))}
      </ul>
    </nav>
  );
}
