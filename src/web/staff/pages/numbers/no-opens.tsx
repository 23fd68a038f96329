import { translator } from '../../../../platform/i18n/messages.js';
import type { Frame } from '../../../pages/frame.js';

/** For whoever looks for open rates: why there are none, and what can be relied on. */
export function NoOpens({ frame }: { frame: Pick<Frame, 'locale'> }) {
  const t = translator(frame.locale);
  return (
    <section aria-labelledby="opens">
      <h2 id="opens">{t('numbers.opens')}</h2>
      <p>{t('numbers.opens.why')}</p>
      <p>{t('numbers.opens.true')}</p>
      <p>{t('numbers.opens.instead')}</p>
      <ul>
        {(['bounced', 'left', 'growth', 'done'] as const).map((what) => (
          <li key={what}>{t(`numbers.opens.${what}`)}</li>
        ))}
      </ul>
    </section>
  );
}
