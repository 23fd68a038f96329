import { translator, type MessageKey } from '../../../platform/i18n/messages.js';
import type { KeptRecord } from '../../../subscriptions/preferences/kept-of-person.js';
import type { PublicFrame } from '../../pages/frame.js';
import { monthOf } from './month.js';

const METHODS = [
  'double-opt-in',
  'link',
  'one-click',
  'undo',
  'preferences',
  'reconsent',
  'transferred',
  'objection',
] as const;

/** Every yes and no that somebody has given, as it is kept. */
export function KeptRecords({ frame, records }: { frame: PublicFrame; records: readonly KeptRecord[] }) {
  const t = translator(frame.locale);
  if (records.length === 0) return null;
  return (
    <section class="after" aria-labelledby="records">
      <h2 id="records">{t('manage.records.title')}</h2>
      <p>{t('manage.records.text')}</p>
      {records.map((record) => (
        <details key={record.id}>
          <summary>
            {t(`manage.records.${record.answer}`, {
              list: record.list,
              month: monthOf(record.month, frame.locale),
            })}
          </summary>
          <dl class="facts">
            <div>
              <dt>{t('manage.records.words')}</dt>
              <dd lang={record.purpose.locale}>
                {record.purpose.text} {record.purpose.frequency}
              </dd>
            </div>
            <div>
              <dt>{t('manage.records.version')}</dt>
              <dd>
                {t('manage.records.version-value', {
                  version: record.purpose.version,
                  revision: record.purpose.revision,
                })}
              </dd>
            </div>
            <div>
              <dt>{t('manage.records.method')}</dt>
              <dd>{t(methodKey(record.method))}</dd>
            </div>
          </dl>
        </details>
      ))}
      <p class="hint">{t('manage.records.copy')}</p>
    </section>
  );
}

export function methodKey(method: string): MessageKey {
  const known = METHODS.find((one) => one === method);
  return known ? `manage.method.${known}` : 'manage.method.other';
}
