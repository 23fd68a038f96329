import type { DataSource } from 'typeorm';
import type { ImageOf } from '../blocks/block-context.js';
import type { WrittenText } from '../written-text.js';
import { imagePath } from './image-path.js';
import { imagesNamed } from './images.queries.js';

/** As `jatakk.images_named_in` finds them. */
const NAMED = /"image"\s*:\s*"([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})"/gi;

const SMALL = 600;

/**
 * The images that a text names, for whoever renders it: those of its register alone.
 * @param publicUrl what stands before their addresses; empty on a page of ours
 */
export async function shownImages(
  database: DataSource,
  registerId: string,
  { format, body }: WrittenText,
  publicUrl: string,
): Promise<ImageOf> {
  if (format !== 'blocks') return () => undefined;
  const named = [...new Set([...body.matchAll(NAMED)].map(([, id]) => id!.toLowerCase()))];
  const found = await imagesNamed(database, registerId, named);
  return (id) => {
    const image = found.get(id.toLowerCase());
    if (!image) return undefined;
    const { width, height } = image;
    return { width, height, src: publicUrl + imagePath(image.id, width > SMALL ? 1200 : SMALL) };
  };
}
