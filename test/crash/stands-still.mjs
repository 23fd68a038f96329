import { isSent } from '../../bench/support/campaign.mjs';
import { Findings } from './support/findings.mjs';
import { until } from './support/until.mjs';
import { verdictOf } from './support/verdict.mjs';
import { watchCounts } from './support/watch-counts.mjs';
import { openWorld } from './support/world.mjs';

export const title = 'a keeper stopped again and again for longer than its leases, while another takes over';
export const waits = true;

const ROUNDS = 12;
const PEOPLE = 3_000;
/** Longer than a message may stand between the gate's answer and its first byte. */
const STOPPED_MS = 1_200;

/** SIGSTOP and SIGCONT. The leases' minute is not waited for: the clock is turned while the keeper stands. */
export async function run() {
  const world = await openWorld({ people: PEOPLE, delayMs: 30 });
  const findings = new Findings();
  try {
    const [stalling] = await Promise.all([world.keeper(), world.keeper()]);
    const campaign = await world.begin();
    const watch = await watchCounts(world, campaign);
    await until('it has begun', async () => (await world.begun()) > 0);
    let rounds = 0;
    for (; rounds < ROUNDS && (await queued(world)) > 0; rounds += 1) {
      const before = await world.begun();
      await until(`it sends in round ${rounds}`, async () => (await world.begun()) > before);
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 100));
      stalling.kill('SIGSTOP');
      // The other one's leases run out with it: that it lives does not help it either.
      await world.turnLeases();
      await new Promise((resolve) => setTimeout(resolve, STOPPED_MS));
      stalling.kill('SIGCONT');
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
    findings.must(rounds >= 5, `it was sent after ${rounds} rounds: too soon to tell`);
    await isSent(world.owner, campaign, 120_000);
    // A late yes may still come in, under its own fence.
    await new Promise((resolve) => setTimeout(resolve, 1000));
    const unknownBound = rounds * 2 * world.inFlight;
    const verdict = await verdictOf(world, campaign);
    findings.mustBeSound(verdict, { people: PEOPLE, unknownBound });
    findings.mustHaveSummed(await watch.stop());
    return { broken: findings.broken, said: world.said(), figures: { rounds, unknownBound, ...verdict } };
  } finally {
    await world.close();
  }
}

/** @param {import('./support/world.mjs').World} world @returns {Promise<number>} */
async function queued({ owner }) {
  const { rows } = await owner.query(
    `select count(*)::integer as count from jatakk.delivery where state = 'queued'`,
  );
  return rows[0].count;
}
