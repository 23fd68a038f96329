import { type Html, markup } from '../../platform/rendering/html.js';
import type { BlockContext } from './block-context.js';
import type { Outline } from './outline.js';
import { directionOf } from './typed-text.js';

/** What a block is among. */
export interface Surroundings extends BlockContext {
  outline: Outline;
  /** How wide the column is that it stands in, in pixels. */
  width: number;
  /** Nothing of it stands above. */
  first: boolean;
}

/** A heading of any level, which runs the way of its words. */
export function titleHtml(level: number, style: string, words: string, inside: Html): Html {
  return markup`<h${level}${dirHtml(words)} style="${style}">${inside}</h${level}>`;
}

/** The attribute of an element whose words run from right to left. */
export function dirHtml(words: string): Html {
  return directionOf(words) === undefined ? markup`` : markup` dir="rtl"`;
}
