import { withoutPrivateUse } from '../../campaigns/private-use.js';
import { type Locale, translator } from '../../platform/i18n/messages.js';
import { PLACEHOLDER } from '../../platform/rendering/message-template.js';
import {
  MailButton,
  MailFrame,
  MailHeading,
  MailLink,
  MailNote,
  MailOffer,
  renderMail,
} from '../../campaigns/mail/mail-frame.js';
import type { MailText } from '../../campaigns/mail/mail-text.js';
import { testNote } from '../../campaigns/mail/test-note.js';

export interface ReconsentMail {
  locale: Locale;
  list: string;
  /** What this person said yes to. */
  before: { text: string; frequency: string };
  /** What they are asked about. */
  now: { text: string; frequency: string };
  organisation: { name: string; number: string; postalAddress: string; email: string };
  /** A test goes to whoever asked for it, or to colleagues, says so, and its links lead nowhere. */
  test?: boolean;
  /** Which colleague has sent the test; absent where it is the reader. */
  testBy?: string | undefined;
}

/** Asks once about new words. Neutral and the same for everybody with the same words: nothing that staff wrote but those. */
export function reconsentMail(mail: ReconsentMail): MailText {
  const { locale } = mail;
  const t = translator(locale);
  const list = withoutPrivateUse(mail.list);
  const organisation = withoutPrivateUse(mail.organisation.name);
  const title = t('mail.reconsent.subject', { list });
  const subject = mail.test ? t('mail.test.subject', { subject: title }) : title;
  const lead = t('mail.reconsent.lead', { list, organisation });
  const before = wordsOf(mail.before);
  const now = wordsOf(mail.now);
  const silence = t('mail.reconsent.silence');
  const sender = t('mail.footer.sender', {
    organisation,
    number: withoutPrivateUse(mail.organisation.number),
    address: withoutPrivateUse(mail.organisation.postalAddress),
    email: withoutPrivateUse(mail.organisation.email),
  });

  const text = [
    ...(mail.test ? [testNote(t, mail.testBy)] : []),
    lead,
    `${t('mail.reconsent.before')}\n${before}`,
    `${t('mail.reconsent.now')}\n${now}`,
    `${t('mail.reconsent.do')}\n${PLACEHOLDER.answerUrl}`,
    silence,
    '-- ',
    `${t('mail.footer.leave-text', { list })}\n${PLACEHOLDER.leaveUrl}`,
    sender,
  ].join('\n\n');

  const foot = (
    <>
      <p>
        <MailLink href={PLACEHOLDER.leaveUrl}>{t('mail.footer.leave')}</MailLink>
      </p>
      <p>{sender}</p>
    </>
  );
  const html = renderMail(
    <MailFrame locale={locale} title={subject} organisation={organisation} foot={foot}>
      {mail.test ? <MailNote>{testNote(t, mail.testBy)}</MailNote> : null}
      <MailHeading>{title}</MailHeading>
      <p>{lead}</p>
      <p>{t('mail.reconsent.before')}</p>
      <MailOffer>{before}</MailOffer>
      <p>{t('mail.reconsent.now')}</p>
      <MailOffer>{now}</MailOffer>
      <MailButton href={PLACEHOLDER.answerUrl}>{t('mail.reconsent.button')}</MailButton>
      <p>{silence}</p>
    </MailFrame>,
  );
  return { subject, text, html };
}

function wordsOf({ text, frequency }: { text: string; frequency: string }): string {
  return withoutPrivateUse(`${text} ${frequency}`);
}
