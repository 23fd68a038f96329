import { dayIn, formats, noonOf } from '../../../platform/i18n/formats.js';
import { type Message, translator } from '../../../platform/i18n/messages.js';
import { type SiteMessage, standingOn } from '../../../site-messages/site-message.js';
import type { StaffFrame } from '../../pages/frame.js';
import { staffPaths } from '../../pages/paths.js';
import { StaffLayout } from './staff-layout.js';

export interface SiteMessagesPageProps {
  frame: StaffFrame;
  notice?: Message;
  messages: readonly SiteMessage[];
  /** Absolute. */
  scriptAddress: string;
}

/** All messages, and the one line by which a site shows them. */
export function SiteMessagesPage({ frame, notice, messages, scriptAddress }: SiteMessagesPageProps) {
  const t = translator(frame.locale);
  return (
    <StaffLayout
      frame={frame}
      title={t('site-messages.title')}
      here={{ place: 'site-messages' }}
      notice={notice}
    >
      <h1>{t('site-messages.title')}</h1>
      <p class="lead">{t('site-messages.lead')}</p>
      {messages.length === 0 ? (
        <p class="note">{t('site-messages.none')}</p>
      ) : (
        <ul class="templates">
          {messages.map((message) => (
            <li key={message.id} class="card">
              <Line {...{ frame, message }} />
            </li>
          ))}
        </ul>
      )}
      <p class="buttons">
        <a class="button" href={staffPaths.newSiteMessage}>
          {t('site-messages.new')}
        </a>
      </p>
      <section class="after">
        <h2>{t('site-messages.script')}</h2>
        <p>{t('site-messages.script-text')}</p>
        <pre tabindex={0}>{`<script src="${scriptAddress}" defer></script>`}</pre>
        <p class="hint">{t('site-messages.script-hint')}</p>
      </section>
    </StaffLayout>
  );
}

function Line({ frame, message }: { frame: StaffFrame; message: SiteMessage }) {
  const t = translator(frame.locale);
  const { date } = formats(frame.locale, frame.timeZone);
  const { fromDay, untilDay, words, pages } = message;
  const { text } = words.nb ?? Object.values(words)[0]!;
  const standing = standingOn(dayIn(frame.timeZone), message);
  const day = (of: string | null) => (of === null ? 'none' : date(noonOf(of)));
  return (
    <>
      <h2>
        <a href={staffPaths.siteMessage(message.id)}>{text}</a>
      </h2>
      <p class="hint">
        {t(`site-messages.standing.${standing}`, { from: day(fromDay), until: day(untilDay) })}
        {pages !== '/' && <> {t('site-messages.where', { pages })}</>}
      </p>
    </>
  );
}
