import { consentRecord } from '../../../consent/records/consent-record.js';
import { formats } from '../../../platform/i18n/formats.js';
import { translator } from '../../../platform/i18n/messages.js';
import type { KeptRecord } from '../../../subscriptions/preferences/kept-of-person.js';
import type { PublicFrame } from '../../pages/frame.js';
import { RecordFacts } from '../../pages/record-facts.js';
import { monthOf } from '../../pages/month.js';

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
          <OneRecord frame={frame} record={record} />
        </details>
      ))}
    </section>
  );
}

/** All that was entered of it; the words alone while it has not been. */
function OneRecord({ frame, record }: { frame: PublicFrame; record: KeptRecord }) {
  const t = translator(frame.locale);
  const { purpose, detail } = record;
  const entered = detail && consentRecord.safeParse(detail.record);
  if (entered?.success)
    return (
      <RecordFacts
        t={t}
        formats={formats(frame.locale, frame.timeZone)}
        record={entered.data}
        words={purpose}
      />
    );
  return (
    <dl class="facts">
      <div>
        <dt>{t('record.words')}</dt>
        <dd lang={purpose.locale}>
          {purpose.text} {purpose.frequency}
        </dd>
        <dd class="hint">{t('record.version', { version: purpose.version, revision: purpose.revision })}</dd>
      </div>
    </dl>
  );
}
