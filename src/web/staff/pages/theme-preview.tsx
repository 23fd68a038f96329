import { faintness, leastContrast, type Side } from '../../../campaigns/theme/shades.js';
import { type Locale, translator } from '../../../platform/i18n/messages.js';
import type { Colour } from '../../../platform/rendering/colour.js';
import { staffPaths } from '../../pages/paths.js';
import { checkTheme, type ThemeValues } from '../theme-form.js';

export interface ThemePreviewProps {
  /** The reader's language. */
  locale: Locale;
  registerId: string;
  values: ThemeValues;
}

const SIDES = ['light', 'dark'] as const;

/** A letter in the look that was chosen, and whether everybody can read it; also what a change is answered with. */
export function ThemePreview({ locale, registerId, values }: ThemePreviewProps) {
  const t = translator(locale);
  const { theme } = checkTheme(values);
  if (!theme) return <p class="note">{t('theme.preview.none')}</p>;
  const { accent, night, font, logo } = theme;
  const query = (side: Side) =>
    new URLSearchParams({ accent, nightly: 'own', night, font, logo: logo ?? '', side }).toString();
  const colours = { light: accent, dark: night };
  return (
    <>
      {SIDES.map((side) => (
        <section key={side} class="worn" aria-labelledby={`worn-${side}`}>
          <h3 id={`worn-${side}`}>{t(`theme.preview.${side}`)}</h3>
          <Verdict locale={locale} colour={colours[side]} side={side} />
          <div class="frames">
            {(['computer', 'phone'] as const).map((screen) => (
              <div key={screen} class={`screen ${screen}`}>
                <iframe
                  title={t('theme.preview.frame', { side, screen })}
                  sandbox="allow-popups allow-popups-to-escape-sandbox"
                  src={`${staffPaths.themeAct(registerId, 'frame')}?${query(side)}`}
                />
              </div>
            ))}
          </div>
        </section>
      ))}
    </>
  );
}

function Verdict({ locale, colour, side }: { locale: Locale; colour: Colour; side: Side }) {
  const t = translator(locale);
  const faint = faintness(colour, side);
  const has = faint?.has ?? Math.floor(leastContrast(colour, side) * 10) / 10;
  return (
    <>
      <p class={faint ? 'verdict wrong' : 'verdict'}>
        <Swatch colour={colour} />
        <span>{t(faint ? 'theme.contrast.faint' : 'theme.contrast.enough', { colour, has })}</span>
      </p>
      {faint && <TakeInstead locale={locale} side={side} colour={faint.nearest} />}
    </>
  );
}

/** One press, and the form is kept with the colour that will do. */
function TakeInstead({ locale, colour, side }: { locale: Locale; colour: Colour; side: Side }) {
  return (
    <button
      type="submit"
      form="theme"
      name="take"
      value={`${side}:${colour}`}
      class="button quiet with-swatch"
    >
      <Swatch colour={colour} />
      {translator(locale)('theme.use', { colour })}
    </button>
  );
}

/** By an attribute of the drawing: the pages' policy lets no element have a style of its own. */
function Swatch({ colour }: { colour: Colour }) {
  return (
    <svg class="swatch" viewBox="0 0 20 20" width="20" height="20" aria-hidden="true">
      <rect width="20" height="20" rx="4" fill={colour} />
    </svg>
  );
}
