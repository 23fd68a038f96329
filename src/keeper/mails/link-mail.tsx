import { type Locale, translator } from '../../platform/i18n/messages.js';
import { MailButton, MailFrame, MailHeading, renderMail } from '../../campaigns/mail/mail-frame.js';
import type { MailText } from '../../campaigns/mail/mail-text.js';

export interface LinkMail {
  locale: Locale;
  organisation: string;
  postalAddress: string;
  register: string;
  url: string;
}

/** A link to what is kept of somebody (`manage`), or to say that this mailbox is theirs (`address-change`). */
export function linkMail(kind: 'manage' | 'address-change', mail: LinkMail): MailText {
  const { locale, organisation, register, url } = mail;
  const t = translator(locale);
  const subject = t(`mail.${kind}.subject`, { organisation });
  const lead = t(`mail.${kind}.lead`, { organisation, register });
  const after = t(`mail.${kind}.after`);
  const notYou = t(`mail.${kind}.not-you`);
  const sender = t('mail.footer.sender-short', { organisation, address: mail.postalAddress });
  const foot = (
    <>
      <p>{notYou}</p>
      <p>{sender}</p>
    </>
  );
  const html = renderMail(
    <MailFrame locale={locale} title={subject} organisation={organisation} foot={foot}>
      <MailHeading>{subject}</MailHeading>
      <p>{lead}</p>
      <MailButton href={url}>{t(`mail.${kind}.button`)}</MailButton>
      <p>{after}</p>
    </MailFrame>,
  );
  return { subject, html, text: [lead, url, after, notYou, sender].join('\n\n') };
}
