import { type Locale, translator } from '../../platform/i18n/messages.js';
import { MailButton, MailFrame, MailHeading, renderMail } from '../../campaigns/mail/mail-frame.js';
import type { MailText } from '../../campaigns/mail/mail-text.js';

export interface LeftMail {
  locale: Locale;
  organisation: string;
  postalAddress: string;
  list: string;
  /** Opens a page with one button, by which the leave is taken back. */
  undoUrl: string;
}

/** To whoever has left by a mail: that they have, and the way back, in case they meant something else. */
export function leftMail({ locale, organisation, postalAddress, list, undoUrl }: LeftMail): MailText {
  const t = translator(locale);
  const subject = t('mail.left.subject', { list });
  const lead = t('mail.left.lead', { list });
  const undo = t('mail.left.undo');
  const last = t('mail.left.last');
  const sender = t('mail.footer.sender-short', { organisation, address: postalAddress });
  const foot = (
    <>
      <p>{last}</p>
      <p>{sender}</p>
    </>
  );
  const html = renderMail(
    <MailFrame locale={locale} title={subject} organisation={organisation} foot={foot}>
      <MailHeading>{subject}</MailHeading>
      <p>{lead}</p>
      <p>{undo}</p>
      <MailButton href={undoUrl}>{t('mail.left.button')}</MailButton>
    </MailFrame>,
  );
  return { subject, html, text: [lead, undo, undoUrl, last, sender].join('\n\n') };
}
