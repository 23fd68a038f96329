import { type Locale, translator } from '../../platform/i18n/messages.js';
import { MailButton, MailFrame, MailHeading, renderMail } from '../../campaigns/mail/mail-frame.js';
import type { MailText } from '../../campaigns/mail/mail-text.js';

export interface InvitationMail {
  locale: Locale;
  organisation: string;
  postalAddress: string;
  name: string;
  url: string;
}

/** Asks a new colleague to choose a password. */
export function invitationMail({ locale, organisation, postalAddress, name, url }: InvitationMail): MailText {
  const t = translator(locale);
  const subject = t('mail.invitation.subject', { organisation });
  const lead = t('mail.invitation.text', { name, organisation });
  const after = t('mail.invitation.after');
  const sender = t('mail.footer.sender-short', { organisation, address: postalAddress });
  const html = renderMail(
    <MailFrame locale={locale} title={subject} organisation={organisation} foot={<p>{sender}</p>}>
      <MailHeading>{subject}</MailHeading>
      <p>{lead}</p>
      <MailButton href={url}>{t('mail.invitation.button')}</MailButton>
      <p>{after}</p>
    </MailFrame>,
  );
  return { subject, html, text: [lead, url, after, sender].join('\n\n') };
}
