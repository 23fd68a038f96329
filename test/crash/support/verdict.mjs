import { addressOf } from '../../../bench/support/addresses.mjs';
import { built } from '../../../bench/support/built.mjs';
import { withRings } from '../../../bench/support/seed.mjs';

/**
 * What became of a campaign, from its rows and from what the sink saw. A copy is a body that came to its final dot,
 * whether or not its sender lived to hear the answer.
 * @typedef {object} Verdict
 * @property {Record<string, number>} states deliveries by state
 * @property {number} copies messages that reached their final dot
 * @property {number} duplicates copies beyond each person's first
 * @property {number} lost people without a row, rows that are in no final state, and rows accepted without a message
 * @property {number} unaccounted messages whose rows say anything but accepted or unknown
 * @property {number} unknown
 */

const FINAL = new Set(['accepted', 'bounced', 'skipped', 'unknown', 'dead']);

/**
 * @param {import('./world.mjs').World} world
 * @param {string} campaign
 * @returns {Promise<Verdict>}
 */
export async function verdictOf(world, campaign) {
  const stateOf = await statesByAddress(world, campaign);
  const { deliveries } = await world.sink.report();
  /** @type {Map<string, number>} */
  const copiesOf = new Map();
  for (const { to, endedAt } of deliveries) {
    if (endedAt !== null) copiesOf.set(to, (copiesOf.get(to) ?? 0) + 1);
  }
  /** @type {Record<string, number>} */
  const states = {};
  let lost = world.people - stateOf.size;
  for (const [to, state] of stateOf) {
    states[state] = (states[state] ?? 0) + 1;
    if (!FINAL.has(state) || (state === 'accepted' && !copiesOf.has(to))) lost += 1;
  }
  const copies = [...copiesOf.values()].reduce((sum, each) => sum + each, 0);
  const unaccounted = [...copiesOf.keys()].filter(
    (to) => !['accepted', 'unknown'].includes(stateOf.get(to) ?? ''),
  ).length;
  return {
    states,
    copies,
    duplicates: copies - copiesOf.size,
    lost,
    unaccounted,
    unknown: states.unknown ?? 0,
  };
}

/** @param {import('./world.mjs').World} world @param {string} campaign @returns {Promise<Map<string, string>>} */
async function statesByAddress(world, campaign) {
  const addressOf = await addressesBySubscription(world);
  const { rows } = await world.owner.query(
    'select subscription_id, state from jatakk.delivery where campaign_id = $1',
    [campaign],
  );
  return new Map(rows.map(({ subscription_id: id, state }) => [addressOf.get(id) ?? id, state]));
}

/**
 * Whose each subscription is. The addresses are known here because they were made up; their rows are found by the
 * register's blind index, as a sign-up finds them.
 * @param {import('./world.mjs').World} world
 * @returns {Promise<Map<string, string>>}
 */
export async function addressesBySubscription({ cluster, secret, seeded, owner, people }) {
  const { parseEmailAddress } = await built('registers/email-address.js');
  const keyRing = await withRings(cluster.ownerUrl, secret, (rings) => rings.ring(seeded.registerId));
  const { rows } = await owner.query(
    `select encode(p.blind_index, 'hex') as blind, s.id from jatakk.subscription s
       join jatakk.subscriber p on p.register_id = s.register_id and p.id = s.subscriber_id`,
  );
  const idOf = new Map(rows.map(({ blind, id }) => [blind, id]));
  const addresses = Array.from({ length: people }, (_, index) => addressOf(index));
  return new Map(
    addresses.map((to) => {
      const blind = keyRing.blindIndex(parseEmailAddress(to).address).toString('hex');
      return [idOf.get(blind), to];
    }),
  );
}
