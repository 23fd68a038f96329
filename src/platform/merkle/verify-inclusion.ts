import { nodeHash } from './tree-hash.js';

export interface InclusionClaim {
  /** The leaf's hash. */
  leaf: Buffer;
  index: number;
  size: number;
  /** From the leaf up. */
  proof: readonly Buffer[];
  root: Buffer;
}

/** Whether the tree with this root and size has this leaf in this place (RFC 9162 §2.1.3.2). */
export function verifyInclusion({ leaf, index, size, proof, root }: InclusionClaim): boolean {
  if (!Number.isSafeInteger(index) || !Number.isSafeInteger(size) || index < 0 || index >= size) return false;
  let [at, last, hash] = [index, size - 1, leaf];
  for (const beside of proof) {
    if (last === 0 || beside.length !== 32) return false;
    if (at % 2 === 1 || at === last) {
      hash = nodeHash(beside, hash);
      while (at % 2 === 0 && at !== 0) [at, last] = [half(at), half(last)];
    } else {
      hash = nodeHash(hash, beside);
    }
    [at, last] = [half(at), half(last)];
  }
  return last === 0 && hash.equals(root);
}

const half = (count: number): number => Math.floor(count / 2);
