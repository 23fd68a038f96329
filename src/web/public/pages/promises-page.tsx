import { translator } from '../../../platform/i18n/messages.js';
import type { PublicFrame } from '../../pages/frame.js';
import { inLanguage } from '../../pages/in-language.js';
import { publicPaths } from '../../pages/paths.js';
import { PublicLayout } from '../../pages/public-layout.js';

/** Only what is already true; a promise joins the page together with the test that proves it. */
const PROMISES = ['kept', 'shared', 'registers', 'purpose', 'leaving', 'shown'] as const;
const LIMITS = ['machine', 'relay', 'erasure'] as const;

/** Each promise with what makes it true and where it ends. */
export function PromisesPage({ frame }: { frame: PublicFrame }) {
  const t = translator(frame.locale);
  return (
    <PublicLayout frame={frame} title={t('promises.title')}>
      <article class="prose">
        <h1>{t('promises.title')}</h1>
        <p class="lead">{t('promises.lead')}</p>
        {PROMISES.map((promise) => (
          <section key={promise}>
            <h2>{t(`promises.${promise}.title`)}</h2>
            <p>{t(`promises.${promise}.text`)}</p>
            <p class="limit">
              <strong>{t('promises.limit')}</strong> {t(`promises.${promise}.limit`)}
            </p>
          </section>
        ))}
        <h2>{t('promises.cannot.title')}</h2>
        <ul>
          {LIMITS.map((limit) => (
            <li key={limit}>{t(`promises.cannot.${limit}`)}</li>
          ))}
        </ul>
        <p class="alone">
          <a href={inLanguage(publicPaths.ledger, frame.locale)}>{t('promises.ledger-link')}</a>
        </p>
        <p class="alone">
          <a href={inLanguage(publicPaths.privacy, frame.locale)}>{t('promises.privacy-link')}</a>
        </p>
      </article>
    </PublicLayout>
  );
}
