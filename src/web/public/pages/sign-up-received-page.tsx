import { translator } from '../../../platform/i18n/messages.js';
import type { PublicFrame } from '../../pages/frame.js';
import { inLanguage } from '../../pages/in-language.js';
import { publicPaths } from '../../pages/paths.js';
import { PublicLayout } from '../../pages/public-layout.js';

export interface SignUpReceivedPageProps {
  frame: PublicFrame;
  /** Exactly as typed. */
  address: string;
  /** Names of the lists asked for. */
  lists: readonly string[];
  /** Back to the form. */
  formHref: string;
}

/** The same answer to everybody, whether or not the address was known. */
export function SignUpReceivedPage({ frame, address, lists, formHref }: SignUpReceivedPageProps) {
  const t = translator(frame.locale);
  return (
    <PublicLayout frame={frame} title={t('received.title')} noindex>
      <div role="status">
        <h1>{t('received.title')}</h1>
        <p class="lead">{t('received.lead')}</p>
      </div>
      <section class="card">
        <dl class="facts">
          <div>
            <dt>{t('received.address')}</dt>
            <dd class="typed">{address}</dd>
            <dd>
              <a href={inLanguage(formHref, frame.locale)}>{t('received.correct')}</a>
            </dd>
          </div>
          <div>
            <dt>{t('received.lists', { count: lists.length })}</dt>
            {lists.map((list) => (
              <dd key={list}>{list}</dd>
            ))}
          </div>
        </dl>
        {frame.trial && (
          <p>
            <a class="button" href={inLanguage(publicPaths.mailbox, frame.locale)}>
              {t('received.mailbox')}
            </a>
          </p>
        )}
      </section>
      <h2>{t('received.nothing.title')}</h2>
      <ul class="plain">
        <li>{t('received.nothing.wait')}</li>
        <li>{t('received.nothing.spam')}</li>
        <li>{t('received.nothing.known')}</li>
        <li>{t('received.nothing.limit')}</li>
      </ul>
      <p class="hint">{t('received.unconfirmed')}</p>
    </PublicLayout>
  );
}
