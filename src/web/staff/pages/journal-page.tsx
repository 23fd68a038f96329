import { formats } from '../../../platform/i18n/formats.js';
import { translator } from '../../../platform/i18n/messages.js';
import type { ConsentJournal } from '../../../subscriptions/consent-journal.js';
import { RecordFacts } from '../../pages/record-facts.js';
import { type OfPerson, PressButton } from './press-button.js';
import { StaffLayout } from './staff-layout.js';

export interface JournalPageProps extends OfPerson {
  journal: ConsentJournal;
  at: Date;
}

/** One person's consents in one register, made to be printed. */
export function JournalPage({ journal, at, ...of }: JournalPageProps) {
  const { frame, register, press } = of;
  const t = translator(frame.locale);
  const shown = formats(frame.locale, frame.timeZone);
  return (
    <StaffLayout frame={frame} title={t('journal.title')} here={{ place: 'look-up' }}>
      <h1 class="anywhere">{t('journal.of', { address: press.address })}</h1>
      <p class="lead">
        {t('journal.made', {
          register: register.name,
          organisation: frame.organisation,
          at: shown.dateTime(at),
          name: frame.member.name,
        })}
      </p>
      {journal.length === 0 && <p class="note">{t('looked-up.no-lists')}</p>}
      {journal.map((one, index) => (
        <section key={`${one.list}-${index}`} class="card">
          <h2>{one.list}</h2>
          <p>{t(`journal.state.${one.state}`)}</p>
          {one.records.map(({ record, words }) => (
            <div key={record.enteredAt} class="entry">
              <RecordFacts t={t} formats={shown} record={record} words={words} />
              <details>
                <summary>{t('journal.whole')}</summary>
                <pre class="anywhere">{JSON.stringify(record, null, 1)}</pre>
              </details>
            </div>
          ))}
          {one.records.length === 0 && <p class="hint">{t('journal.no-records')}</p>}
          {one.waiting > 0 && <p class="hint">{t('journal.waiting', { count: one.waiting })}</p>}
        </section>
      ))}
      <div class="unprinted">
        <p class="hint">{t('journal.print')}</p>
        <PressButton {...of} act="show" label={t('journal.back')} kind="quiet" />
      </div>
    </StaffLayout>
  );
}
