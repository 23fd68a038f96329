import { translator } from '../../../platform/i18n/messages.js';
import type { WideFrame } from '../../pages/frame.js';

/** Honest, and short enough to be read. */
export function SurveyKeptApart({ frame }: { frame: WideFrame }) {
  const t = translator(frame.locale);
  return (
    <section class="note" aria-labelledby="apart">
      <h2 class="small" id="apart">
        {t('answer-survey.apart.title', { organisation: frame.organisation ?? t('layout.product') })}
      </h2>
      <p>{t('answer-survey.apart.text')}</p>
      <details>
        <summary>{t('answer-survey.apart.more')}</summary>
        <ul>
          {(['once', 'together', 'shown', 'words', 'limits'] as const).map((point) => (
            <li key={point}>{t(`answer-survey.apart.${point}`)}</li>
          ))}
        </ul>
      </details>
    </section>
  );
}
