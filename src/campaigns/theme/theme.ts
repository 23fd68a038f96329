import { z } from 'zod';
import { COLOUR, type Colour } from '../../platform/rendering/colour.js';

/** Families of type that are there in mail programs already: nothing is ever fetched. */
export const FONTS = ['mixed', 'sans', 'serif', 'wide'] as const;

export type Font = (typeof FONTS)[number];

/** One image of the register's own, with the words and the size that it had when it was chosen. */
export interface Logo {
  image: string;
  alt: string;
  /** Pixels of the larger size. */
  width: number;
  height: number;
}

/** How what a register sends looks: two colours, a family of type, and perhaps a mark at its head. */
export interface Theme {
  /** Of links, buttons and lines, on light paper. */
  accent: Colour;
  /** The same on dark paper. */
  night: Colour;
  font: Font;
  logo: Logo | null;
}

const colour = z
  .string()
  .regex(COLOUR)
  .transform((text) => text as Colour);

/** As the database puts one. */
export const themeShape = z.strictObject({
  accent: colour,
  night: colour,
  font: z.enum(FONTS),
  logo: z
    .strictObject({ image: z.uuid(), alt: z.string(), width: z.int().positive(), height: z.int().positive() })
    .nullable(),
}) satisfies z.ZodType<Theme>;

/** That of whoever has chosen nothing: our own. */
export const HOUSE_COLOURS = { accent: '#0f5c55', night: '#7cc7bb' } as const;
