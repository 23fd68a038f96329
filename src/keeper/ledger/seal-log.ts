import type { DataSource, EntityManager } from 'typeorm';
import { LedgerFault } from '../../consent/ledger/ledger-fault.js';
import { currentLog, newestHead, storedHashes } from '../../consent/ledger/ledger.queries.js';
import { signHead, verifyHead } from '../../consent/ledger/log-head.js';
import { openLog } from '../../consent/ledger/log-key.js';
import type { GrowingTree } from '../../platform/merkle/growing-tree.js';
import { KEPT_LEVELS, StoredTree } from '../../platform/merkle/stored-tree.js';
import { leafHash } from '../../platform/merkle/tree-hash.js';
import type { KeyRing } from '../../registers/key-ring.js';
import { appendSealed, someWaiting, takeLedger, todayOf } from './seal.queries.js';

/** Leaves under one head at most; a day with more has several. */
const AT_ONCE = 50_000;

/**
 * The round of the day: all that waits is appended to the register's log under a signed head, in one transaction.
 * Returns whether there is more to seal today.
 * @throws LedgerFault when what is there already is not what was signed: nothing is added to it
 */
export async function sealLog(database: DataSource, ring: KeyRing, atOnce = AT_ONCE): Promise<boolean> {
  return database.transaction(async (tx) => {
    await takeLedger(tx, ring.ringId);
    const log = await currentLog(tx, ring.ringId);
    if (!log) return false;
    const { signer } = openLog(ring, log);
    const { tree, size } = await signedTree(tx, log.id, signer.publicKey);
    const leaves = await someWaiting(tx, ring.ringId, atOnce);
    const nodes = leaves.flatMap((leaf) =>
      tree.add(leafHash(leaf)).filter(({ level }) => level % KEPT_LEVELS === 0),
    );
    const day = await todayOf(tx);
    const grown = { logId: log.id, size: tree.size, root: tree.root().toString('hex'), date: day };
    const head = leaves.length > 0 ? signHead(signer, grown) : undefined;
    const lastOfDay = leaves.length < atOnce;
    const sealed = await appendSealed(tx, {
      logId: log.id,
      sizeBefore: size,
      leaves,
      nodes,
      head,
      day,
      lastOfDay,
    });
    return sealed && !lastOfDay;
  });
}

/** The tree under the newest head, put together from what is stored: it must have the root that was signed. */
async function signedTree(
  tx: EntityManager,
  logId: string,
  publicKey: Buffer,
): Promise<{ tree: GrowingTree; size: number }> {
  const head = await newestHead(tx, logId);
  if (head && !verifyHead(publicKey, head)) throw new LedgerFault('head-not-signed');
  const size = head?.size ?? 0;
  const stored = new StoredTree({ read: (level, from, to) => storedHashes(tx, logId, level, from, to) });
  const tree = await stored.growing(size);
  if (head && tree.root().toString('hex') !== head.root) throw new LedgerFault('tree-differs');
  return { tree, size };
}
