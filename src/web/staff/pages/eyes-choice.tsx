import type { Translate } from '../../../platform/i18n/messages.js';
import type { Eyes } from '../../../registers/list.entity.js';

/** Who must say yes before anything is sent: two people, or one. Posted as `eyes`. */
export function EyesChoice({ t, chosen }: { t: Translate; chosen: Eyes }) {
  return (
    <fieldset>
      <legend>{t('eyes.question')}</legend>
      {([2, 1] as const).map((eyes) => (
        <div class="choice" key={eyes}>
          <input
            type="radio"
            id={`eyes-${eyes}`}
            name="eyes"
            value={eyes}
            checked={chosen === eyes}
            aria-describedby={`eyes-${eyes}-hint`}
          />
          <label for={`eyes-${eyes}`}>{t(`eyes.choice.${eyes}`)}</label>
          <p class="hint" id={`eyes-${eyes}-hint`}>
            {t(`eyes.choice.${eyes}-hint`)}
          </p>
        </div>
      ))}
    </fieldset>
  );
}
