import { randomUUID } from 'node:crypto';
import type { DataSource } from 'typeorm';
import { headLeaf } from '../../consent/ledger/leaf-input.js';
import { LedgerFault } from '../../consent/ledger/ledger-fault.js';
import { logsOf, newestHead } from '../../consent/ledger/ledger.queries.js';
import { signHead, verifyHead } from '../../consent/ledger/log-head.js';
import { openLog } from '../../consent/ledger/log-key.js';
import type { PreviousHead } from '../../consent/ledger/previous-head.js';
import { signerFrom } from '../../platform/merkle/ed25519.js';
import { leafHash } from '../../platform/merkle/tree-hash.js';
import type { KeyRing } from '../../registers/key-ring.js';
import { todayOf } from './seal.queries.js';

/**
 * Begins the log of a register that has none open. Where there was one before, the first leaf is its last known head:
 * the one noted outside the database or, if that is further on, the one in it.
 * @throws LedgerFault when that head is not signed by its log
 */
export async function beginLog(
  database: DataSource,
  ring: KeyRing,
  noted: PreviousHead | undefined,
): Promise<void> {
  const { key, version } = ring.current('ledger');
  const signer = signerFrom(key);
  const before = await lastKnownHead(database, ring, noted);
  if (before && !verifyHead(Buffer.from(before.publicKey, 'base64url'), before))
    throw new LedgerFault('head-not-signed');
  const id = randomUUID();
  const log = [ring.ringId, id, signer.publicKey, version];
  if (!before) {
    await database.query('select jatakk.begin_log($1, $2, $3, $4)', log);
    return;
  }
  const leaf = headLeaf(before);
  const date = await todayOf(database);
  const head = signHead(signer, { logId: id, size: 1, root: leafHash(leaf).toString('hex'), date });
  await database.query('select jatakk.begin_log($1, $2, $3, $4, $5, $6, $7, $8)', [
    ...log,
    JSON.stringify(before),
    leaf,
    date,
    Buffer.from(head.signature, 'base64url'),
  ]);
}

async function lastKnownHead(
  database: DataSource,
  ring: KeyRing,
  noted: PreviousHead | undefined,
): Promise<PreviousHead | undefined> {
  const logs = await logsOf(database, ring.ringId);
  const last = logs.at(-1);
  if (!last) return noted;
  openLog(ring, last);
  const head = await newestHead(database, last.id);
  const stored = head ? { ...head, publicKey: last.publicKey.toString('base64url') } : last.previous;
  if (!noted || !stored) return noted ?? stored ?? undefined;
  if (noted.logId === last.id) return noted.size >= stored.size ? noted : stored;
  // The database may be older than the log that was noted, or have gone on since.
  return logs.some(({ id }) => id === noted.logId) ? stored : noted;
}
