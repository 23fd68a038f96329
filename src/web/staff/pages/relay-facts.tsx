import type { Translate } from '../../../platform/i18n/messages.js';
import type { ShownRelay } from './relays-in-use.js';

export interface RelayFactsProps {
  t: Translate;
  relay: Omit<ShownRelay, 'position'>;
  /** Null: none is given. Absent where it is not known here: of what is in use web sees none. */
  username?: string | null;
}

/** What is told of a mail server. A password is no part of it. */
export function RelayFacts({ t, relay, username }: RelayFactsProps) {
  return (
    <dl class="facts">
      <div>
        <dt>{t('relay.server')}</dt>
        <dd>{relay.host}</dd>
      </div>
      <div>
        <dt>{t('sending.relays.connection')}</dt>
        <dd>{t(`sending.security.${relay.security}`, { port: String(relay.port) })}</dd>
      </div>
      {username !== undefined && (
        <div>
          <dt>{t('relay.user')}</dt>
          <dd>{username ?? t('relay.user-none')}</dd>
        </div>
      )}
    </dl>
  );
}
