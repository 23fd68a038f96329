import { isSent } from '../../bench/support/campaign.mjs';
import { Findings } from './support/findings.mjs';
import { verdictOf } from './support/verdict.mjs';
import { watchCounts } from './support/watch-counts.mjs';
import { openWorld } from './support/world.mjs';

export const title = 'one campaign sent by fifty presses at once, under two keepers';

const PRESSES = 50;
const PEOPLE = 2_000;

export async function run() {
  const world = await openWorld({ people: PEOPLE, connections: 4 });
  const findings = new Findings();
  try {
    await Promise.all([world.keeper(), world.keeper()]);
    const campaign = await world.draft();
    const watch = await watchCounts(world, campaign);
    const answers = await Promise.all(Array.from({ length: PRESSES }, () => world.press(campaign, 'send')));
    const took = answers.filter((became) => became !== null).length;
    findings.must(took === 1, `${took} of ${PRESSES} presses took effect`);
    await isSent(world.owner, campaign, 120_000);
    const verdict = await verdictOf(world, campaign);
    findings.mustBeSound(verdict, { people: PEOPLE, unknownBound: 0 });
    findings.must(verdict.states.accepted === PEOPLE, `${verdict.states.accepted} of ${PEOPLE} arrived`);
    findings.mustHaveSummed(await watch.stop());
    return { broken: findings.broken, said: world.said(), figures: { presses: PRESSES, ...verdict } };
  } finally {
    await world.close();
  }
}
