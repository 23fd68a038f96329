import type { Locale, Translate } from '../../platform/i18n/messages.js';
import type { OfferedQuestion } from './pages/offered-list.js';
import { answerName } from './pages/questions.js';

export interface FormSnippet {
  t: Translate;
  locale: Locale;
  /** Where the form posts: the list's own page. */
  action: string;
  list: string;
  name: string;
  texts: readonly { language: Locale; purpose: string; frequency: string }[];
  asks?: readonly OfferedQuestion[];
}

/** The sign-up form as plain HTML to paste into another site: no script, no style, nothing fetched. */
export function formSnippet({ t, locale, action, list, name, texts, asks = [] }: FormSnippet): string {
  const words = texts.find(({ language }) => language === locale) ?? texts[0];
  return [
    `<form method="post" action="${escape(action)}" accept-charset="utf-8" lang="${locale}">`,
    `  <p><strong>${escape(t('sign-up.title', { name }))}</strong></p>`,
    `  <p>${escape(words?.purpose ?? '')} ${escape(words?.frequency ?? '')}</p>`,
    `  <label for="jatakk-${escape(list)}">${escape(t('sign-up.address'))}</label>`,
    `  <input type="text" inputmode="email" autocomplete="email" autocapitalize="none" spellcheck="false"`,
    `         id="jatakk-${escape(list)}" name="address" required>`,
    ...asks.flatMap(({ id, label, why }) => [
      `  <label for="jatakk-${id}">${escape(t('sign-up.answer', { label }))}</label>`,
      `  <input type="text" autocomplete="off" maxlength="80" id="jatakk-${id}" name="${answerName(id)}">`,
      `  <p>${escape(t('sign-up.answer-why', { why }))}</p>`,
    ]),
    `  <input type="hidden" name="list" value="${escape(list)}">`,
    `  <input type="hidden" name="locale" value="${locale}">`,
    `  <button type="submit">${escape(t('sign-up.submit'))}</button>`,
    `  <p>${escape(t('sign-up.address-hint'))} ${escape(t('sign-up.promise.leaving.text'))}</p>`,
    `</form>`,
  ].join('\n');
}

function escape(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
