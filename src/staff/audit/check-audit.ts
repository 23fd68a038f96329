import type { DataSource } from 'typeorm';
import { auditLines } from './audit-lines.queries.js';
import { type AuditLine, hashOfLine, NO_LINE } from './line-hash.js';
import type { AuditHead } from './noted-head.js';

export type AuditFault =
  /** The first line that is not there. */
  | { what: 'line-missing'; line: number }
  /** It is not what was written: its hash is not its own. */
  | { what: 'line-changed'; line: number }
  /** It does not go on from the line before it, so that one or this one is another. */
  | { what: 'line-unlinked'; line: number }
  /** All fits together, but not with what the keeper noted: some line up to this one is another. */
  | { what: 'noted-head-differs'; line: number }
  /** Lines that the keeper has seen are gone from the end, this one first. */
  | { what: 'end-missing'; line: number; noted: number };

/** A restore, after which the log went on: the lines behind the backup are lost, and it says so. */
export interface AuditGap {
  line: number;
  /** The last line that had been noted outside, with its hash. */
  lost: AuditHead;
}

export interface AuditFindings {
  lines: number;
  /** What anybody may keep, to hold the log against it later. */
  head: AuditHead | null;
  gaps: AuditGap[];
  /** The first that was found; what follows it proves nothing. */
  fault: AuditFault | null;
}

/** Recomputes the whole log, in one snapshot, up to the first line that is wrong; then holds it against the noted end. */
export async function checkAudit(database: DataSource, noted: AuditHead | undefined): Promise<AuditFindings> {
  return database.transaction('REPEATABLE READ', async (tx) => {
    const found: AuditFindings = { lines: 0, head: null, gaps: [], fault: null };
    let before: Buffer = NO_LINE;
    let atNoted: string | undefined;
    for await (const line of auditLines(tx)) {
      const fault = faultOf(line, found.lines + 1, before);
      if (fault) return { ...found, fault };
      before = line.hash;
      found.lines += 1;
      found.head = { number: found.lines, hash: line.hash.toString('hex') };
      if (found.lines === noted?.number) atNoted = found.head.hash;
      if (line.act === 'log-goes-on') found.gaps.push({ line: found.lines, lost: lostIn(line) });
    }
    found.fault = noted ? endFault(found, noted, atNoted) : null;
    found.fault ??= found.lines === 0 ? { what: 'line-missing', line: 1 } : null;
    return found;
  });
}

function faultOf(line: AuditLine, expected: number, before: Buffer): AuditFault | undefined {
  if (Number(line.number) > expected) return { what: 'line-missing', line: expected };
  if (Number(line.number) < expected || !hashOfLine(line).equals(line.hash))
    return { what: 'line-changed', line: Number(line.number) };
  return line.previous.equals(before) ? undefined : { what: 'line-unlinked', line: expected };
}

/** A noted end that a restore has taken away is one that the log itself names. */
function endFault(
  { lines, gaps }: AuditFindings,
  noted: AuditHead,
  there: string | undefined,
): AuditFault | null {
  const lost = gaps.some((gap) => gap.lost.number === noted.number && gap.lost.hash === noted.hash);
  if (there === noted.hash || lost) return null;
  if (there === undefined) return { what: 'end-missing', line: lines + 1, noted: noted.number };
  return { what: 'noted-head-differs', line: noted.number };
}

function lostIn({ detail }: AuditLine): AuditHead {
  const { last, head } = JSON.parse(detail) as { last?: number; head?: string };
  return { number: last ?? 0, hash: head ?? '' };
}
