import { sharedLengths, wordsOf } from './word-diff.js';

/** One stretch of a text that has become another. */
export interface Change {
  text: string;
  how: 'same' | 'gone' | 'new';
}

/** Above this many pairs of words the changed middle is told as one: nobody waits minutes for a table. */
const MOST_PAIRS = 4_000_000;

/** What became of a text, in reading order: what both begin and end with is the same, and between that word by word. */
export function changesOf(before: string, now: string): Change[] {
  const old = wordsOf(before);
  const young = wordsOf(now);
  const most = Math.min(old.length, young.length);
  let head = 0;
  while (head < most && old[head] === young[head]) head += 1;
  let tail = 0;
  while (tail < most - head && old.at(-1 - tail) === young.at(-1 - tail)) tail += 1;
  const middle = { old: old.slice(head, old.length - tail), young: young.slice(head, young.length - tail) };
  const end = old.slice(old.length - tail);
  return joined([
    ...old.slice(0, head).map((text): Change => ({ text, how: 'same' })),
    ...between(middle.old, middle.young),
    ...end.map((text): Change => ({ text, how: 'same' })),
  ]);
}

function between(old: string[], young: string[]): Change[] {
  const gone = (text: string): Change => ({ text, how: 'gone' });
  const made = (text: string): Change => ({ text, how: 'new' });
  if (old.length * young.length > MOST_PAIRS) return [...old.map(gone), ...young.map(made)];
  const shared = sharedLengths(old, young);
  const found: Change[] = [];
  let [i, j] = [0, 0];
  while (i < old.length && j < young.length) {
    if (old[i] === young[j]) {
      found.push({ text: old[i++]!, how: 'same' });
      j += 1;
    } else if (shared[i + 1]![j]! >= shared[i]![j + 1]!) found.push(gone(old[i++]!));
    else found.push(made(young[j++]!));
  }
  return [...found, ...old.slice(i).map(gone), ...young.slice(j).map(made)];
}

function joined(changes: Change[]): Change[] {
  const found: Change[] = [];
  for (const { text, how } of changes) {
    const last = found.at(-1);
    if (last?.how === how) last.text += text;
    else found.push({ text, how });
  }
  return found;
}
