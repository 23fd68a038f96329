import { LONGEST_ANSWER } from '../subscriptions/field-answer.js';
import { renderText } from './render-text.js';
import { LARGEST_LOOK } from './theme/look.js';
import type { WrittenText } from './written-text.js';

/** Gmail cuts HTML that is larger. */
const LARGEST_BYTES = 102 * 1024;

/** From here on somebody is told, while there is still room. */
const LARGE_BYTES = 90 * 1024;

/** What stands around a campaign's text takes less, with a logo too (a test measures it). */
export const FRAME_BYTES = 7 * 1024;

const IMAGE_ADDRESS = `https://${'x'.repeat(60)}/images/00000000-0000-4000-8000-000000000000/1200`;

export interface TextSize {
  /** Of the HTML part as the recipient with the longest answers gets it, at most. */
  bytes: number;
  level: 'fine' | 'large' | 'too-large';
}

export function textSize(written: WrittenText): TextSize {
  const { html } = renderText(written, {
    locale: 'nb',
    look: LARGEST_LOOK,
    place: () => '&amp;'.repeat(LONGEST_ANSWER),
    imageOf: () => ({ width: 600, height: 400, src: IMAGE_ADDRESS }),
  });
  const bytes = Buffer.byteLength(html) + FRAME_BYTES;
  return { bytes, level: bytes > LARGEST_BYTES ? 'too-large' : bytes > LARGE_BYTES ? 'large' : 'fine' };
}

export function kilobytes(bytes: number): number {
  return Math.ceil(bytes / 1024);
}
