import { built } from '../../../bench/support/built.mjs';

const EVERY_MS = 40;

/**
 * Looks at a campaign's counts as its page does, as jatakk_web, again and again. From its start on they must sum to
 * how many it went to, at every look.
 * @param {import('./world.mjs').World} world
 * @param {string} campaign
 */
export async function watchCounts({ web, people }, campaign) {
  const { deliveryTally } = await built('campaigns/campaign-overview.queries.js');
  const database = { query: async (sql, values) => (await web.query(sql, values)).rows };
  const seen = { samples: 0, broken: 0, last: /** @type {Record<string, number>} */ ({}) };
  let begun = false;
  const ending = new AbortController();
  const watching = (async () => {
    while (!ending.signal.aborted && !web.ending) {
      // While the database is down there is no page either.
      const tally = await deliveryTally(database, campaign).catch(() => undefined);
      if (tally) {
        const { total, ...states } = tally;
        const right = total === people && Object.values(states).every((count) => count >= 0);
        begun ||= total > 0;
        if (begun) {
          seen.samples += 1;
          seen.last = tally;
          if (!right) seen.broken += 1;
        }
      }
      await new Promise((resolve) => setTimeout(resolve, EVERY_MS));
    }
  })();
  return {
    /** @returns {Promise<{ samples: number, broken: number, last: Record<string, number> }>} */
    async stop() {
      ending.abort();
      await watching;
      return seen;
    },
  };
}
