import { LETTER_STYLE } from './letter-style.js';

const OF_MARKDOWN = {
  a: LETTER_STYLE.a,
  h1: LETTER_STYLE.h1,
  h2: LETTER_STYLE.h2,
  h3: LETTER_STYLE.h3,
  ul: LETTER_STYLE.ul,
  ol: LETTER_STYLE.ol,
  blockquote: 'margin:0 0 16px;padding-left:16px;border-left:3px solid #dcd8ce',
} as const;

const STYLED = /<(a|h1|h2|h3|ul|ol|blockquote)(?=[ >])/g;

/** Puts the styles on the elements of rendered Markdown, in which every `<` that is text is escaped. */
export function styledLetter(html: string): string {
  return html.replace(
    STYLED,
    (_, element: keyof typeof OF_MARKDOWN) => `<${element} style="${OF_MARKDOWN[element]}"`,
  );
}
