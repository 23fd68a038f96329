import { translator } from '../../../platform/i18n/messages.js';
import type { StaffFrame } from '../../pages/frame.js';

/** What waits for whoever looks, first thing on the overview: a sentence each, and where it is done. */
export function WaitsForMe({ frame }: { frame: StaffFrame }) {
  const t = translator(frame.locale);
  if (frame.waits.length === 0) return <p class="lead">{t('waits.none')}</p>;
  return (
    <section aria-labelledby="waits">
      <h2 id="waits">{t('waits.title')}</h2>
      <ul class="waits">
        {frame.waits.map(({ says, because, href, link, tone }) => (
          <li key={`${says.key} ${href}`} class={tone}>
            <p>
              {t(says.key, says.params)} {because && t(because.key, because.params)}
            </p>
            <a href={href}>{t(link)}</a>
          </li>
        ))}
      </ul>
    </section>
  );
}
