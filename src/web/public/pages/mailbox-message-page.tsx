import { formats } from '../../../platform/i18n/formats.js';
import { translator } from '../../../platform/i18n/messages.js';
import { ActButton } from '../../pages/form.js';
import type { PublicFrame } from '../../pages/frame.js';
import { inLanguage } from '../../pages/in-language.js';
import { publicPaths } from '../../pages/paths.js';
import { PublicLayout } from '../../pages/public-layout.js';

export interface MailboxMessagePageProps {
  frame: PublicFrame;
  subject: string;
  from: string;
  to: string;
  at: Date;
  /** Headers worth a look, as they came. */
  headers: readonly { name: string; value: string }[];
  /** The plain part, null when the message has none. */
  text: string | null;
  /** Serves the HTML part alone. That response must allow being framed by this origin. */
  htmlUrl: string | null;
  /** The List-Unsubscribe address as a path on this site: what a mail program's own button posts to (RFC 8058). */
  oneClickUrl: string | null;
}

export function MailboxMessagePage(props: MailboxMessagePageProps) {
  const { frame, subject, from, to, at, headers, text, htmlUrl, oneClickUrl } = props;
  const t = translator(frame.locale);
  const title = subject || t('mailbox.no-subject');
  return (
    <PublicLayout frame={frame} title={title} noindex>
      <p class="crumbs">
        <a href={inLanguage(publicPaths.mailbox, frame.locale)}>{t('mailbox.title')}</a>
      </p>
      <h1>{title}</h1>
      <dl class="facts across">
        <div>
          <dt>{t('mailbox.message.from')}</dt>
          <dd>{from}</dd>
        </div>
        <div>
          <dt>{t('mailbox.message.to')}</dt>
          <dd>{to}</dd>
        </div>
        <div>
          <dt>{t('mailbox.message.at')}</dt>
          <dd>{formats(frame.locale, frame.timeZone).dateTime(at)}</dd>
        </div>
      </dl>
      {htmlUrl !== null && (
        <iframe
          class="mail"
          title={t('mailbox.message.html')}
          src={htmlUrl}
          sandbox="allow-popups allow-popups-to-escape-sandbox"
          tabindex={0}
        />
      )}
      {oneClickUrl !== null && (
        <section class="after">
          <p class="hint">{t('mailbox.one-click.text')}</p>
          <ActButton
            action={oneClickUrl}
            label={t('mailbox.one-click.button')}
            kind="quiet"
            fields={{ 'List-Unsubscribe': 'One-Click' }}
          />
        </section>
      )}
      {text !== null && (
        <section>
          <h2>{t('mailbox.message.text')}</h2>
          <pre tabindex={0}>{text}</pre>
        </section>
      )}
      <details>
        <summary>{t('mailbox.message.headers')}</summary>
        <pre tabindex={0}>{headers.map(({ name, value }) => `${name}: ${value}`).join('\n')}</pre>
      </details>
    </PublicLayout>
  );
}
