import { type ImageWidth, IMAGE_WIDTHS } from '../../platform/images/image-widths.js';

/** Where an image is fetched from, by whoever reads a mail with it: the same address for everybody. */
export function imagePath(id: string, width: ImageWidth): string {
  return `/images/${id}/${width}`;
}

const PATH = new RegExp(
  `^/images/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})/(${IMAGE_WIDTHS.join('|')})$`,
);

/**
 * Whose address this is, letter for letter: another way of writing it, or something behind it, would be an address that
 * somebody could make for one person.
 */
export function readImagePath(url: string): { id: string; width: ImageWidth } | undefined {
  const found = PATH.exec(url);
  return found ? { id: found[1]!, width: Number(found[2]) as ImageWidth } : undefined;
}
