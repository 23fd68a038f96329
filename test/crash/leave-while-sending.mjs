import { isSent } from '../../bench/support/campaign.mjs';
import { Findings } from './support/findings.mjs';
import { leaveAll } from './support/leave-all.mjs';
import { afterTheirLeave } from './support/after-their-leave.mjs';
import { verdictOf } from './support/verdict.mjs';
import { watchCounts } from './support/watch-counts.mjs';
import { openWorld } from './support/world.mjs';

export const title = '2,000 people leave while 2,000 messages are being sent to them';

const PEOPLE = 2_000;

/** The commits' times are PostgreSQL's own; who leaves is told when, by web's clock, on the same machine. */
export async function run() {
  const world = await openWorld({ people: PEOPLE, delayMs: 10, conf: ['track_commit_timestamp = on'] });
  const findings = new Findings();
  try {
    const campaign = await world.begin();
    const watch = await watchCounts(world, campaign);
    const keeper = await world.keeper();
    const answers = await leaveAll(world, campaign);
    await isSent(world.owner, campaign, 120_000);
    await keeper.stop();
    const verdict = await verdictOf(world, campaign);
    findings.mustBeSound(verdict, { people: PEOPLE, unknownBound: 0 });
    const { handedAfter, bodiesAfter, mailedThoughSkipped } = await afterTheirLeave(world, campaign, answers);
    findings.must(answers.size === PEOPLE, `${answers.size} of ${PEOPLE} leaves were answered`);
    findings.must(
      handedAfter === 0,
      `${handedAfter} deliveries passed the gate after their leave had committed`,
    );
    findings.must(
      bodiesAfter === 0,
      `${bodiesAfter} bodies began more than a second after the leave was answered`,
    );
    findings.must(mailedThoughSkipped === 0, `${mailedThoughSkipped} were skipped and mailed all the same`);
    const { accepted = 0, skipped = 0 } = verdict.states;
    const raced = Math.min(accepted, skipped);
    findings.must(raced >= PEOPLE / 20, `${accepted} sent, ${skipped} skipped: that was no race`);
    findings.mustHaveSummed(await watch.stop());
    return {
      broken: findings.broken,
      said: world.said(),
      figures: { ...verdict, deliveries: PEOPLE, afterUnsubscribe: handedAfter + bodiesAfter },
    };
  } finally {
    await world.close();
  }
}
