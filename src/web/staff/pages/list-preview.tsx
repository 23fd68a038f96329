import { LOCALES, translator, type Locale } from '../../../platform/i18n/messages.js';
import type { ListValues } from './list-values.js';

/** How the public will read the list, in each language; says what is missing where nothing is written. */
export function ListPreview({ locale, values }: { locale: Locale; values: ListValues }) {
  const t = translator(locale);
  const missing = t('list-form.preview-missing');
  return (
    <>
      {LOCALES.map((language) => {
        const say = translator(language);
        const purpose = values[`purpose_${language}`];
        return (
          <div key={language} class="offer" lang={language}>
            <p class="hint">{say('locale.name')}</p>
            <p>
              <strong>{values.name || missing}</strong>
            </p>
            <p lang={purpose ? language : locale}>{purpose || missing}</p>
            <p class="hint">
              {say('sign-up.frequency')}: {values[`frequency_${language}`] || missing}
              <br />
              {say('sign-up.sender')}: {values.senderName || missing}, {values.senderAddress || missing}
            </p>
          </div>
        );
      })}
    </>
  );
}
