import { isSent } from '../../bench/support/campaign.mjs';
import { Findings } from './support/findings.mjs';
import { until } from './support/until.mjs';
import { verdictOf } from './support/verdict.mjs';
import { watchCounts } from './support/watch-counts.mjs';
import { openWorld } from './support/world.mjs';

export const title = 'the keeper killed once, and no clock turned';
export const waits = true;

const PEOPLE = 1_000;
const LEASE_SECONDS = 60;

/** The next keeper has to wait for the leases, and for the lock of the dead one's job, as in life. */
export async function run() {
  const world = await openWorld({ people: PEOPLE, delayMs: 40 });
  const findings = new Findings();
  try {
    const campaign = await world.begin();
    const watch = await watchCounts(world, campaign);
    const first = await world.keeper();
    await until('it sends', async () => (await world.begun()) > 100);
    first.kill('SIGKILL');
    await first.exited;
    const killedAt = Date.now();
    await world.keeper();
    const before = await world.begun();
    await until('the next one sends', async () => (await world.begun()) > before, 2 * LEASE_SECONDS * 1000);
    const restedSeconds = (Date.now() - killedAt) / 1000;
    await isSent(world.owner, campaign, 2 * LEASE_SECONDS * 1000);
    const seconds = (Date.now() - killedAt) / 1000;
    findings.must(seconds <= 2 * LEASE_SECONDS, `it took ${seconds} s to finish, more than two leases`);
    const verdict = await verdictOf(world, campaign);
    findings.mustBeSound(verdict, { people: PEOPLE, unknownBound: world.inFlight });
    findings.mustHaveSummed(await watch.stop());
    return {
      broken: findings.broken,
      said: world.said(),
      figures: { ...verdict, restedSeconds, secondsAfterTheKill: seconds },
    };
  } finally {
    await world.close();
  }
}
