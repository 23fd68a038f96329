import { type Locale, translator } from '../../platform/i18n/messages.js';
import { withoutPrivateUse } from '../private-use.js';

export interface Letterhead {
  list: string;
  organisation: { name: string; number: string; postalAddress: string; email: string; privacyEmail: string };
}

/** What stands below every campaign: why it came, the way out, who sends it. Nobody who writes one can leave it out. */
export function footWords(locale: Locale, letterhead: Letterhead) {
  const t = translator(locale);
  const list = withoutPrivateUse(letterhead.list);
  const organisation = mapValues(letterhead.organisation, withoutPrivateUse);
  return {
    why: t('mail.footer.why', { list, organisation: organisation.name }),
    leave: t('mail.footer.leave'),
    leaveText: t('mail.footer.leave-text', { list }),
    object: t('mail.footer.object', { privacy: organisation.privacyEmail }),
    registers: t('mail.footer.registers'),
    marketing: t('mail.footer.marketing', { organisation: organisation.name }),
    sender: t('mail.footer.sender', {
      organisation: organisation.name,
      number: organisation.number,
      address: organisation.postalAddress,
      email: organisation.email,
    }),
  };
}

function mapValues<T extends Record<string, string>>(record: T, map: (value: string) => string): T {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)])) as T;
}
