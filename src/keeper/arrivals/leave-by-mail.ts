import { randomUUID } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import { hashToken } from '../../platform/sealing/link-token.js';
import type { KeyRing } from '../../registers/key-ring.js';
import { undoToken } from '../notice-names.js';

/**
 * Ends one subscription of this register, as the one-click does, and has the person told, with a way back that is good
 * for a week: they may have meant something else. `already` and undefined change nothing.
 */
export async function leaveByMail(
  tx: EntityManager,
  ring: KeyRing,
  subscriptionId: string,
): Promise<'left' | 'told' | 'already' | undefined> {
  const noticeId = randomUUID();
  const undo = undoToken(ring.current('notice').key, noticeId);
  const rows = (await tx.query('select jatakk.leave_by_mail($1, $2, $3, $4) as outcome', [
    ring.ringId,
    subscriptionId,
    noticeId,
    hashToken(undo),
  ])) as { outcome: 'left' | 'told' | 'already' | null }[];
  return rows[0]?.outcome ?? undefined;
}
