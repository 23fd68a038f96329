import { sha256 } from '../../platform/merkle/tree-hash.js';
import { type LogHead, headText } from './log-head.js';

/** What a leaf stands for: one record of a yes or no, or, as the first of its log, the last head of the log before. */
export const LEAF_TYPES = { record: 0, headBefore: 1 } as const;

/** The commitment to a record: SHA-256("jatakk record v1\0" ‖ salt ‖ canonical JSON). Without the salt it tells nothing. */
export function commitmentTo(salt: Buffer, canonicalJson: string): Buffer {
  if (salt.length !== 32) throw new RangeError('a salt has 32 bytes');
  return sha256(Buffer.from('jatakk record v1\0'), salt, Buffer.from(canonicalJson, 'utf8'));
}

/** 33 bytes: what the ledger holds of a record. */
export function recordLeaf(commitment: Buffer): Buffer {
  if (commitment.length !== 32) throw new RangeError('a commitment has 32 bytes');
  return Buffer.concat([Buffer.of(LEAF_TYPES.record), commitment]);
}

/** 33 bytes: the first leaf of a log that goes on after another. */
export function headLeaf(head: LogHead): Buffer {
  return Buffer.concat([Buffer.of(LEAF_TYPES.headBefore), sha256(Buffer.from(headText(head), 'utf8'))]);
}
