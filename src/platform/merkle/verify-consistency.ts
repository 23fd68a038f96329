import { nodeHash } from './tree-hash.js';

export interface ConsistencyClaim {
  before: { size: number; root: Buffer };
  now: { size: number; root: Buffer };
  proof: readonly Buffer[];
}

/** Whether the tree as it is now begins with the tree as it was before, leaf for leaf (RFC 9162 §2.1.4.2). */
export function verifyConsistency({ before, now, proof }: ConsistencyClaim): boolean {
  const sizes = [before.size, now.size];
  if (!sizes.every(Number.isSafeInteger) || before.size < 1 || before.size > now.size) return false;
  if (before.size === now.size) return proof.length === 0 && before.root.equals(now.root);
  if (proof.length === 0 || proof.some(({ length }) => length !== 32)) return false;
  // A smaller tree that is one whole subtree is its own first hash.
  const path = isPowerOfTwo(before.size) ? [before.root, ...proof] : [...proof];
  let [at, last] = [before.size - 1, now.size - 1];
  while (at % 2 === 1) [at, last] = [half(at), half(last)];
  let [was, is] = [path[0]!, path[0]!];
  for (const beside of path.slice(1)) {
    if (last === 0) return false;
    if (at % 2 === 1 || at === last) {
      [was, is] = [nodeHash(beside, was), nodeHash(beside, is)];
      while (at % 2 === 0 && at !== 0) [at, last] = [half(at), half(last)];
    } else {
      is = nodeHash(is, beside);
    }
    [at, last] = [half(at), half(last)];
  }
  return last === 0 && was.equals(before.root) && is.equals(now.root);
}

const half = (count: number): number => Math.floor(count / 2);
const isPowerOfTwo = (count: number): boolean => Number.isInteger(Math.log2(count));
