import { addressesBySubscription } from './verdict.mjs';

/** A message that had passed the gate may still begin for so long after the leave was answered. */
const GRACE_MS = 1_000;

/**
 * What went out to people who had left.
 * @param {import('./world.mjs').World} world its PostgreSQL keeps the times of commits
 * @param {string} campaign
 * @param {Map<string, number>} answers when each leave was answered, by subscription
 */
export async function afterTheirLeave(world, campaign, answers) {
  const { rows } = await world.owner.query(
    `select d.subscription_id, d.state, d.handed_at > pg_xact_commit_timestamp(s.xmin) as handed_after
       from jatakk.delivery d
       join jatakk.subscription s on s.register_id = d.register_id and s.id = d.subscription_id
      where d.campaign_id = $1 and s.state = 'ended'`,
    [campaign],
  );
  const addressOf = await addressesBySubscription(world);
  const { deliveries } = await world.sink.report();
  const arrived = new Map(
    deliveries.filter(({ endedAt }) => endedAt !== null).map((each) => [each.to, each]),
  );
  let handedAfter = 0;
  let bodiesAfter = 0;
  let mailedThoughSkipped = 0;
  for (const { subscription_id: id, state, handed_after } of rows) {
    if (handed_after) handedAfter += 1;
    const message = arrived.get(addressOf.get(id));
    if (message && state === 'skipped') mailedThoughSkipped += 1;
    if (message && message.firstByteAt > answers.get(id) + GRACE_MS) bodiesAfter += 1;
  }
  return { handedAfter, bodiesAfter, mailedThoughSkipped };
}
