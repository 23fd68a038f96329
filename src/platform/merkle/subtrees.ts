/** The leaves of a subtree: from the first to before the last. */
export interface LeafRange {
  from: number;
  to: number;
}

/** What an inclusion proof of a leaf is made of, from the leaf up (RFC 9162 §2.1.3.1). */
export function inclusionRanges(index: number, size: number): LeafRange[] {
  if (!(index >= 0 && index < size)) throw new RangeError('no such leaf');
  const ranges: LeafRange[] = [];
  let [from, to] = [0, size];
  while (to - from > 1) {
    const middle = from + largestPowerBelow(to - from);
    if (index < middle) {
      ranges.push({ from: middle, to });
      to = middle;
    } else {
      ranges.push({ from, to: middle });
      from = middle;
    }
  }
  return ranges.toReversed();
}

/** What a proof is made of that a tree of `size` has grown out of one of `before` (RFC 9162 §2.1.4.1). */
export function consistencyRanges(before: number, size: number): LeafRange[] {
  if (!(before > 0 && before <= size)) throw new RangeError('no such tree');
  if (before === size) return [];
  const ranges: LeafRange[] = [];
  let [from, to, known] = [0, size, true];
  while (to !== before) {
    const middle = from + largestPowerBelow(to - from);
    if (before <= middle) {
      ranges.push({ from: middle, to });
      to = middle;
    } else {
      ranges.push({ from, to: middle });
      from = middle;
      known = false;
    }
  }
  // Whoever holds the root of the smaller tree knows this one already.
  if (!known) ranges.push({ from, to });
  return ranges.toReversed();
}

/** A range as whole subtrees, from the left: each as large as its place allows. */
export function wholeSubtrees({ from, to }: LeafRange): { level: number; index: number }[] {
  const whole: { level: number; index: number }[] = [];
  for (let at = from; at < to;) {
    let level = 0;
    while (at % 2 ** (level + 1) === 0 && at + 2 ** (level + 1) <= to) level += 1;
    whole.push({ level, index: at / 2 ** level });
    at += 2 ** level;
  }
  return whole;
}

/** The largest power of two that is smaller than `count`, which is at least 2. */
function largestPowerBelow(count: number): number {
  let power = 1;
  while (power * 2 < count) power *= 2;
  return power;
}
