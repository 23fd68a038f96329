import { type Locale, translator } from '../../platform/i18n/messages.js';
import { MailButton, MailFrame, renderMail } from './mail-frame.js';
import type { MailText } from './mail-text.js';

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
    <MailFrame locale={locale} title={subject}>
      <h1 style="font:600 26px/1.25 Georgia,serif;margin:0 0 16px">{subject}</h1>
      <p>{lead}</p>
      <MailButton href={url}>{t('mail.invitation.button')}</MailButton>
      <p>{after}</p>
      <p class="foot" style="font-size:15px;color:#55605f">
        {sender}
      </p>
    </MailFrame>,
  );
  return { subject, html, text: [lead, url, after, sender].join('\n\n') };
}
