import { randomUUID } from 'node:crypto';
import type { ListIds } from '../../support/house.js';
import type { TwoRegisters } from './two-registers.js';

/** A delivery that a keeper holds: its id and the fence that the keeper holds it by. */
export interface Held {
  id: string;
  fence: string;
}

/** A campaign that is being sent, with no deliveries yet and no keeper to take them. */
export async function sendingCampaign(
  { house }: Pick<TwoRegisters, 'house'>,
  list: ListIds,
  subject: string,
): Promise<{ id: string; registerId: string }> {
  const id = await house.writes(list, subject);
  await house.database.owner.query(`update jatakk.campaign set state = 'sending' where id = $1`, [id]);
  return { id, registerId: list.registerId };
}

/** Adds a delivery to anybody and claims it for a minute, as nothing but a keeper's own rows can. */
export async function claimFor(
  { house }: Pick<TwoRegisters, 'house'>,
  campaign: { id: string; registerId: string },
  subscriptionId: string,
): Promise<Held> {
  const id = randomUUID();
  await house.database.owner.query(
    `insert into jatakk.delivery (id, register_id, campaign_id, subscription_id, state, fence, lease_until)
     values ($1, $2, $3, $4, 'claimed', 7, now() + interval '1 minute')`,
    [id, campaign.registerId, campaign.id, subscriptionId],
  );
  return { id, fence: '7' };
}
