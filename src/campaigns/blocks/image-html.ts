import { type Html, markup } from '../../platform/rendering/html.js';
import type { PlainBlock } from './block-document.js';
import type { Surroundings } from './title-html.js';
import { typedText } from './typed-text.js';

type ImageAttrs = Extract<PlainBlock, { type: 'image' }>['attrs'];

/** An image as wide as its column at most; where it is not there, or is blocked, its words. */
export function imageHtml({ image, alt, href }: ImageAttrs, { imageOf, width, style }: Surroundings): Html {
  const words = typedText(alt).trim();
  const found = image === null ? undefined : imageOf(image);
  if (!found) {
    return words === '' ? markup`` : markup`<p class="soft" style="${style.picture}">${words}</p>`;
  }
  const shown = Math.min(found.width, width);
  const height = Math.round((found.height * shown) / found.width);
  const picture = markup`<img class="image" src="${found.src}" width="${shown}" height="${height}" alt="${words}" style="max-width:${shown}px;${style.image}" />`;
  // A link that says nothing is worse than none.
  const inside =
    href === '' || words === ''
      ? picture
      : markup`<a href="${typedText(href)}" style="${style.a}">${picture}</a>`;
  return markup`<div style="${style.picture}">${inside}</div>`;
}
