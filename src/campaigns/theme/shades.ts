import { type Colour, contrast, mixed } from '../../platform/rendering/colour.js';
import type { Theme } from './theme.js';

/** What stands on paper in one accent. */
export interface Shades {
  accent: Colour;
  /** Words on a button. */
  on: Colour;
  /** A little of the accent in the paper, behind words in the accent. */
  wash: Colour;
}

export type Side = 'light' | 'dark';

interface Sheet {
  /** Every ground of ours, in mails and on pages, that words in an accent may stand on. */
  grounds: readonly Colour[];
  paper: Colour;
  on: Colour;
  share: number;
  /** Where an accent goes that is too near to the paper. */
  away: Colour;
}

/** As the stylesheet of the pages and the frame of the mails have them. */
const SHEETS: Record<Side, Sheet> = {
  light: {
    grounds: ['#fbfaf7', '#ffffff', '#f1efe9'],
    paper: '#fbfaf7',
    on: '#ffffff',
    share: 0.1,
    away: '#000000',
  },
  dark: {
    grounds: ['#14191a', '#1b2223', '#101415'],
    paper: '#14191a',
    on: '#101415',
    share: 0.14,
    away: '#ffffff',
  },
};

export function shadesOf(accent: Colour, side: Side): Shades {
  const { paper, on, share } = SHEETS[side];
  return { accent, on, wash: mixed(paper, accent, share) };
}

/** What words need (WCAG 2.2, 1.4.3). Lines and buttons need 3 (1.4.11), on the same grounds: whoever has this has that. */
export const ENOUGH = 4.5;

/** The least contrast that a reader meets between words and what they stand on. */
export function leastContrast(accent: Colour, side: Side): number {
  const { grounds } = SHEETS[side];
  const { on, wash } = shadesOf(accent, side);
  return Math.min(contrast(on, accent), ...[...grounds, wash].map((ground) => contrast(accent, ground)));
}

export interface TooFaint {
  /** Rounded down: 4.49 is not 4.5. */
  has: number;
  /** The nearest of its hue that has enough. */
  nearest: Colour;
}

/** Why nobody should have to read this colour on that side; undefined where they can. */
export function faintness(accent: Colour, side: Side): TooFaint | undefined {
  const has = leastContrast(accent, side);
  if (has >= ENOUGH) return undefined;
  return { has: Math.floor(has * 10) / 10, nearest: awayFrom(accent, side, ENOUGH) };
}

/** What a light accent becomes on dark paper, where nobody has chosen. */
export function nightOf(accent: Colour): Colour {
  return awayFrom(accent, 'dark', COMFORTABLE);
}

/** Dark pages are read at night. */
const COMFORTABLE = 6.5;

const STEPS = 255;

function awayFrom(accent: Colour, side: Side, enough: number): Colour {
  for (let step = 0; step < STEPS; step += 1) {
    const tried = mixed(accent, SHEETS[side].away, step / STEPS);
    if (leastContrast(tried, side) >= enough) return tried;
  }
  return SHEETS[side].away;
}

/** Whether every combination that a reader would meet can be read. */
export function isReadable({ accent, night }: Pick<Theme, 'accent' | 'night'>): boolean {
  return !faintness(accent, 'light') && !faintness(night, 'dark');
}
