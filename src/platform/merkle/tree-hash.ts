import { hash } from 'node:crypto';

const LEAF = Buffer.of(0);
const NODE = Buffer.of(1);

/** SHA-256, 32 bytes. */
export const sha256 = (...parts: Buffer[]): Buffer =>
  hash('sha256', parts.length === 1 ? parts[0]! : Buffer.concat(parts), 'buffer');

/** The root of a tree without leaves (RFC 9162 §2.1.1). */
export const EMPTY_ROOT = sha256(Buffer.alloc(0));

/** The hash of one leaf's input (RFC 9162 §2.1.1), 32 bytes. */
export const leafHash = (input: Buffer): Buffer => sha256(LEAF, input);

/** The hash of a node above two others (RFC 9162 §2.1.1), 32 bytes. */
export const nodeHash = (left: Buffer, right: Buffer): Buffer => sha256(NODE, left, right);

/** The root above subtrees that lie beside each other, each at least as large as all that follow. */
export function joined(subtrees: readonly Buffer[]): Buffer {
  if (subtrees.length === 0) return EMPTY_ROOT;
  return subtrees.reduceRight((right, left) => nodeHash(left, right));
}
