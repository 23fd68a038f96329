import { until } from './until.mjs';

/** By how many messages somebody leaves ahead of their own, or behind it. */
const SPREAD = 60;

/**
 * Everybody leaves, each about when their message is on its way: as jatakk_web, by the hash of the way out.
 * @param {import('./world.mjs').World} world
 * @param {string} campaign
 * @returns {Promise<Map<string, number>>} when each leave was answered, ms since 1970, by subscription
 */
export async function leaveAll({ owner, web, people }, campaign) {
  const known = await owner.query('select id, unsubscribe_hash from jatakk.subscription');
  const hashOf = new Map(known.rows.map(({ id, unsubscribe_hash }) => [id, unsubscribe_hash]));
  // In the order in which they are claimed. Not before there is a delivery for each.
  /** @type {string[]} */
  let order = [];
  await until('the campaign has started', async () => {
    const { rows } = await owner.query(
      'select subscription_id from jatakk.delivery where campaign_id = $1 order by id',
      [campaign],
    );
    order = rows.map((row) => row.subscription_id);
    return order.length === people;
  });
  // Neighbours in changed order, so that the leaves run ahead here and fall behind there.
  const turns = order.map((id, index) => ({
    id,
    at: Math.min(index + (Math.random() - 0.5) * 2 * SPREAD, people - 1),
  }));
  turns.sort((a, b) => a.at - b.at);
  const answered = new Map();
  let passed = 0;
  let next = 0;
  const watching = setInterval(() => {
    owner
      .query(
        `select count(*)::integer as count from jatakk.delivery
          where campaign_id = $1 and state not in ('queued', 'claimed')`,
        [campaign],
      )
      .then(
        ({ rows }) => (passed = rows[0].count),
        () => undefined,
      );
  }, 5);
  const leaver = async () => {
    for (let turn = turns[next++]; turn; turn = turns[next++]) {
      const place = turn.at;
      await until('its turn has come', async () => place <= passed, 60_000, 2);
      const { rows } = await web.query('select outcome from jatakk.leave($1, null)', [hashOf.get(turn.id)]);
      const at = performance.timeOrigin + performance.now();
      if (rows[0]?.outcome === 'left') answered.set(turn.id, at);
    }
  };
  try {
    await Promise.all(Array.from({ length: 8 }, leaver));
  } finally {
    clearInterval(watching);
  }
  return answered;
}
