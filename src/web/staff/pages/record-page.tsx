import type { ComponentChildren } from 'preact';
import { formats } from '../../../platform/i18n/formats.js';
import { translator } from '../../../platform/i18n/messages.js';
import type { Facts, ListFacts } from '../../../privacy/facts/facts.js';
import { wordsIn } from '../../../privacy/facts/sentence.js';
import type { StaffFrame } from '../../pages/frame.js';
import { staffPaths } from '../../pages/paths.js';
import { PrintedController } from './printed-controller.js';
import { StaffLayout } from './staff-layout.js';

const DATA = ['address', 'language', 'consent', 'mailings'] as const;
const MEASURES = ['sealed', 'keys', 'registers', 'export', 'factors', 'log', 'backups', 'forget'] as const;

export interface RecordPageProps {
  frame: StaffFrame;
  facts: Facts;
  now: Date;
}

/** The record of processing activities (GDPR art. 30 no. 1), to be printed: from the same facts as the privacy page. */
export function RecordPage({ frame, facts, now }: RecordPageProps) {
  const t = translator(frame.locale);
  const { date } = formats(frame.locale, frame.timeZone);
  const lists = facts.registers.flatMap((register) =>
    register.lists.map((list) => ({ register: register.name, list })),
  );
  const hosts = facts.mode === 'live' ? facts.relays.map(({ host }) => host) : [];
  return (
    <StaffLayout frame={frame} title={t('record.title')} here={{ place: 'privacy-page' }}>
      <p class="crumbs">
        <a href={staffPaths.privacyPage}>{t('from-us.title')}</a>
      </p>
      <h1>{t('record.title')}</h1>
      <p class="lead">{t('record.lead', { date: date(now) })}</p>
      <PrintedController frame={frame} facts={facts} />
      {lists.map(({ register, list }) => (
        <section key={list.slug} class="entry">
          <h2>{t('record.activity', { list: list.name })}</h2>
          <Activity frame={frame} facts={facts} list={list} register={register} hosts={hosts} />
        </section>
      ))}
      <section class="entry">
        <h2>{t('record.staff')}</h2>
        <dl class="facts">
          <Fact name={t('record.purpose')}>{t('record.staff.purpose')}</Fact>
          <Fact name={t('record.basis')}>{t('record.staff.basis')}</Fact>
          <Fact name={t('record.people')}>{t('record.staff.people')}</Fact>
          <Fact name={t('record.categories')}>{t('record.staff.data')}</Fact>
          <Fact name={t('record.recipients')}>{facts.web.provider || t('record.nobody')}</Fact>
          <Fact name={t('record.retention')}>
            {(['member', 'session', 'audit', 'look'] as const)
              .map((id) => `${t(`retention.${id}.what`)}: ${t(`retention.${id}.kept`, period(facts, id))}.`)
              .join(' ')}
          </Fact>
        </dl>
      </section>
      <section class="entry">
        <h2>{t('record.measures')}</h2>
        <ul>
          {MEASURES.map((measure) => (
            <li key={measure}>{t(`record.measure.${measure}`)}</li>
          ))}
        </ul>
      </section>
    </StaffLayout>
  );
}

function Activity({
  frame,
  facts,
  list,
  register,
  hosts,
}: Pick<RecordPageProps, 'frame' | 'facts'> & {
  list: ListFacts;
  register: string;
  hosts: readonly string[];
}) {
  const t = translator(frame.locale);
  const asks = list.asks.map((words) => wordsIn(words, frame.locale));
  const outside = facts.relays.filter(({ place }) => place !== 'inside').map(({ host }) => host);
  return (
    <dl class="facts">
      <Fact name={t('record.register')}>{register}</Fact>
      <Fact name={t('record.purpose')}>
        {wordsIn(list.purpose, frame.locale)} {wordsIn(list.frequency, frame.locale)} (
        {t('record.version', { version: list.version })})
      </Fact>
      <Fact name={t('record.basis')}>{t('record.basis.consent')}</Fact>
      <Fact name={t('record.people')}>{t('record.people.subscribers')}</Fact>
      <Fact name={t('record.categories')}>
        {[...DATA.map((item) => t(`record.data.${item}`)), ...asks].join(', ')}
      </Fact>
      <Fact name={t('record.recipients')}>{hosts.length > 0 ? hosts.join(', ') : t('record.nobody')}</Fact>
      <Fact name={t('record.transfers')}>
        {hosts.length === 0 || outside.length === 0
          ? t('record.transfers.none')
          : t('record.transfers.ask', { hosts: outside.join(', ') })}
      </Fact>
      <Fact name={t('record.retention')}>
        {(['pending', 'subscribed', 'ended', 'delivery'] as const)
          .map((id) => `${t(`retention.${id}.what`)}: ${t(`retention.${id}.kept`, period(facts, id))}.`)
          .join(' ')}
      </Fact>
    </dl>
  );
}

export function Fact({ name, children }: { name: string; children: ComponentChildren }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function period({ retention }: Facts, id: string): { days: number; years: number } {
  const { days = 0, years = 0 } = retention.find((rule) => rule.id === id) ?? {};
  return { days, years };
}
