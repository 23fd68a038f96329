import { convert } from 'html-to-text';
import { renderMarkdown, withoutPrivateUse } from '../../campaigns/render-markdown.js';
import { type Locale, translator } from '../../platform/i18n/messages.js';
import { PLACEHOLDER } from '../../platform/rendering/message-template.js';
import { MailFrame, renderMail } from './mail-frame.js';
import type { MailText } from './mail-text.js';

export interface CampaignMail {
  locale: Locale;
  subject: string;
  preheader: string;
  body: string;
  list: string;
  organisation: { name: string; number: string; postalAddress: string; email: string; privacyEmail: string };
  /** A test goes to its author alone, says so, and its leave link leads nowhere. */
  test?: boolean;
}

// Headings are not shouted in the plain part.
const AS_WRITTEN = ['h1', 'h2', 'h3', 'h4', 'h5', 'h6'].map((selector) => ({
  selector,
  format: 'heading',
  options: { uppercase: false },
}));

/** A campaign in both its parts, with one placeholder: the recipient's own link out. */
export function campaignMail(mail: CampaignMail): MailText {
  const { locale, organisation, list } = mail;
  const t = translator(locale);
  const title = withoutPrivateUse(mail.subject);
  const subject = mail.test ? t('mail.test.subject', { subject: title }) : title;
  const preheader = withoutPrivateUse(mail.preheader);
  const content = renderMarkdown(mail.body);
  const why = t('mail.footer.why', { list, organisation: organisation.name });
  const object = t('mail.footer.object', { privacy: organisation.privacyEmail });
  const sender = t('mail.footer.sender', {
    organisation: organisation.name,
    number: organisation.number,
    address: organisation.postalAddress,
    email: organisation.email,
  });
  const note = mail.test ? t('mail.test.note') : undefined;
  const marketing = t('mail.footer.marketing', { organisation: organisation.name });
  const registers = t('mail.footer.registers');

  const text = [
    ...(note ? [note] : []),
    ...(preheader ? [preheader] : []),
    convert(content, { wordwrap: 76, selectors: AS_WRITTEN }),
    '-- ',
    why,
    `${t('mail.footer.leave-text', { list })}\n${PLACEHOLDER.leaveUrl}`,
    object,
    registers,
    `${marketing} ${sender}`,
  ].join('\n\n');

  const html = renderMail(
    <MailFrame locale={locale} title={subject} preheader={preheader}>
      {note ? <p style="padding:12px 14px;background:#fbeedb;color:#8a4b00">{note}</p> : null}
      <div dangerouslySetInnerHTML={{ __html: content }} />
      <div
        class="foot"
        style="margin-top:40px;padding-top:16px;border-top:1px solid #dcd8ce;font-size:15px;color:#55605f"
      >
        <p>
          {why}{' '}
          <a href={PLACEHOLDER.leaveUrl} style="color:#0f5c55">
            {t('mail.footer.leave')}
          </a>
        </p>
        <p>{object}</p>
        <p>{registers}</p>
        <p>
          {marketing} {sender}
        </p>
      </div>
    </MailFrame>,
  );
  return { subject, text, html };
}
