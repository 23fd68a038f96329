import { isSent } from '../../bench/support/campaign.mjs';
import { Findings } from './support/findings.mjs';
import { until } from './support/until.mjs';
import { verdictOf } from './support/verdict.mjs';
import { watchCounts } from './support/watch-counts.mjs';
import { openWorld } from './support/world.mjs';

export const title = 'a campaign paused and resumed twenty times, under two keepers';

const ROUNDS = 20;
const PEOPLE = 5_000;

export async function run() {
  const world = await openWorld({ people: PEOPLE, delayMs: 10 });
  const findings = new Findings();
  try {
    await Promise.all([world.keeper(), world.keeper()]);
    const campaign = await world.begin();
    const watch = await watchCounts(world, campaign);
    let rounds = 0;
    for (; rounds < ROUNDS; rounds += 1) {
      const before = await world.begun();
      await until(`it sends in round ${rounds}`, async () => (await world.begun()) > before);
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 100));
      if ((await world.press(campaign, 'pause')) !== 'paused') break;
      await until('nothing is under way', async () => (await underWay(world)) === 0);
      const paused = await world.begun();
      await new Promise((resolve) => setTimeout(resolve, 100));
      const since = (await world.begun()) - paused;
      findings.must(since === 0, `round ${rounds}: ${since} messages were begun while it was paused`);
      await world.press(campaign, 'resume');
    }
    findings.must(rounds === ROUNDS, `it was sent after ${rounds} rounds: too soon to tell`);
    await isSent(world.owner, campaign, 120_000);
    const verdict = await verdictOf(world, campaign);
    findings.mustBeSound(verdict, { people: PEOPLE, unknownBound: 0 });
    findings.must(verdict.states.accepted === PEOPLE, `${verdict.states.accepted} of ${PEOPLE} arrived`);
    findings.mustHaveSummed(await watch.stop());
    return { broken: findings.broken, said: world.said(), figures: { rounds, ...verdict } };
  } finally {
    await world.close();
  }
}

/** @param {import('./support/world.mjs').World} world @returns {Promise<number>} */
async function underWay({ owner }) {
  const { rows } = await owner.query(
    `select count(*)::integer as count from jatakk.delivery where state in ('claimed', 'handed')`,
  );
  return rows[0].count;
}
