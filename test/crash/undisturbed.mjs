import { isSent } from '../../bench/support/campaign.mjs';
import { Findings } from './support/findings.mjs';
import { verdictOf } from './support/verdict.mjs';
import { watchCounts } from './support/watch-counts.mjs';
import { openWorld } from './support/world.mjs';

export const title = '5,000 deliveries that nobody disturbs: the ground the others stand on';

const PEOPLE = 5_000;

export async function run() {
  const world = await openWorld({ people: PEOPLE });
  const findings = new Findings();
  try {
    await world.keeper();
    const campaign = await world.begin();
    const watch = await watchCounts(world, campaign);
    await isSent(world.owner, campaign, 120_000);
    const verdict = await verdictOf(world, campaign);
    findings.mustBeSound(verdict, { people: PEOPLE, unknownBound: 0 });
    findings.must(verdict.states.accepted === PEOPLE, `${verdict.states.accepted} of ${PEOPLE} arrived`);
    findings.must(verdict.copies === PEOPLE, `${verdict.copies} messages arrived`);
    findings.mustHaveSummed(await watch.stop());
    return { broken: findings.broken, said: world.said(), figures: verdict };
  } finally {
    await world.close();
  }
}
