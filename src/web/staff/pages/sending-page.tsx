import { type Message, translator } from '../../../platform/i18n/messages.js';
import type { StaffFrame } from '../../pages/frame.js';
import { ProposeChange } from './propose-change.js';
import { RelayHistory, type ShownRelayChange } from './relay-history.js';
import { RelaysInUse, type RelaysInUseProps } from './relays-in-use.js';
import { SigningSection, type SigningSectionProps } from './signing-section.js';
import { StaffLayout } from './staff-layout.js';

export interface SendingPageProps {
  frame: StaffFrame;
  notice?: Message;
  relays: RelaysInUseProps['relays'];
  /** A proposal of another relay, which waits for a second person. */
  waiting: { id: string } | null;
  /** Nobody else here could be the second person. */
  alone: boolean;
  /** The newest first. */
  changes: readonly ShownRelayChange[];
  domains: SigningSectionProps['domains'];
  /** The domain that mail comes back to, if there is one. */
  returns?: string | undefined;
}

/** How mail leaves the house: who carries it, what is proposed, who changed that when, and whether it is signed. */
export function SendingPage(props: SendingPageProps) {
  const { frame, notice, relays, waiting, alone, changes, domains, returns } = props;
  const t = translator(frame.locale);
  return (
    <StaffLayout frame={frame} title={t('sending.title')} here={{ place: 'sending' }} notice={notice}>
      <h1>{t('sending.title')}</h1>
      <p class="lead">{t('sending.lead')}</p>
      <section>
        <h2>{t('sending.relays.title')}</h2>
        <RelaysInUse frame={frame} relays={relays} />
      </section>
      {!frame.trial && (
        <section>
          <h2>{t('sending.changes.title')}</h2>
          <ProposeChange frame={frame} waiting={waiting} alone={alone} second={relays.some(isSecond)} />
          <RelayHistory frame={frame} changes={changes} />
        </section>
      )}
      <SigningSection frame={frame} domains={domains} />
      <section>
        <h2>{t('sending.returns.title')}</h2>
        <p>
          {returns === undefined ? t('sending.returns.none') : t('sending.returns.set', { domain: returns })}
        </p>
      </section>
    </StaffLayout>
  );
}

function isSecond({ position }: { position: 1 | 2 }): boolean {
  return position === 2;
}
