import { type PageLocale, translator } from '../../../platform/i18n/messages.js';
import type { Facts } from '../../../privacy/facts/facts.js';

/** Who answers for it, as every record begins (GDPR art. 30 no. 1 a, art. 33 no. 3 b). */
export function PrintedController({ locale, facts }: { locale: PageLocale; facts: Facts }) {
  const t = translator(locale);
  const { name, number, postalAddress, contact, privacyContact } = facts.organisation;
  return (
    <section class="entry">
      <h2>{t('record.controller')}</h2>
      <p>
        {name}
        <br />
        {t('privacy.responsible.number', { number })}
        <br />
        {postalAddress}
        <br />
        {contact}
      </p>
      <p>
        {t('record.contact')}: {privacyContact}
      </p>
    </section>
  );
}
