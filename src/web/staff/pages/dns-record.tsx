import type { Translate } from '../../../platform/i18n/messages.js';

/** A TXT record that somebody is to put into DNS. */
export interface ShownDnsRecord {
  name: string;
  value: string;
  /** What DNS said of it last; null when it was not asked. */
  seen: 'not-published' | 'other-key' | 'dns-away' | null;
}

export interface DnsRecordProps {
  t: Translate;
  record: ShownDnsRecord;
  /** The domain that the record belongs to, which some registrars add by themselves. */
  domain: string;
}

/** The record in parts that can be marked and copied one by one. */
export function DnsRecord({ t, record: { name, value, seen }, domain }: DnsRecordProps) {
  return (
    <div class="card">
      <dl class="facts">
        <div>
          <dt>{t('dns-record.seen')}</dt>
          <dd>{t(`dns-record.seen.${seen ?? 'never'}`)}</dd>
        </div>
        <div>
          <dt>{t('dns-record.type')}</dt>
          <dd>
            <code>TXT</code>
          </dd>
        </div>
        <div>
          <dt>{t('dns-record.name')}</dt>
          <dd>
            <pre>{name}</pre>
          </dd>
          <dd class="hint">{t('dns-record.name-hint', { domain })}</dd>
        </div>
        <div>
          <dt>{t('dns-record.value')}</dt>
          <dd>
            <pre>{value}</pre>
          </dd>
        </div>
      </dl>
    </div>
  );
}
