import { formats } from '../../../platform/i18n/formats.js';
import { type Message, translator } from '../../../platform/i18n/messages.js';
import type { LookedUp } from '../../../subscriptions/looked-up.js';
import { staffPaths } from '../../pages/paths.js';
import { type OfPerson, PressButton } from './press-button.js';
import { StaffLayout } from './staff-layout.js';
import { standingWords } from './standing-words.js';

export interface LookedUpPageProps extends OfPerson {
  person: LookedUp;
  notice?: Message;
}

/** How one person stands in one register, and what may be done for them when they ask. */
export function LookedUpPage({ person, notice, ...of }: LookedUpPageProps) {
  const { frame, register, press } = of;
  const t = translator(frame.locale);
  const until = formats(frame.locale, frame.timeZone).time(new Date(person.until));
  return (
    <StaffLayout frame={frame} title={t('look-up.title')} here={{ place: 'look-up' }} notice={notice}>
      <p class="crumbs">
        <a href={staffPaths.lookUp}>{t('look-up.title')}</a>
      </p>
      <h1 class="anywhere">{press.address}</h1>
      <p class="lead">{t('looked-up.lead', { register: register.name })}</p>
      {person.objected && <p class="note stop">{t('looked-up.objected')}</p>}
      <h2>{t('looked-up.lists')}</h2>
      {person.subscriptions.length === 0 && <p>{t('looked-up.no-lists')}</p>}
      {person.subscriptions.map((one) => (
        <section key={one.id} class="entry">
          <h3>{one.list}</h3>
          <p>{standingWords(one, frame.locale)}</p>
          {one.state !== 'ended' && (
            <details>
              <summary>{t('looked-up.end.summary')}</summary>
              <p>{t('looked-up.end.text')}</p>
              <PressButton
                {...of}
                act="end"
                label={t('looked-up.end.submit', { list: one.list })}
                kind="stop"
                fields={{ subscription: one.id }}
              />
            </details>
          )}
        </section>
      ))}
      <h2>{t('looked-up.acts')}</h2>
      <p>{t('looked-up.until', { time: until })}</p>
      {!person.objected && (
        <section class="entry">
          <h3>{t('looked-up.link.title')}</h3>
          <p>{t('looked-up.link.text')}</p>
          <PressButton {...of} act="link" label={t('looked-up.link.submit')} kind="quiet" />
        </section>
      )}
      <section class="entry">
        <h3>{t('looked-up.print.title')}</h3>
        <p>{t('looked-up.print.text')}</p>
        <PressButton {...of} act="print" label={t('looked-up.print.submit')} kind="quiet" />
      </section>
      <section class="entry">
        <h3>{t('looked-up.erase.title')}</h3>
        <p>{t('looked-up.erase.text')}</p>
        <PressButton {...of} act="erase" label={t('looked-up.erase.submit')} kind="quiet" />
      </section>
    </StaffLayout>
  );
}
