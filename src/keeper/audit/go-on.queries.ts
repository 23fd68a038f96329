import type { DataSource } from 'typeorm';
import type { AuditHead } from '../../staff/audit/noted-head.js';

/**
 * Lets the log say that a restore has lost what was noted. False unless the operator has answered that there was one,
 * and the log has not said so already.
 */
export async function goOnWithAudit(database: DataSource, { number, hash }: AuditHead): Promise<boolean> {
  const rows = (await database.query(`select jatakk.go_on_with_audit($1, decode($2, 'hex')) as goes_on`, [
    number,
    hash,
  ])) as { goes_on: boolean }[];
  return rows[0]!.goes_on;
}
