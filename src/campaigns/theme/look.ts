import type { Colour } from '../../platform/rendering/colour.js';
import { imagePath } from '../images/image-path.js';
import { shadesOf, type Side } from './shades.js';
import { type Font, HOUSE_COLOURS, type Logo, type Theme } from './theme.js';

/** What of a mail is its register's own. Everything else is the same for all. */
export interface Look {
  light: MailShades;
  dark: MailShades;
  /** Stacks of families, in single quotation marks: they stand in attributes. */
  type: { text: string; headings: string };
  logo: ShownLogo | null;
}

interface ShownLogo {
  src: string;
  alt: string;
  /** Pixels, as it is shown. */
  width: number;
  height: number;
}

interface MailShades {
  accent: Colour;
  /** Words on a button. */
  on: Colour;
  /** Below the head. */
  rule: Colour;
  /** The day of an event, and its words. */
  tile: Colour;
  onTile: Colour;
}

const SANS = "system-ui,-apple-system,'Segoe UI',Roboto,Arial,sans-serif";
const SERIF = "'Iowan Old Style','Palatino Linotype',Georgia,serif";
const WIDE = "Verdana,'DejaVu Sans',Geneva,sans-serif";

const TYPE: Record<Font, Look['type']> = {
  mixed: { text: SANS, headings: SERIF },
  sans: { text: SANS, headings: SANS },
  serif: { text: SERIF, headings: SERIF },
  wide: { text: WIDE, headings: WIDE },
};

export const HOUSE_LOOK: Look = {
  light: {
    accent: HOUSE_COLOURS.accent,
    on: '#ffffff',
    rule: '#dcd8ce',
    tile: '#e3efec',
    onTile: HOUSE_COLOURS.accent,
  },
  dark: { accent: HOUSE_COLOURS.night, on: '#0b201e', rule: '#2f3938', tile: '#1f3a36', onTile: '#cfe9e3' },
  type: TYPE.mixed,
  logo: null,
};

/** @param publicUrl what stands before the logo's address; empty on a page of ours */
export function lookOf(theme: Theme | null | undefined, publicUrl: string): Look {
  if (!theme) return HOUSE_LOOK;
  const { accent, night, font, logo } = theme;
  return {
    light: mailShades(accent, 'light'),
    dark: mailShades(night, 'dark'),
    type: TYPE[font],
    logo: logo && { src: publicUrl + imagePath(logo.image, 600), alt: logo.alt, ...shownSize(logo) },
  };
}

/** With the longest names of families: no mail of any look is larger than with this one. */
export const LARGEST_LOOK: Look = { ...HOUSE_LOOK, type: { text: SANS, headings: SANS } };

function mailShades(colour: Colour, side: Side): MailShades {
  const { accent, on, wash } = shadesOf(colour, side);
  return { accent, on, rule: accent, tile: wash, onTile: accent };
}

const WIDEST_PX = 240;
const HIGHEST_PX = 72;

function shownSize({ width, height }: Logo): { width: number; height: number } {
  const scale = Math.min(WIDEST_PX / width, HIGHEST_PX / height, 1);
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}
