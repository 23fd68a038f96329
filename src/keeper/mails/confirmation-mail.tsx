import { Fragment } from 'preact';
import { type Locale, translator } from '../../platform/i18n/messages.js';
import {
  MailButton,
  MailFrame,
  MailHeading,
  MailLink,
  MailOffer,
  renderMail,
} from '../../campaigns/mail/mail-frame.js';
import type { MailText } from '../../campaigns/mail/mail-text.js';

export interface ConfirmationMail {
  locale: Locale;
  organisation: string;
  postalAddress: string;
  confirmUrl: string;
  lists: { name: string; purpose: string; frequency: string; welcomes?: boolean; leaveUrl: string }[];
}

/**
 * Asks for the second step. Neutral and the same for everybody: who, which list, what it is, the link, and what to do
 * if it was not you. Nothing that staff or the requester typed, but the list's published name and purpose.
 */
export function confirmationMail(mail: ConfirmationMail): MailText {
  const { locale, organisation, lists, confirmUrl } = mail;
  const t = translator(locale);
  const many = lists.length > 1;
  const names = lists.map((list) => list.name).join(', ');
  const subject = t('mail.confirmation.subject', { lists: names });
  const asked = many
    ? t('mail.confirmation.asked-many', { organisation })
    : t('mail.confirmation.asked-one', { list: names, organisation });
  const termsOf = ({ purpose, frequency, welcomes }: ConfirmationMail['lists'][number]) =>
    [purpose, frequency, ...(welcomes ? [t('mail.confirmation.welcome')] : [])].join(' ');
  const leave = t(many ? 'mail.confirmation.leave-many' : 'mail.confirmation.leave-one');
  const sender = t('mail.footer.sender-short', { organisation, address: mail.postalAddress });

  const text = [
    t('mail.confirmation.hello'),
    asked,
    ...lists.map((list) => `${list.name}\n${termsOf(list)}`),
    `${t('mail.confirmation.do')}\n${confirmUrl}`,
    t('mail.confirmation.after'),
    t('mail.confirmation.not-you'),
    `${leave}\n${lists.map((list) => (many ? `${list.name}: ${list.leaveUrl}` : list.leaveUrl)).join('\n')}`,
    sender,
  ].join('\n\n');

  const foot = (
    <>
      <p>{t('mail.confirmation.not-you')}</p>
      <p>
        {leave}
        {lists.map((list) => (
          <Fragment key={list.name}>
            <br />
            <MailLink href={list.leaveUrl}>
              {t('mail.footer.leave')}
              {many ? `: ${list.name}` : ''}
            </MailLink>
          </Fragment>
        ))}
      </p>
      <p>{sender}</p>
    </>
  );
  const html = renderMail(
    <MailFrame locale={locale} title={subject} organisation={organisation} foot={foot}>
      <MailHeading>{many ? t('mail.confirmation.title-many') : subject}</MailHeading>
      <p>{asked}</p>
      {lists.map((list) => (
        <MailOffer key={list.name}>
          <strong>{list.name}</strong>
          <br />
          {termsOf(list)}
        </MailOffer>
      ))}
      <MailButton href={confirmUrl}>{t('mail.confirmation.button')}</MailButton>
      <p>{t('mail.confirmation.after')}</p>
    </MailFrame>,
  );
  return { subject, text, html };
}
