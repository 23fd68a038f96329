import type { Locale, Message, Translate } from '../../../../platform/i18n/messages.js';
import type { Question, SurveyDefinition, SurveyLocale } from '../../../../surveys/survey-definition.js';
import type { SurveyFault } from '../../../../surveys/survey-faults.js';

type Words = Question['words'];

/** The words in the reader's language where the survey has it, else in the first that has any. */
export function wordsFor(
  words: Words,
  { locales }: Pick<SurveyDefinition, 'locales'>,
  reader: Locale | SurveyLocale,
): { text: string; lang: SurveyLocale } | null {
  const order = [...locales].toSorted((one, other) => Number(other === reader) - Number(one === reader));
  const lang = order.find((locale) => (words[locale] ?? '') !== '');
  return lang === undefined ? null : { text: words[lang]!, lang };
}

/** What a survey or one of its texts is called where it has no words yet. */
export function titleOf(t: Translate, definition: SurveyDefinition, reader: Locale): string {
  return wordsFor(definition.title, definition, reader)?.text ?? t('surveys.untitled');
}

/** The sentence of a fault, for whoever can mend it. */
export function faultMessage(t: Translate, fault: SurveyFault): Message {
  const language = 'locale' in fault ? t(`surveys.language.${fault.locale}`) : '';
  switch (fault.code) {
    case 'no-words':
      return { key: `surveys.fault.no-words.${fault.part}`, params: { language, number: fault.number } };
    case 'same-words':
      return { key: 'surveys.fault.same-words', params: { language, number: fault.number } };
    case 'special':
      return {
        key: 'surveys.fault.special',
        params: { word: fault.word, category: t(`surveys.category.${fault.category}`) },
      };
    case 'no-title':
    case 'no-introduction':
      return { key: `surveys.fault.${fault.code}`, params: { language } };
    default:
      return { key: `surveys.fault.${fault.code}` };
  }
}
