import type { Translate } from '../../../platform/i18n/messages.js';

const VIEWS = ['desktop', 'phone', 'dark', 'text'] as const;

/** Where the script shows the message as it will arrive. */
export function EditorPreview({ t }: { t: Translate }) {
  return (
    <section class="look" aria-labelledby="preview-title">
      <h2 id="preview-title">{t('write.preview')}</h2>
      <fieldset class="views">
        <legend class="unseen">{t('write.preview.choose')}</legend>
        {VIEWS.map((view) => (
          <label key={view}>
            <input type="radio" name="preview-view" value={view} checked={view === 'desktop'} />
            <span>{t(`write.preview.${view}`)}</span>
          </label>
        ))}
      </fieldset>
      <div
        class="preview-frame"
        data-preview
        data-view="desktop"
        tabindex={0}
        role="group"
        aria-labelledby="preview-title"
      />
      <p class="hint">{t('write.preview.leave')}</p>
    </section>
  );
}
