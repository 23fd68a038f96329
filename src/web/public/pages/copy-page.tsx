import { formats } from '../../../platform/i18n/formats.js';
import { translator } from '../../../platform/i18n/messages.js';
import type { KeptOfPerson, KeptSubscription } from '../../../subscriptions/preferences/kept-of-person.js';
import type { PublicFrame } from '../../pages/frame.js';
import { inLanguage } from '../../pages/in-language.js';
import { publicPaths } from '../../pages/paths.js';
import { PublicLayout } from '../../pages/public-layout.js';
import { KeptRecords } from './kept-records.js';
import { dayOf, monthOf } from '../../pages/month.js';

export interface CopyPageProps {
  frame: PublicFrame;
  token: string;
  kept: KeptOfPerson;
  at: Date;
}

const NOT_KEPT = ['opens', 'clicks', 'network', 'profile', 'elsewhere'] as const;

/** A copy of everything: to be read and printed, and as JSON for a machine. */
export function CopyPage({ frame, token, kept, at }: CopyPageProps) {
  const t = translator(frame.locale);
  const { dateTime } = formats(frame.locale, frame.timeZone);
  return (
    <PublicLayout frame={frame} title={t('own-copy.title')} noindex>
      <article class="prose">
        <h1>{t('own-copy.title')}</h1>
        <p class="lead">{t('own-copy.lead', { register: kept.register.name, at: dateTime(at) })}</p>
        <dl class="facts">
          <div>
            <dt>{t('manage.address')}</dt>
            <dd class="typed">{kept.address}</dd>
          </div>
          <div>
            <dt>{t('own-copy.mails')}</dt>
            <dd>{t('own-copy.mails-value', { count: kept.notices })}</dd>
          </div>
          {kept.objected && (
            <div>
              <dt>{t('own-copy.objection')}</dt>
              <dd>{t('own-copy.objection-value')}</dd>
            </div>
          )}
        </dl>
        <h2>{t('own-copy.lists')}</h2>
        {kept.subscriptions.length === 0 && <p>{t('manage.none')}</p>}
        {kept.subscriptions.map((one) => (
          <section key={one.id}>
            <h3>{one.list}</h3>
            <dl class="facts">
              <div>
                <dt>{t('own-copy.state')}</dt>
                <dd>{stateOf(one, frame)}</dd>
              </div>
              <div>
                <dt>{t('own-copy.since')}</dt>
                <dd>{monthOf(one.sinceMonth, frame.locale)}</dd>
              </div>
              {one.answers.map(({ asked, answer }) => (
                <div key={asked}>
                  <dt>{asked}</dt>
                  <dd class="typed">{answer}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
        <KeptRecords frame={frame} records={kept.records} />
        <h2>{t('own-copy.not.title')}</h2>
        <ul>
          {NOT_KEPT.map((what) => (
            <li key={what}>{t(`own-copy.not.${what}`)}</li>
          ))}
        </ul>
        <h2>{t('own-copy.json.title')}</h2>
        <p>{t('own-copy.json.text')}</p>
        <pre tabindex={0}>
          {JSON.stringify({ format: 'jatakk copy v1', at: at.toISOString(), ...kept }, null, 2)}
        </pre>
        <p class="alone">
          <a href={inLanguage(publicPaths.retention, frame.locale)}>{t('privacy.kept.all')}</a>
        </p>
        <p class="alone">
          <a href={inLanguage(publicPaths.manage(token), frame.locale)}>{t('manage.back')}</a>
        </p>
      </article>
    </PublicLayout>
  );
}

function stateOf(one: KeptSubscription, frame: PublicFrame): string {
  const t = translator(frame.locale);
  if (one.state === 'ended' && one.endedMonth !== undefined)
    return t('own-copy.state.ended', { month: monthOf(one.endedMonth, frame.locale) });
  if (one.state === 'paused' && one.pausedUntil !== undefined)
    return t('manage.paused-until', { date: dayOf(one.pausedUntil, frame.locale) });
  return t(one.state === 'paused' ? 'manage.paused-bounces' : `own-copy.state.${one.state}`);
}
