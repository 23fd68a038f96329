import { toUSVString } from 'node:util';

// What ends a line, commands a terminal, or turns the direction of what follows: nothing of it belongs into one line.
const UNSEEN = /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2060\u2066-\u2069\ufeff]/g;
// Of these a text keeps its line ends and tabs.
const CONTROLS = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/g;

/** One line of at most so many characters (UTF-16), without what cannot be seen. */
export function oneLine(text: string, most: number): string {
  const seen = text
    .slice(0, most * 2)
    .replaceAll(UNSEEN, ' ')
    .replaceAll(/ {2,}/g, ' ');
  return toUSVString(seen.trim().slice(0, most));
}

/** A text of at most so many characters, with `\n` at the end of a line; whether something was left out. */
export function manyLines(text: string, most: number): { text: string; cut: boolean } {
  const clean = text
    .slice(0, most * 2)
    .replaceAll(/\r\n?/g, '\n')
    .replaceAll(CONTROLS, '');
  return { text: toUSVString(clean.slice(0, most)), cut: clean.length > most || text.length > most * 2 };
}
