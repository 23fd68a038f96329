/** A colour as `#rrggbb`, in small letters. */
export type Colour = `#${string}`;

export const COLOUR = /^#[0-9a-f]{6}$/;

/** In whichever letters it was typed, with or without its sign; undefined for anything else. */
export function readColour(typed: string): Colour | undefined {
  const written = typed.trim().toLowerCase();
  const colour = written.startsWith('#') ? written : `#${written}`;
  return COLOUR.test(colour) ? (colour as Colour) : undefined;
}

/** How far apart two are to an eye, from 1 to 21 (WCAG 2.2, "contrast ratio"). */
export function contrast(one: Colour, other: Colour): number {
  const [darker, lighter] = [luminance(one), luminance(other)].toSorted((a, b) => a - b);
  return (lighter! + 0.05) / (darker! + 0.05);
}

/** @param share of the second, from 0 to 1 */
export function mixed(one: Colour, other: Colour, share: number): Colour {
  const to = channels(other);
  const hex = channels(one).map((channel, at) =>
    Math.round(channel + (to[at]! - channel) * share)
      .toString(16)
      .padStart(2, '0'),
  );
  return `#${hex.join('')}`;
}

/** WCAG 2.2, "relative luminance", with the threshold of the sRGB standard; for eight bits both give the same. */
function luminance(colour: Colour): number {
  const [red, green, blue] = channels(colour).map((channel) => {
    const share = channel / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!;
}

function channels(colour: Colour): number[] {
  return [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));
}
