import { withoutPrivateUse } from '../private-use.js';

/** A document's text as it may stand in a message: no control characters, which no keyboard makes, and no line ends. */
export function typedText(text: string): string {
  return withoutPrivateUse(text).replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, ' ');
}

// Hebrew, Arabic and their neighbours (Unicode 16, Bidi_Class R and AL), against letters of every other script.
const RTL = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;
const FIRST_LETTER = /\p{L}/u;

/** Which way a text runs, by its first letter (UAX 9, P2); undefined for left to right, which is how the mail runs. */
export function directionOf(text: string): 'rtl' | undefined {
  const first = FIRST_LETTER.exec(text)?.[0];
  return first !== undefined && RTL.test(first) ? 'rtl' : undefined;
}
