import type { ShownMessage } from '../../../../inbound/inbox/shown-conversation.js';
import { splitQuoted } from '../../../../inbound/inbox/quoted-tail.js';
import { formats } from '../../../../platform/i18n/formats.js';
import { type MessageKey, translator } from '../../../../platform/i18n/messages.js';
import type { StaffFrame } from '../../../pages/frame.js';
import { staffPaths } from '../../../pages/paths.js';
import { Attachments } from './attachments.js';

export interface MessageCardProps {
  frame: StaffFrame;
  registerId: string;
  conversationId: string;
  message: ShownMessage;
  /** The address of whoever writes to us, as the mail itself says; null where nothing could be sent to it. */
  from: string | null;
  /** Shown as its writer has laid it out. */
  asHtml: boolean;
}

/** So many characters are shown at once; the rest is behind a press. */
const AT_ONCE = 8000;

/** One mail, answer or note. A mail's text comes first; how it was laid out is shown on request, in a frame that can do nothing. */
export function MessageCard(props: MessageCardProps) {
  const { frame, registerId, conversationId, message, from, asHtml } = props;
  const { id, kind, author, text, cut, hasHtml, attachments } = message;
  const t = translator(frame.locale);
  const { dateTime } = formats(frame.locale, frame.timeZone);
  const told = toldOf(message);
  const between = [
    ...(kind === 'in' && from !== null && from !== author
      ? [t('conversation.by-address', { address: from })]
      : []),
    ...(message.to === null ? [] : [t('conversation.to', { address: message.to })]),
  ];
  const here = staffPaths.conversation(registerId, conversationId);
  return (
    <article class={`message by-${kind}`} id={`m-${id}`} aria-labelledby={`h-${id}`}>
      <header>
        <h2 id={`h-${id}`} class="anywhere">
          {t(`conversation.by.${kind}`, { author })}
        </h2>
        <p class="hint anywhere">
          {dateTime(new Date(message.at))}
          {between.length > 0 && <> · {between.join(' ')}</>}
        </p>
      </header>
      {asHtml ? (
        <iframe
          class="mail"
          title={t('conversation.as-html.title', { author })}
          sandbox=""
          src={staffPaths.mailHtml(registerId, conversationId, id)}
        />
      ) : (
        <MailText text={text} more={t('conversation.more')} quoted={t('conversation.quoted')} />
      )}
      {text.trim() === '' && !asHtml && <p class="hint">{t('conversation.no-text')}</p>}
      {cut && <p class="hint">{t('conversation.cut')}</p>}
      {hasHtml && (
        <p class="hint">
          {asHtml && <>{t('conversation.as-html.hint')} </>}
          <a href={asHtml ? `${here}#m-${id}` : `${here}?html=${id}#m-${id}`}>
            {t(asHtml ? 'conversation.as-text' : 'conversation.as-html')}
          </a>
        </p>
      )}
      {attachments.length > 0 && <Attachments {...props} />}
      {told && <p class={told.failed ? 'outcome failed' : 'outcome'}>{t(told.says)}</p>}
    </article>
  );
}

function MailText({ text, more, quoted }: { text: string; more: string; quoted: string }) {
  const { said, quoted: below } = splitQuoted(text);
  return (
    <>
      {said !== '' && <div class="mail-text">{said.slice(0, AT_ONCE)}</div>}
      {said.length > AT_ONCE && (
        <details>
          <summary>{more}</summary>
          <div class="mail-text">{said.slice(AT_ONCE)}</div>
        </details>
      )}
      {below !== '' && (
        <details>
          <summary>{quoted}</summary>
          <div class="mail-text">{below}</div>
        </details>
      )}
    </>
  );
}

/** What became of an answer, or that a machine has answered a mail. */
function toldOf({ kind, outcome }: ShownMessage): { says: MessageKey; failed: boolean } | undefined {
  if (outcome === null || kind === 'note') return undefined;
  if (kind === 'in')
    return outcome === 'sent' ? { says: 'conversation.auto-replied', failed: false } : undefined;
  return { says: `conversation.outcome.${outcome}`, failed: outcome === 'failed' || outcome === 'unknown' };
}
