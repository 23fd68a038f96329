import { formats } from '../../../platform/i18n/formats.js';
import { translator } from '../../../platform/i18n/messages.js';
import type { Facts } from '../../../privacy/facts/facts.js';
import type { RelayInUse } from '../../../registers/relays.queries.js';
import { staffPaths } from '../../pages/paths.js';
import { type Printed, PrintLanguages } from './print-languages.js';
import { PrintedController } from './printed-controller.js';
import { StaffLayout } from './staff-layout.js';

export interface ProcessorsPageProps extends Printed {
  facts: Facts;
  relays: readonly RelayInUse[];
  now: Date;
}

/** Whoever handles data for the organisation (GDPR art. 28), as far as the system knows, with lines for what it cannot. */
export function ProcessorsPage({ frame, locale, facts, relays, now }: ProcessorsPageProps) {
  const t = translator(locale);
  const { date } = formats(locale, frame.timeZone);
  const placeOf = (host: string) => facts.relays.find((relay) => relay.host === host)?.place ?? 'unsaid';
  const rows = [
    ...relays.map(({ host, since }) => ({
      who: host,
      what: t('processors.relay'),
      data: t('processors.relay.data'),
      where: t(`from-us.place.${placeOf(host)}`),
      since: since ? date(since) : t('processors.since-before'),
    })),
    ...(facts.web.provider === ''
      ? []
      : [
          {
            who: facts.web.provider,
            what: t('processors.provider'),
            data: t('processors.provider.data'),
            where: '',
            since: '',
          },
        ]),
    { who: '', what: t('processors.host'), data: t('processors.host.data'), where: '', since: '' },
    { who: '', what: t('processors.backups'), data: t('processors.backups.data'), where: '', since: '' },
  ];
  return (
    <StaffLayout frame={frame} title={t('processors.title')} here={{ place: 'privacy-page' }}>
      <p class="crumbs">
        <a href={staffPaths.privacyPage}>{translator(frame.locale)('from-us.title')}</a>
      </p>
      <PrintLanguages frame={frame} locale={locale} path={staffPaths.processors} />
      <div lang={locale}>
        <h1>{t('processors.title')}</h1>
        <p class="lead">{t('processors.lead', { date: date(now) })}</p>
        <PrintedController locale={locale} facts={facts} />
        {rows.map(({ who, what, data, where, since }, at) => (
          <section key={at} class="entry">
            <h2>{what}</h2>
            <dl class="facts">
              {(
                [
                  ['who', who],
                  ['data', data],
                  ['where', where],
                  ['since', since],
                  ['agreement', ''],
                ] as const
              ).map(([name, value]) => (
                <div key={name}>
                  <dt>{t(`processors.${name}`)}</dt>
                  <dd>{value || <span class="blank">{t('record.fill-in')}</span>}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
        <p class="limit">{t('processors.resolver')}</p>
      </div>
    </StaffLayout>
  );
}
