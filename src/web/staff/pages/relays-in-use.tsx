import { formats } from '../../../platform/i18n/formats.js';
import { translator } from '../../../platform/i18n/messages.js';
import { inLanguage } from '../../pages/in-language.js';
import type { StaffFrame } from '../../pages/frame.js';
import { publicPaths, staffPaths } from '../../pages/paths.js';

/** Without user and password: web does not know them. */
export interface ShownRelay {
  /** The first carries the mail, the second takes over when the first does not answer. */
  position: 1 | 2;
  host: string;
  port: number;
  security: 'tls' | 'starttls' | 'plain';
}

export interface RelaysInUseProps {
  frame: StaffFrame;
  /** In the order in which they are tried. `since` is null where nobody wrote it down. */
  relays: readonly (ShownRelay & { since: Date | null })[];
}

/** Who carries the mail now, and what each of them is for. */
export function RelaysInUse({ frame, relays }: RelaysInUseProps) {
  const t = translator(frame.locale);
  const { dateTime } = formats(frame.locale, frame.timeZone);
  if (frame.trial) return <OnTrial frame={frame} />;
  if (relays.length === 0) {
    return (
      <p class="note stop">
        <strong>{t('sending.relays.none.title')}</strong> {t('sending.relays.none.text')}
      </p>
    );
  }
  return (
    <>
      <ol class="registers">
        {relays.map(({ position, host, port, security, since }, index) => (
          <li key={position}>
            <h3>{host}</h3>
            <p>{t(index === 0 ? 'sending.relays.first' : 'sending.relays.second')}</p>
            <dl class="facts">
              <div>
                <dt>{t('sending.relays.connection')}</dt>
                <dd>{t(`sending.security.${security}`, { port: String(port) })}</dd>
              </div>
              <div>
                <dt>{t('sending.relays.since')}</dt>
                <dd>{since === null ? t('sending.relays.since-unknown') : dateTime(since)}</dd>
              </div>
            </dl>
          </li>
        ))}
      </ol>
      {relays.length === 1 && <p>{t('sending.relays.only-one')}</p>}
      <p>
        {t('sending.relays.see')}{' '}
        <a href={inLanguage(publicPaths.privacy, frame.locale)}>{t('sending.relays.privacy')}</a>
      </p>
    </>
  );
}

function OnTrial({ frame }: { frame: StaffFrame }) {
  const t = translator(frame.locale);
  return (
    <>
      <p>{t('sending.trial')}</p>
      <div class="buttons">
        <a class="button quiet" href={inLanguage(publicPaths.mailbox, frame.locale)}>
          {t('trial.mailbox')}
        </a>
        <a class="button quiet" href={staffPaths.goLive}>
          {t('organisation.live.link')}
        </a>
      </div>
    </>
  );
}
