import { type Checkpoint, LogCheck, type StoredLeaf } from './check-log.js';
import type { Fault, LedgerFindings } from './ledger-findings.js';
import { verifyHead } from './log-head.js';
import type { PreviousHead } from './previous-head.js';
import type { PublishedLedger, PublishedLog } from './published-ledger.js';

/** A head that somebody holds outside what is checked. */
export interface KnownHead {
  /** The register's short name. */
  register: string;
  head: PreviousHead;
  from: 'noted' | 'known';
}

/** Leaves of a log in their order, some at a time. */
export type ReadLeaves = (logId: string) => AsyncIterable<readonly StoredLeaf[]>;

/**
 * Checks a register's whole ledger: every leaf, link, head and signature, how its logs follow each other, and whether
 * it still says what it said to whoever holds one of `known`.
 */
export async function checkLedger(
  { register, logs }: Pick<PublishedLedger, 'register' | 'logs'>,
  leaves: ReadLeaves,
  knownHeads: readonly KnownHead[] = [],
): Promise<LedgerFindings> {
  const known = knownHeads.filter((one) => one.register === register);
  const findings: LedgerFindings = { register, logs: [], faults: [] };
  for (const [at, log] of logs.entries()) {
    if (at > 0 && !log.previous) findings.faults.push({ what: 'previous-missing' });
    const check = new LogCheck(log, [...followed(logs, log), ...ofLog(log, known, findings.faults)]);
    await takeAll(check, leaves(log.id));
    findings.logs.push(check.findings());
  }
  for (const one of known) if (!logs.some(({ id }) => id === one.head.logId)) unknownLog(logs, one, findings);
  return findings;
}

async function takeAll(check: LogCheck, batches: AsyncIterable<readonly StoredLeaf[]>): Promise<void> {
  for await (const batch of batches) for (const leaf of batch) if (!check.take(leaf)) return;
}

/** What later logs name as the last head of this one. */
function followed(logs: readonly PublishedLog[], { id }: PublishedLog): Checkpoint[] {
  return logs.flatMap(({ previous }) =>
    previous?.logId === id ? [{ size: previous.size, root: previous.root, from: 'next-log' as const }] : [],
  );
}

/** The known heads of this log; one under another key is none of it. */
function ofLog(log: PublishedLog, known: readonly KnownHead[], faults: Fault[]): Checkpoint[] {
  return known.flatMap(({ head, from }) => {
    if (head.logId !== log.id) return [];
    if (head.publicKey !== log.publicKey) {
      faults.push({ what: 'key-differs', head: head.size });
      return [];
    }
    if (!verifyHead(Buffer.from(log.publicKey, 'base64url'), head)) {
      faults.push({ what: 'head-unsigned', head: head.size });
      return [];
    }
    return [{ size: head.size, root: head.root, from }];
  });
}

/** A log that is not here any more must be the one that another began after, at that head or further on. */
function unknownLog(
  logs: readonly PublishedLog[],
  { head, from }: KnownHead,
  findings: LedgerFindings,
): void {
  const named = logs.find(({ previous }) => previous?.logId === head.logId)?.previous;
  if (named && (named.size > head.size || (named.size === head.size && named.root === head.root))) return;
  findings.faults.push({ what: `${from}-head-missing`, head: head.size });
}
