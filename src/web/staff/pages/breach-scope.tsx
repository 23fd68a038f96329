import { formats, noonOf } from '../../../platform/i18n/formats.js';
import { translator } from '../../../platform/i18n/messages.js';
import { wordsIn } from '../../../privacy/facts/sentence.js';
import type { BreachPageProps } from './breach-page.js';
import { Fact } from './record-page.js';

/** What the notice says by itself, and lines for what only the organisation knows (GDPR art. 33 no. 3). */
export function BreachScope({ frame, locale, lists, chosen }: BreachPageProps) {
  const t = translator(locale);
  const { date, number } = formats(locale, frame.timeZone);
  const about = (people: number) =>
    people === 0
      ? t('transparency.fewer', { number: 20 })
      : t('transparency.about', { number: number(people) });
  const hit = lists.filter(({ slug }) => chosen.lists.includes(slug));
  const readable = chosen.taken.includes('keys') || chosen.taken.includes('relay');
  return (
    <>
      <section class="entry">
        <h2>{t('breach.nature')}</h2>
        <ul>
          {chosen.kinds.map((kind) => (
            <li key={kind}>{t(`breach.kind.${kind}`)}</li>
          ))}
        </ul>
        <p>{t(readable ? 'breach.readable' : 'breach.sealed')}</p>
      </section>
      {hit.length === 0 && !chosen.taken.includes('staff') && (
        <p class="note warn unprinted" lang={frame.locale}>
          {translator(frame.locale)('breach.no-lists')}
        </p>
      )}
      {hit.map((list) => (
        <section key={list.slug} class="entry">
          <h2>
            {list.name} ({list.register})
          </h2>
          <dl class="facts">
            <Fact name={t('breach.people')}>
              {t('breach.people.text', { on: about(list.onIt), left: about(list.left) })}
            </Fact>
            <Fact name={t('record.categories')}>
              {(['address', 'language', 'consent', 'mailings'] as const)
                .map((item) => t(`record.data.${item}`))
                .concat(list.asks.map((words) => wordsIn(words, locale)))
                .join(', ')}
            </Fact>
            <Fact name={t('breach.since')}>{date(noonOf(list.since))}</Fact>
            <Fact name={t('record.purpose')}>{wordsIn(list.purpose, locale)}</Fact>
          </dl>
        </section>
      ))}
      {chosen.taken.includes('staff') && (
        <section class="entry">
          <h2>{t('record.staff')}</h2>
          <p>{t('record.staff.data')}</p>
        </section>
      )}
      <section class="entry">
        <h2>{t('breach.measures')}</h2>
        <ul>
          {(['sealed', 'keys', 'registers', 'factors', 'log'] as const).map((measure) => (
            <li key={measure}>{t(`record.measure.${measure}`)}</li>
          ))}
        </ul>
        <p>{t('breach.can-do')}</p>
      </section>
      {(['when', 'consequences', 'done', 'told'] as const).map((blank) => (
        <section key={blank} class="entry">
          <h2>{t(`breach.blank.${blank}`)}</h2>
          <p class="blank tall">{t('record.fill-in')}</p>
        </section>
      ))}
    </>
  );
}
