import type { ComponentChildren } from 'preact';
import { formats } from '../../../platform/i18n/formats.js';
import { type PageLocale, translator } from '../../../platform/i18n/messages.js';
import type { Facts, ListFacts } from '../../../privacy/facts/facts.js';
import { wordsIn } from '../../../privacy/facts/sentence.js';
import { staffPaths } from '../../pages/paths.js';
import { type Printed, PrintLanguages } from './print-languages.js';
import { PrintedController } from './printed-controller.js';
import { StaffLayout } from './staff-layout.js';

const DATA = ['address', 'language', 'consent', 'mailings'] as const;
const MEASURES = ['sealed', 'keys', 'registers', 'export', 'factors', 'log', 'backups', 'forget'] as const;

export interface RecordPageProps extends Printed {
  facts: Facts;
  now: Date;
}

/** The record of processing activities (GDPR art. 30 no. 1), to be printed: from the same facts as the privacy page. */
export function RecordPage({ frame, locale, facts, now }: RecordPageProps) {
  const t = translator(locale);
  const { date } = formats(locale, frame.timeZone);
  const lists = facts.registers.flatMap((register) =>
    register.lists.map((list) => ({ register: register.name, list })),
  );
  const hosts = facts.mode === 'live' ? facts.relays.map(({ host }) => host) : [];
  return (
    <StaffLayout frame={frame} title={t('record.title')} here={{ place: 'privacy-page' }}>
      <p class="crumbs">
        <a href={staffPaths.privacyPage}>{translator(frame.locale)('from-us.title')}</a>
      </p>
      <PrintLanguages frame={frame} locale={locale} path={staffPaths.record} />
      <div lang={locale}>
        <h1>{t('record.title')}</h1>
        <p class="lead">{t('record.lead', { date: date(now) })}</p>
        <PrintedController locale={locale} facts={facts} />
        {lists.map(({ register, list }) => (
          <section key={list.slug} class="entry">
            <h2>{t('record.activity', { list: list.name })}</h2>
            <Activity locale={locale} facts={facts} list={list} register={register} hosts={hosts} />
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
              <Kept {...{ locale, facts }} rules={['member', 'session', 'audit', 'look']} />
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
      </div>
    </StaffLayout>
  );
}

interface ActivityProps {
  locale: PageLocale;
  facts: Facts;
  list: ListFacts;
  register: string;
  hosts: readonly string[];
}

function Activity({ locale, facts, list, register, hosts }: ActivityProps) {
  const t = translator(locale);
  const asks = list.asks.map((words) => wordsIn(words, locale));
  const outside = facts.relays.filter(({ place }) => place !== 'inside').map(({ host }) => host);
  return (
    <dl class="facts">
      <Fact name={t('record.register')}>{register}</Fact>
      <Fact name={t('record.purpose')}>
        {wordsIn(list.purpose, locale)} {wordsIn(list.frequency, locale)} (
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
        <Kept {...{ locale, facts }} rules={['pending', 'subscribed', 'ended', 'delivery']} />
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

type Rule = 'member' | 'session' | 'audit' | 'look' | 'pending' | 'subscribed' | 'ended' | 'delivery';

/** What goes when, a line each. */
function Kept({ locale, facts, rules }: { locale: PageLocale; facts: Facts; rules: readonly Rule[] }) {
  const t = translator(locale);
  return (
    <ul>
      {rules.map((id) => (
        <li key={id}>
          {t(`retention.${id}.what`)}: {t(`retention.${id}.kept`, period(facts, id))}
        </li>
      ))}
    </ul>
  );
}

function period({ retention }: Facts, id: string): { days: number; years: number } {
  const { days = 0, years = 0 } = retention.find((rule) => rule.id === id) ?? {};
  return { days, years };
}
