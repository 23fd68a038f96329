import type { EntityManager } from 'typeorm';
import { plainArray } from '../platform/database/plain-array.js';

/** What has come back about one delivery. */
export interface TakenBack {
  deliveryId: string;
  /** `delivered` settles a delivery of which nobody knew; it counts as nothing that came back. */
  as: 'hard' | 'soft' | 'ours' | 'complaint' | 'delivered';
  /** An enhanced status code (RFC 3463). */
  code: string;
  /** The key of the sentence that is kept and shown. */
  wording: string;
}

/**
 * Does what follows from mail that came back, where its delivery is of this register, was handed over at most 14 days
 * ago, and nothing has come back of it before. Returns the campaigns that are held now, and why.
 */
export async function takeBack(
  tx: EntityManager,
  registerId: string,
  all: readonly TakenBack[],
): Promise<{ campaignId: string; why: string }[]> {
  return (await tx.query('select held_id as "campaignId", why from jatakk.take_back($1, $2, $3, $4, $5)', [
    registerId,
    plainArray(all.map(({ deliveryId }) => deliveryId)),
    plainArray(all.map(({ as }) => as)),
    plainArray(all.map(({ code }) => code)),
    plainArray(all.map(({ wording }) => wording)),
  ])) as { campaignId: string; why: string }[];
}
