import { PAGE_LOCALES, type PageLocale, translator } from '../../../platform/i18n/messages.js';
import type { StaffFrame } from '../../pages/frame.js';
import { inLanguage } from '../../pages/in-language.js';

/** A page whose paper may be read by somebody else than whoever prints it. */
export interface Printed {
  frame: StaffFrame;
  /** Of the print; that of the member stands around it. */
  locale: PageLocale;
}

/** The print in each language that the privacy page has: nynorsk too, which the pages of staff have not. */
export function PrintLanguages({ frame, locale, path }: Printed & { path: string }) {
  return (
    <nav class="languages print-languages unprinted" aria-labelledby="print-languages">
      <p class="hint" id="print-languages">
        {translator(frame.locale)('record.in-language')}
      </p>
      <ul>
        {PAGE_LOCALES.map((one) => (
          <li key={one} lang={one}>
            {one === locale ? (
              <span aria-current="true">{translator(one)('locale.written')}</span>
            ) : (
              <a href={inLanguage(path, one)} hreflang={one}>
                {translator(one)('locale.written')}
              </a>
            )}
          </li>
        ))}
      </ul>
    </nav>
  );
}
