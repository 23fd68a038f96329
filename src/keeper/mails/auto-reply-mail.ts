import { GIVEN_LOCALES, type InboxSettings, REPLY_LOCALES } from '../../inbound/inbox/inbox-settings.js';
import { translator } from '../../platform/i18n/messages.js';

export interface AutoReply {
  settings: InboxSettings;
  /** Who answers: the list's name as a sender. */
  sender: string;
  organisation: string;
  postalAddress: string;
}

/**
 * That a mail has come, and when to expect an answer, in every language that the register answers in. Nothing in it is
 * what the stranger wrote, the subject included: whoever forges a sender reaches nobody with words of their own.
 */
export function autoReplyMail(reply: AutoReply): { subject: string; text: string } {
  const { settings, sender, organisation, postalAddress } = reply;
  const written = REPLY_LOCALES.filter((locale) => (settings.texts[locale] ?? '').trim() !== '');
  const locales = written.length > 0 ? written : GIVEN_LOCALES;
  const parts = locales.map(
    (locale) => settings.texts[locale]?.trim() ?? givenReply(locale, settings.answerDays),
  );
  const [first] = locales;
  const foot = translator(first)('mail.auto-reply.foot', { sender, organisation, address: postalAddress });
  return {
    subject: translator(first)('mail.auto-reply.subject', { sender }),
    text: [parts.join('\n\n* * *\n\n'), `-- \n${foot}`].join('\n\n'),
  };
}

/** Our own words, for as long as nobody has written others. */
export function givenReply(locale: (typeof REPLY_LOCALES)[number], days: number): string {
  return translator(locale)('mail.auto-reply.text', { days });
}
