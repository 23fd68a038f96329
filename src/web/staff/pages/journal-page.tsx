import { formats } from '../../../platform/i18n/formats.js';
import { translator } from '../../../platform/i18n/messages.js';
import type { ConsentJournal } from '../../../subscriptions/consent-journal.js';
import type { StaffFrame } from '../../pages/frame.js';
import { staffPaths } from '../../pages/paths.js';
import { RecordFacts } from '../../pages/record-facts.js';
import { StaffLayout } from './staff-layout.js';

export interface JournalPageProps {
  frame: StaffFrame;
  register: string;
  /** As it was typed: what is stored of it is not shown. */
  address: string;
  /** Null when nobody in the register has that address. */
  journal: ConsentJournal | null;
  at: Date;
}

/** One person's consents in one register, made to be printed. */
export function JournalPage({ frame, register, address, journal, at }: JournalPageProps) {
  const t = translator(frame.locale);
  const shown = formats(frame.locale, frame.timeZone);
  return (
    <StaffLayout frame={frame} title={t('journal.title')} here={{ place: 'privacy' }}>
      <p class="crumbs">
        <a href={staffPaths.privacyWork}>{t('privacy-work.title')}</a>
      </p>
      <h1>{t('journal.of', { address })}</h1>
      <p class="lead">
        {t('journal.made', {
          register,
          organisation: frame.organisation,
          at: shown.dateTime(at),
          name: frame.member.name,
        })}
      </p>
      {journal === null && <p class="note">{t('journal.nobody')}</p>}
      {journal?.map((one, index) => (
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
      <p class="hint unprinted">{t('journal.print')}</p>
    </StaffLayout>
  );
}
