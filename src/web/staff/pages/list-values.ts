import { LOCALES, translator, type Locale, type Translate } from '../../../platform/i18n/messages.js';

/** The names the fields are posted under, such as `purpose_nb`. */
export type ListField =
  'name' | 'slug' | 'senderName' | 'senderAddress' | `purpose_${Locale}` | `frequency_${Locale}`;

export type ListValues = Partial<Record<ListField, string>> & { eyes?: string };

export function listLabels(t: Translate): Record<ListField, string> {
  const perLanguage = LOCALES.flatMap((locale) => {
    const language = translator(locale)('locale.name');
    return [
      [`purpose_${locale}`, t('list-form.purpose', { language })],
      [`frequency_${locale}`, t('list-form.frequency', { language })],
    ];
  });
  return {
    name: t('lists.name'),
    slug: t('slug.label'),
    senderName: t('list-form.sender-name'),
    senderAddress: t('list-form.sender-address'),
    ...(Object.fromEntries(perLanguage) as Record<`${'purpose' | 'frequency'}_${Locale}`, string>),
  };
}
