import { hash } from 'node:crypto';

/** SHA-256, 32 bytes. */
export const sha256 = (...parts: Buffer[]): Buffer =>
  hash('sha256', parts.length === 1 ? parts[0]! : Buffer.concat(parts), 'buffer');

/** The root of a tree without leaves (RFC 9162 §2.1.1). */
export const EMPTY_ROOT = sha256(Buffer.alloc(0));

const LEAF = Buffer.of(0);

/** The hash of one leaf's input (RFC 9162 §2.1.1), 32 bytes. */
export const leafHash = (input: Buffer): Buffer => sha256(LEAF, input);

/** What every node's hash is over: made once, since a large tree has a million of them. */
const node = Buffer.alloc(65, 1);

/** The hash of a node above two others, 32 bytes each (RFC 9162 §2.1.1), 32 bytes. */
export function nodeHash(left: Buffer, right: Buffer): Buffer {
  if (left.length !== 32 || right.length !== 32) throw new RangeError('a hash has 32 bytes');
  left.copy(node, 1);
  right.copy(node, 33);
  return hash('sha256', node, 'buffer');
}

/** The root above subtrees that lie beside each other, each at least as large as all that follow. */
export function joined(subtrees: readonly Buffer[]): Buffer {
  if (subtrees.length === 0) return EMPTY_ROOT;
  return subtrees.reduceRight((right, left) => nodeHash(left, right));
}
