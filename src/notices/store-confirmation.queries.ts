import type { EntityManager } from 'typeorm';

/** Puts a confirmation into the notice lane: it asks about these subscriptions, all of one person in one register. */
export async function storeConfirmation(
  tx: EntityManager,
  notice: { id: string; registerId: string; locale: string; tokenHash: Buffer; subscriptionIds: string[] },
): Promise<void> {
  await tx.query(
    `insert into jatakk.notice (id, ring_id, kind, locale, token_hash) values ($1, $2, 'confirmation', $3, $4)`,
    [notice.id, notice.registerId, notice.locale, notice.tokenHash],
  );
  await tx.query(
    `insert into jatakk.notice_subscription (notice_id, register_id, subscription_id)
     select $1, $2, s from unnest($3::uuid[]) as s`,
    [notice.id, notice.registerId, notice.subscriptionIds],
  );
}
