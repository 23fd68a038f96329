import { formats } from '../../../platform/i18n/formats.js';
import { translator } from '../../../platform/i18n/messages.js';
import type { PublicFrame } from '../../pages/frame.js';
import { inLanguage } from '../../pages/in-language.js';
import { PublicLayout } from '../../pages/public-layout.js';

export interface MailboxPageProps {
  frame: PublicFrame;
  /** Newest first. */
  messages: readonly { id: string; to: string; subject: string; at: Date; href: string }[];
}

/** On trial: what would have been sent. */
export function MailboxPage({ frame, messages }: MailboxPageProps) {
  const t = translator(frame.locale);
  const { dateTime } = formats(frame.locale, frame.timeZone);
  return (
    <PublicLayout frame={frame} title={t('mailbox.title')} noindex>
      <h1>{t('mailbox.title')}</h1>
      <p class="lead">{t(messages.length > 0 ? 'mailbox.lead' : 'mailbox.empty')}</p>
      {messages.length === 0 && <p>{t('mailbox.empty-do')}</p>}
      {messages.length > 0 && (
        <ol class="mails">
          {messages.map(({ id, to, subject, at, href }) => (
            <li key={id}>
              <a href={inLanguage(href, frame.locale)}>{subject || t('mailbox.no-subject')}</a>
              <span class="hint">{t('mailbox.to', { to })}</span>
              <time class="hint" datetime={at.toISOString()}>
                {dateTime(at)}
              </time>
            </li>
          ))}
        </ol>
      )}
    </PublicLayout>
  );
}
