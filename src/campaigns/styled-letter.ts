import type { LetterStyle } from './letter-style.js';

const STYLED = /<(a|h1|h2|h3|ul|ol|blockquote)(?=[ >])/g;

/** Puts the styles on the elements of rendered Markdown, in which every `<` that is text is escaped. */
export function styledLetter(html: string, { a, h1, h2, h3, ul, ol }: LetterStyle): string {
  const styles = { a, h1, h2, h3, ul, ol, blockquote: BLOCKQUOTE };
  return html.replace(STYLED, (_, element: keyof typeof styles) => `<${element} style="${styles[element]}"`);
}

const BLOCKQUOTE = 'margin:0 0 16px;padding-left:16px;border-left:3px solid #dcd8ce';
