import { isSent } from '../../bench/support/campaign.mjs';
import { Findings } from './support/findings.mjs';
import { until } from './support/until.mjs';
import { verdictOf } from './support/verdict.mjs';
import { watchCounts } from './support/watch-counts.mjs';
import { openWorld } from './support/world.mjs';

export const title = 'PostgreSQL stopped five times in the middle of sending, as `pg_ctl -m immediate` does';
export const waits = true;

const FALLS = 5;
const PEOPLE = 3_000;

/** One keeper lives through all of it. Nobody helps it: what it cannot write down runs out with its lease. */
export async function run() {
  const world = await openWorld({ people: PEOPLE, delayMs: 40 });
  const findings = new Findings();
  try {
    const keeper = await world.keeper();
    const campaign = await world.begin();
    const watch = await watchCounts(world, campaign);
    for (let fall = 1; fall <= FALLS; fall += 1) {
      const before = await world.begun();
      await until(`it sends before fall ${fall}`, async () => (await world.begun()) > before + 20, 120_000);
      await new Promise((resolve) => setTimeout(resolve, 200 + Math.random() * 600));
      await world.cluster.stopImmediate();
      await new Promise((resolve) => setTimeout(resolve, 300));
      await world.cluster.start();
    }
    const lastAt = Date.now();
    await isSent(world.owner, campaign, 180_000);
    const seconds = (Date.now() - lastAt) / 1000;
    const { code } = await keeper.stop();
    findings.must(code === 0, `the keeper ended with ${code}`);
    const verdict = await verdictOf(world, campaign);
    findings.mustBeSound(verdict, { people: PEOPLE, unknownBound: FALLS * world.inFlight });
    findings.mustHaveSummed(await watch.stop());
    return {
      broken: findings.broken,
      said: world.said(),
      figures: {
        falls: FALLS,
        unknownBound: FALLS * world.inFlight,
        ...verdict,
        secondsAfterTheLast: seconds,
      },
    };
  } finally {
    await world.close();
  }
}
