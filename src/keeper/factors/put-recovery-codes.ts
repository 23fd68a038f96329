import type { EntityManager } from 'typeorm';
import { ask, type OpenedFactors } from './factors.queries.js';
import { newRecoveryCodes, recoveryCodeHash } from './recovery-codes.js';

/** Ten new codes in the place of any that were left. Undefined where they may not be made now. */
export async function putRecoveryCodes(
  tx: EntityManager,
  sessionHash: Buffer,
  staffId: string,
): Promise<string[] | undefined> {
  const codes = newRecoveryCodes();
  const hashes = codes.map((code) => recoveryCodeHash(staffId, code));
  return (await ask(tx, 'jatakk.put_recovery_codes($1, $2)', [sessionHash, hashes])) ? codes : undefined;
}

/** With somebody's first factor come the codes for losing it; with a further one nothing changes. */
export async function firstRecoveryCodes(
  tx: EntityManager,
  sessionHash: Buffer,
  before: OpenedFactors,
): Promise<{ codes: string[] }> {
  if (before.has_factor) return { codes: [] };
  return { codes: (await putRecoveryCodes(tx, sessionHash, before.staff_id)) ?? [] };
}
