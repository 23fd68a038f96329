import type { EntityManager } from 'typeorm';

/** A confirmation asks about these subscriptions, all of one person in one register. */
export interface NewConfirmation {
  id: string;
  locale: string;
  tokenHash: Buffer;
  subscriptionIds: string[];
}

/**
 * Puts confirmations into the notice lane, each due since a moment of its own: what is stored together for two registers
 * would else have one time in common.
 */
export async function storeConfirmations(
  tx: EntityManager,
  registerId: string,
  notices: readonly NewConfirmation[],
): Promise<void> {
  await tx.query(
    `insert into jatakk.notice (ring_id, kind, id, locale, token_hash, not_before)
     select $1, 'confirmation', n.*, clock_timestamp() - random() * interval '1 second' from unnest($2::uuid[], $3::text[], $4::bytea[]) as n`,
    [
      registerId,
      notices.map(({ id }) => id),
      notices.map(({ locale }) => locale),
      notices.map(({ tokenHash }) => tokenHash),
    ],
  );
  const asked = notices.flatMap(({ id, subscriptionIds }) =>
    subscriptionIds.map((subscriptionId) => ({ id, subscriptionId })),
  );
  await tx.query(
    `insert into jatakk.notice_subscription (register_id, notice_id, subscription_id)
     select $1, n.* from unnest($2::uuid[], $3::uuid[]) as n`,
    [registerId, asked.map(({ id }) => id), asked.map(({ subscriptionId }) => subscriptionId)],
  );
}
