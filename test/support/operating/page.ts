import { readFileSync } from 'node:fs';

export interface Block {
  /** The language of the fence, such as `sh`. */
  language: string;
  /** What the page calls it: the second word of the fence. */
  name: string;
  text: string;
}

/** Every fenced block of docs/operating.md, in the order of the page. */
export function blocksOfThePage(): Block[] {
  const page = readFileSync('docs/operating.md', 'utf8');
  return [...page.matchAll(/^```(\S*) ?(\S*)\n(.*?)^```$/gms)].map(([, language, name, text]) => ({
    language: language!,
    name: name!,
    text: text!,
  }));
}
