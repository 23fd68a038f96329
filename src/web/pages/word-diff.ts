/** A piece of text, and whether the other text lacks it. */
export interface Piece {
  text: string;
  changed: boolean;
}

/**
 * Two texts compared word by word: each whole, in pieces. By the longest run of words they share in order; both are
 * short (a purpose has at most 500 characters), so the plain table will do.
 */
export function compareWords(before: string, now: string): { before: Piece[]; now: Piece[] } {
  const old = wordsOf(before);
  const young = wordsOf(now);
  const shared = sharedLengths(old, young);
  const marks = { before: old.map(() => true), now: young.map(() => true) };
  for (let i = 0, j = 0; i < old.length && j < young.length;) {
    if (old[i] === young[j]) {
      marks.before[i++] = false;
      marks.now[j++] = false;
    } else if (shared[i + 1]![j]! >= shared[i]![j + 1]!) i += 1;
    else j += 1;
  }
  return { before: pieces(old, marks.before), now: pieces(young, marks.now) };
}

/** Words with the space behind them, so that the pieces put together are the text. */
export function wordsOf(text: string): string[] {
  return text.match(/\S+\s*|\s+/g) ?? [];
}

/** At [i][j]: how many words the rest of one from i on and the rest of the other from j on share in order. */
export function sharedLengths(old: string[], young: string[]): number[][] {
  const table = Array.from({ length: old.length + 1 }, () => Array<number>(young.length + 1).fill(0));
  for (let i = old.length - 1; i >= 0; i -= 1)
    for (let j = young.length - 1; j >= 0; j -= 1)
      table[i]![j] =
        old[i] === young[j] ? table[i + 1]![j + 1]! + 1 : Math.max(table[i + 1]![j]!, table[i]![j + 1]!);
  return table;
}

function pieces(words: string[], changed: boolean[]): Piece[] {
  const found: Piece[] = [];
  words.forEach((text, at) => {
    const last = found.at(-1);
    if (last && last.changed === changed[at]) last.text += text;
    else found.push({ text, changed: changed[at]! });
  });
  return found;
}
