import { dangerOf, safeFileName } from '../../../../inbound/inbox/plain-line.js';
import { formats } from '../../../../platform/i18n/formats.js';
import { translator } from '../../../../platform/i18n/messages.js';
import { ActButton } from '../../../pages/form.js';
import { staffPaths } from '../../../pages/paths.js';
import { fileKind } from './file-kind.js';
import type { MessageCardProps } from './message-card.js';

const KB = 1024;

/** What was attached, by name, kind and size. None is shown here; each is fetched by a press of its own. */
export function Attachments({ frame, registerId, conversationId, message }: MessageCardProps) {
  const t = translator(frame.locale);
  const { number } = formats(frame.locale, frame.timeZone);
  const sizeOf = (bytes: number) =>
    bytes < KB * KB
      ? t('conversation.kb', { size: number(Math.max(1, Math.round(bytes / KB))) })
      : t('conversation.mb', { size: number(Math.round((bytes / KB / KB) * 10) / 10) });
  return (
    <section class="attachments" aria-label={t('conversation.attachments')}>
      <h3>{t('conversation.attachments')}</h3>
      <ul>
        {message.attachments.map((file, position) => {
          const danger = dangerOf(file);
          const name = safeFileName(file.name);
          return (
            <li key={position}>
              <p>
                <strong class="anywhere">{name}</strong>{' '}
                <span class="hint">
                  {t(`conversation.kind.${fileKind(file.type)}`)}, {sizeOf(file.bytes)}
                </span>
              </p>
              {danger && <p class="danger">{t(`conversation.danger.${danger}`)}</p>}
              <ActButton
                action={staffPaths.attachment(registerId, conversationId, message.id, position)}
                csrf={frame.csrf}
                label={t('conversation.download', { name })}
                kind={danger === 'runs' ? 'stop' : 'quiet'}
              />
            </li>
          );
        })}
      </ul>
      <p class="hint">{t('conversation.attachments.hint')}</p>
    </section>
  );
}
