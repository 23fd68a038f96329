import { isSent } from '../../bench/support/campaign.mjs';
import { Findings } from './support/findings.mjs';
import { until } from './support/until.mjs';
import { verdictOf } from './support/verdict.mjs';
import { openWorld } from './support/world.mjs';

export const title = 'the keeper asked to end with SIGTERM: nothing new is begun, nothing is cut';
export const waits = true;

const PEOPLE = 200;
const SINK_DELAY_MS = 1_500;
const WITHIN_SECONDS = 35;
/** What the keeper had asked the database for when the signal came may still be answered. Less than the sink's delay. */
const GRACE_MS = 1_000;

export async function run() {
  const world = await openWorld({ people: PEOPLE, connections: 20, delayMs: SINK_DELAY_MS });
  const findings = new Findings();
  try {
    const keeper = await world.keeper();
    const campaign = await world.begin();
    await until('it sends', async () => (await world.begun()) > 10);
    const askedAt = Date.now();
    keeper.kill('SIGTERM');
    await new Promise((resolve) => setTimeout(resolve, GRACE_MS));
    const claimsThen = await claims(world);
    const { code } = await keeper.exited;
    const seconds = (Date.now() - askedAt) / 1000;
    findings.must(code === 0, `it ended with ${code}`);
    findings.must(seconds <= WITHIN_SECONDS, `it took ${seconds} s to end`);
    findings.must((await claims(world)) === claimsThen, 'it took more deliveries after it was asked to end');
    const { begun, messages } = await world.sink.counts();
    findings.must(begun === messages, `${begun - messages} messages were cut`);
    const { claimed = 0, handed = 0, accepted = 0, unknown = 0 } = (await verdictOf(world, campaign)).states;
    findings.must(claimed + handed === 0, `it left ${claimed} claimed and ${handed} handed`);
    findings.must(
      accepted === messages && unknown === 0,
      `${messages} arrived, ${accepted} are said to have`,
    );
    await world.keeper();
    await isSent(world.owner, campaign, 120_000);
    const verdict = await verdictOf(world, campaign);
    findings.mustBeSound(verdict, { people: PEOPLE, unknownBound: 0 });
    return {
      broken: findings.broken,
      said: world.said(),
      figures: { secondsToEnd: seconds, sentBefore: messages, ...verdict },
    };
  } finally {
    await world.close();
  }
}

/** How often deliveries have been taken: each taking raises a fence. @param {import('./support/world.mjs').World} world */
async function claims({ owner }) {
  const { rows } = await owner.query('select sum(fence)::integer as fences from jatakk.delivery');
  return rows[0].fences;
}
