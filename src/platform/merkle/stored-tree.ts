import { GrowingTree, type TreeNode } from './growing-tree.js';
import { type LeafRange, consistencyRanges, inclusionRanges, wholeSubtrees } from './subtrees.js';
import { joined, nodeHash } from './tree-hash.js';

/** Only every eighth level of a stored tree is kept: between them, 256 hashes are read and put together. */
export const KEPT_LEVELS = 8;

/** Hashes of one kept level (0: the leaves), side by side. */
export interface StoredNodes {
  read(level: number, from: number, to: number): Promise<Buffer[]>;
}

/** A tree whose leaves, and the roots above each 256 of them, are stored. It is not believed: proofs are verified. */
export class StoredTree {
  constructor(private readonly nodes: StoredNodes) {}

  inclusionProof(index: number, size: number): Promise<Buffer[]> {
    return this.#hashes(inclusionRanges(index, size));
  }

  consistencyProof(before: number, size: number): Promise<Buffer[]> {
    return this.#hashes(consistencyRanges(before, size));
  }

  /** The tree of `size` leaves, ready to grow on. */
  async growing(size: number): Promise<GrowingTree> {
    const whole: TreeNode[] = [];
    for (const at of wholeSubtrees({ from: 0, to: size }))
      whole.push({ ...at, hash: await this.#whole(at.level, at.index) });
    return new GrowingTree(whole);
  }

  async #hashes(ranges: LeafRange[]): Promise<Buffer[]> {
    const hashes: Buffer[] = [];
    for (const range of ranges) {
      const whole: Buffer[] = [];
      for (const { level, index } of wholeSubtrees(range)) whole.push(await this.#whole(level, index));
      hashes.push(joined(whole));
    }
    return hashes;
  }

  async #whole(level: number, index: number): Promise<Buffer> {
    const kept = level - (level % KEPT_LEVELS);
    const width = 2 ** (level - kept);
    let row = await this.nodes.read(kept, index * width, (index + 1) * width);
    if (row.length !== width) throw new Error('the stored tree is not whole');
    while (row.length > 1)
      row = row.flatMap((left, at) => (at % 2 === 0 ? [nodeHash(left, row[at + 1]!)] : []));
    return row[0]!;
  }
}
