/** CSS pixels: a mail's one column, and the same for screens with twice as many. Nothing is ever enlarged to them. */
export const IMAGE_WIDTHS = [600, 1200] as const;
export type ImageWidth = (typeof IMAGE_WIDTHS)[number];
