import type { DataSource, EntityManager } from 'typeorm';
import { StoredTree } from '../../platform/merkle/stored-tree.js';
import { leafHash } from '../../platform/merkle/tree-hash.js';
import { verifyInclusion } from '../../platform/merkle/verify-inclusion.js';
import { recordLeaf } from './leaf-input.js';
import { newestHead, placeOfLeaf, storedHashes } from './ledger.queries.js';
import { LedgerFault } from './ledger-fault.js';
import { type SignedHead, verifyHead } from './log-head.js';

/** That a record has its place in the ledger, so that anybody can check it without us. */
export interface Inclusion {
  /** Which leaf it is, from 0. */
  index: number;
  /** From the leaf up, lower-case hexadecimal (RFC 9162 §2.1.3). */
  proof: string[];
  head: SignedHead;
  /** Of the log that signed the head: Ed25519, 32 bytes as base64url. */
  publicKey: string;
}

/**
 * The proof of a record in its register's newest head. Undefined while its leaf waits to be sealed, or was never there.
 * @throws LedgerFault when what is stored does not prove itself
 */
export async function readInclusion(
  database: DataSource | EntityManager,
  registerId: string,
  commitment: Buffer,
): Promise<Inclusion | undefined> {
  const leaf = recordLeaf(commitment);
  const place = await placeOfLeaf(database, registerId, leaf);
  if (!place) return undefined;
  const { logId, publicKey, index } = place;
  const head = await newestHead(database, logId);
  if (!head || head.size <= index || !verifyHead(publicKey, head)) throw new LedgerFault('head-not-signed');
  const tree = new StoredTree({
    read: (level, from, to) => storedHashes(database, logId, level, from, to),
  });
  const proof = await tree.inclusionProof(index, head.size);
  const root = Buffer.from(head.root, 'hex');
  if (!verifyInclusion({ leaf: leafHash(leaf), index, size: head.size, proof, root }))
    throw new LedgerFault('tree-differs');
  return {
    index,
    proof: proof.map((hash) => hash.toString('hex')),
    head,
    publicKey: publicKey.toString('base64url'),
  };
}
