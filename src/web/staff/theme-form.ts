import { z } from 'zod';
import { nightOf, faintness, type Side, type TooFaint } from '../../campaigns/theme/shades.js';
import type { ChosenTheme } from '../../campaigns/theme/set-theme.service.js';
import { FONTS, HOUSE_COLOURS, type Theme } from '../../campaigns/theme/theme.js';
import type { Message } from '../../platform/i18n/messages.js';
import { type Colour, readColour } from '../../platform/rendering/colour.js';
import type { FormErrors } from '../pages/field.js';
import { faults, typed } from './fields.js';

/** The names the fields are posted under. */
export interface ThemeValues {
  accent: string;
  /** `derived`: a lighter one of the accent. `own`: the one that was chosen. */
  nightly: string;
  night: string;
  font: string;
  /** An image's id, or nothing. */
  logo: string;
}

export const themeForm = z.object({
  accent: typed,
  nightly: typed.default('derived'),
  night: typed,
  font: typed.default('mixed'),
  logo: typed,
  /** `light:#rrggbb` or `dark:#rrggbb`: the colour that was offered, in place of the one that is too faint. */
  take: typed,
});

/** What was sent, with the colour that was taken instead of another. */
export function readTheme({ take, ...values }: z.output<typeof themeForm>): ThemeValues {
  const [side, colour] = take.split(':');
  if (side === 'light' && colour) return { ...values, accent: colour };
  return side === 'dark' && colour ? { ...values, night: colour, nightly: 'own' } : values;
}

/** What the form holds for a register that is dressed like this. */
export function themeValues(theme: Theme | undefined): ThemeValues {
  if (!theme)
    return {
      accent: HOUSE_COLOURS.accent,
      nightly: 'derived',
      night: HOUSE_COLOURS.night,
      font: 'mixed',
      logo: '',
    };
  const { accent, night, font, logo } = theme;
  const nightly = night === nightOf(accent) ? 'derived' : 'own';
  return { accent, nightly, night, font, logo: logo?.image ?? '' };
}

export type ThemeErrors = FormErrors<keyof ThemeValues>;

/** A look that can be shown, be it too faint to be kept. */
export type ReadTheme =
  { theme: ChosenTheme; errors: ThemeErrors } | { theme: undefined; errors: ThemeErrors };

/** What of it will not do, be it only that somebody could not read it. Whether there is such an image is said elsewhere. */
export function checkTheme(values: ThemeValues): ReadTheme {
  const accent = readColour(values.accent);
  const own = values.nightly === 'own' ? readColour(values.night) : undefined;
  const font = FONTS.find((known) => known === values.font);
  const logo = values.logo === '' ? null : (z.uuid().safeParse(values.logo).data ?? undefined);
  const errors = faults<keyof ThemeValues>({
    accent: accent ? faintFault(accent, 'light') : { key: 'theme.error.colour' },
    night: own
      ? faintFault(own, 'dark')
      : values.nightly === 'own'
        ? { key: 'theme.error.colour' }
        : undefined,
    nightly: ['derived', 'own'].includes(values.nightly) ? undefined : UNKNOWN,
    font: font ? undefined : UNKNOWN,
    logo: logo === undefined ? UNKNOWN : undefined,
  });
  const night = own ?? (accent && values.nightly === 'derived' ? nightOf(accent) : undefined);
  if (!accent || !night || !font || logo === undefined) return { theme: undefined, errors };
  return { theme: { accent, night, font, logo }, errors };
}

const UNKNOWN: Message = { key: 'form.unknown-choice' };

function faintFault(colour: Colour, side: Side): Message | undefined {
  const found: TooFaint | undefined = faintness(colour, side);
  return found && { key: `theme.error.faint.${side}`, params: { colour, ...found } };
}
