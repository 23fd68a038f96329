import { type Locale, type MessageKey, translator } from '../../platform/i18n/messages.js';
import { MailButton, MailFrame, MailHeading, renderMail } from '../../campaigns/mail/mail-frame.js';
import type { MailText } from '../../campaigns/mail/mail-text.js';

/** What somebody is told of their account, by the word in the notice. */
const CHANGES = {
  'passkey-added': 'mail.account.passkey-added',
  'passkey-removed': 'mail.account.passkey-removed',
  'totp-added': 'mail.account.totp-added',
  'totp-removed': 'mail.account.totp-removed',
  'recovery-code-used': 'mail.account.recovery-code-used',
  'recovery-codes-made': 'mail.account.recovery-codes-made',
  'codes-guessed': 'mail.account.codes-guessed',
  'password-changed': 'mail.account.password-changed',
  'factors-reset': 'mail.account.factors-reset',
  'provider-linked': 'mail.account.provider-linked',
  'provider-removed': 'mail.account.provider-removed',
} as const satisfies Record<string, MessageKey>;

export type AccountChange = keyof typeof CHANGES;

export function isAccountChange(word: string | null): word is AccountChange {
  return word !== null && Object.hasOwn(CHANGES, word);
}

export interface AccountMail {
  locale: Locale;
  organisation: string;
  postalAddress: string;
  name: string;
  url: string;
}

/** To a member of staff whose way in was changed, by themselves or by somebody else. */
export function accountChangedMail(change: AccountChange, mail: AccountMail): MailText {
  const t = translator(mail.locale);
  const guessed = change === 'codes-guessed';
  return staffMail(mail, {
    subject: t(guessed ? 'mail.account.subject-guessed' : 'mail.account.subject'),
    lead: `${t('mail.account.hello', { name: mail.name })} ${t(CHANGES[change], { organisation: mail.organisation })}`,
    button: t('mail.account.button'),
    after: t('mail.account.after'),
  });
}

/** A link to choose a new password. */
export function passwordResetMail(mail: AccountMail): MailText {
  const t = translator(mail.locale);
  const { name, organisation } = mail;
  return staffMail(mail, {
    subject: t('mail.password-reset.subject'),
    lead: t('mail.password-reset.lead', { name, organisation }),
    button: t('mail.password-reset.button'),
    after: t('mail.password-reset.after'),
  });
}

function staffMail(
  { locale, organisation, postalAddress, url }: AccountMail,
  { subject, lead, button, after }: Record<'subject' | 'lead' | 'button' | 'after', string>,
): MailText {
  const t = translator(locale);
  const sender = t('mail.footer.sender-short', { organisation, address: postalAddress });
  const html = renderMail(
    <MailFrame locale={locale} title={subject} organisation={organisation} foot={<p>{sender}</p>}>
      <MailHeading>{subject}</MailHeading>
      <p>{lead}</p>
      <MailButton href={url}>{button}</MailButton>
      <p>{after}</p>
    </MailFrame>,
  );
  return { subject, html, text: [lead, url, after, sender].join('\n\n') };
}
