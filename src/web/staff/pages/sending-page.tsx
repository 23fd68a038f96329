import { translator } from '../../../platform/i18n/messages.js';
import type { StaffFrame } from '../../pages/frame.js';
import { RelayHistory, type ShownRelayChange } from './relay-history.js';
import { RelaysInUse, type RelaysInUseProps } from './relays-in-use.js';
import { SigningSection, type SigningSectionProps } from './signing-section.js';
import { StaffLayout } from './staff-layout.js';

export interface SendingPageProps {
  frame: StaffFrame;
  relays: RelaysInUseProps['relays'];
  /** The newest first. */
  changes: readonly ShownRelayChange[];
  domains: SigningSectionProps['domains'];
}

/** How mail leaves the house: who carries it, who changed that when, and whether it is signed. Nothing is changed here. */
export function SendingPage({ frame, relays, changes, domains }: SendingPageProps) {
  const t = translator(frame.locale);
  return (
    <StaffLayout frame={frame} title={t('sending.title')} here={{ place: 'sending' }}>
      <h1>{t('sending.title')}</h1>
      <p class="lead">{t('sending.lead')}</p>
      <section>
        <h2>{t('sending.relays.title')}</h2>
        <RelaysInUse frame={frame} relays={relays} />
      </section>
      {!frame.trial && (
        <section>
          <h2>{t('sending.changes.title')}</h2>
          <p>{t('sending.changes.how')}</p>
          <p>
            {t('sending.changes.command')} <code>jatakk relay</code>
          </p>
          <RelayHistory frame={frame} changes={changes} />
        </section>
      )}
      <SigningSection frame={frame} domains={domains} />
    </StaffLayout>
  );
}
