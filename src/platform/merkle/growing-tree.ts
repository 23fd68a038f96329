import { joined, nodeHash } from './tree-hash.js';

/** One whole subtree: the hash above the leaves from `index * 2^level`, 2^level of them. */
export interface TreeNode {
  level: number;
  index: number;
  hash: Buffer;
}

/**
 * A Merkle tree that leaves are added to (RFC 9162 §2.1.2): it remembers only the whole subtrees side by side, one
 * hash for each bit of its size.
 */
export class GrowingTree {
  /** Largest first. */
  readonly #whole: TreeNode[];

  /** @param whole the whole subtrees of a tree that grows on, largest first */
  constructor(whole: readonly TreeNode[] = []) {
    this.#whole = [...whole];
  }

  get size(): number {
    return this.#whole.reduce((size, { level }) => size + 2 ** level, 0);
  }

  /** Adds a leaf by its hash. Returns the whole subtrees that it completes, smallest first, the leaf not counted. */
  add(leaf: Buffer, completed: TreeNode[] = []): TreeNode[] {
    const last = this.#whole.at(-1);
    let node: TreeNode = { level: 0, index: last ? (last.index + 1) * 2 ** last.level : 0, hash: leaf };
    for (let left = last; left?.level === node.level; left = this.#whole.at(-1)) {
      this.#whole.pop();
      node = { level: node.level + 1, index: left.index / 2, hash: nodeHash(left.hash, node.hash) };
      completed.push(node);
    }
    this.#whole.push(node);
    return completed;
  }

  root(): Buffer {
    return joined(this.#whole.map(({ hash }) => hash));
  }
}
