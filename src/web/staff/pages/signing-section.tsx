import { formats } from '../../../platform/i18n/formats.js';
import { translator } from '../../../platform/i18n/messages.js';
import type { StaffFrame } from '../../pages/frame.js';
import { DnsRecord, type ShownDnsRecord } from './dns-record.js';

/** One domain that mail is sent from. */
export interface SigningDomain {
  domain: string;
  /** renewing: signed, while new keys wait to take over. broken: signed until DNS lost a record. */
  state: 'works' | 'renewing' | 'broken' | 'waiting' | 'no-keys';
  /** When DNS was last asked; null when it never was. */
  checkedAt: Date | null;
  /** Those that DNS does not have as they should be. */
  missing: readonly ShownDnsRecord[];
}

export interface SigningSectionProps {
  frame: StaffFrame;
  domains: readonly SigningDomain[];
}

/** Whether mail from each of our domains is signed (DKIM), and what to put into DNS where it is not. */
export function SigningSection({ frame, domains }: SigningSectionProps) {
  const t = translator(frame.locale);
  return (
    <section>
      <h2>{t('signing.title')}</h2>
      <p>{t('signing.text')}</p>
      {frame.trial && <p>{t('signing.trial')}</p>}
      {domains.map((domain) => (
        <Domain key={domain.domain} frame={frame} shown={domain} />
      ))}
    </section>
  );
}

function Domain({ frame, shown }: { frame: StaffFrame; shown: SigningDomain }) {
  const t = translator(frame.locale);
  const { dateTime } = formats(frame.locale, frame.timeZone);
  const { domain, state, checkedAt, missing } = shown;
  const signed = state === 'works' || state === 'renewing';
  return (
    <>
      <h3>{domain}</h3>
      <ul class="checks">
        <li class={signed ? 'ok' : 'missing'}>{t(`signing.state.${state}`)}</li>
      </ul>
      {state === 'no-keys' && (
        <p>
          {t('sending.changes.command')} <code>jatakk dkim add {domain}</code>
        </p>
      )}
      {checkedAt && <p class="hint">{t('signing.checked', { at: dateTime(checkedAt) })}</p>}
      {missing.length > 0 && (
        <>
          <p>{t('signing.publish', { count: missing.length })}</p>
          {missing.map((record) => (
            <DnsRecord key={record.name} t={t} record={record} domain={domain} />
          ))}
        </>
      )}
    </>
  );
}
