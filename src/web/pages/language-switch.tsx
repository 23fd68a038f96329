import { LOCALES, translator } from '../../platform/i18n/messages.js';
import type { Frame } from './frame.js';
import { inLanguage } from './in-language.js';

/** The same page in each language, every language named in itself. */
export function LanguageSwitch({ frame }: { frame: Frame }) {
  const { path } = frame;
  if (path === null) return null;
  return (
    <nav class="languages" aria-label={translator(frame.locale)('layout.languages')}>
      <ul>
        {LOCALES.map((locale) => (
          <li key={locale} lang={locale}>
            {locale === frame.locale ? (
              <span aria-current="true">{translator(locale)('locale.name')}</span>
            ) : (
              <a href={inLanguage(path, locale)} hreflang={locale}>
                {translator(locale)('locale.name')}
              </a>
            )}
          </li>
        ))}
      </ul>
    </nav>
  );
}
