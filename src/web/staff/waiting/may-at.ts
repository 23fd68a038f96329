import { type Act, type Grant, mayDo } from '../../../staff/policy.js';

/** Whether these grants allow an act where something lies; null: in the house as a whole. */
export function mayAt(
  grants: readonly Grant[],
  act: Act,
  { registerId, listId }: { registerId: string | null; listId?: string | null },
): boolean {
  return mayDo(grants, act, { registerId: registerId ?? undefined, listId: listId ?? undefined });
}
